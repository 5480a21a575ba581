import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSqlStatement } from './sql-statement.ts';

test.each([
  ['SELECT * FROM orders', 'select', 'orders'],
  ['select o.id from public.orders o join lines l on l.o = o.id', 'select', 'public.orders'],
  ['INSERT INTO "Order Lines" (a) VALUES (1)', 'insert', 'Order Lines'],
  ['insert into stock select * from imports', 'insert', 'stock'],
  ['UPDATE ONLY stock SET n = n - 1 FROM orders WHERE stock.id = orders.item', 'update', 'stock'],
  ['delete from carts where id in (select id from old)', 'delete', 'carts'],
  ['/* by app */ -- note\n  SELECT 1 FROM a', 'select', 'a'],
  ['WITH recent AS (SELECT * FROM orders) SELECT * FROM recent', 'select', 'orders'],
  ['with a as (select 1 from x), b as (select 2 from y) insert into z select * from a', 'insert', 'z'],
  ['with recursive t(n) as (values (1)) select * from t join people p on true', 'select', 'people'],
  ['WITH gone AS (DELETE FROM carts RETURNING *) SELECT count(*) FROM gone', 'select', 'carts'],
  ['SELECT * FROM (SELECT * FROM inner_table) t', 'select', 'inner_table'],
  ['(SELECT a FROM left_table) UNION (SELECT b FROM right_table)', 'select', 'left_table'],
  ["SELECT 'FROM secrets' FROM orders", 'select', 'orders'],
  ['SELECT $$ from secrets $$ FROM orders', 'select', 'orders'],
  ['SELECT extract(year FROM created) FROM orders', 'select', 'orders'],
  ['SELECT * FROM generate_series(1, 5)', 'select', undefined],
  ['SELECT 1', 'select', undefined],
  ['MERGE INTO stock USING imports ON true WHEN MATCHED THEN DELETE', 'merge', 'stock'],
  ['INSERT OR IGNORE INTO `my table` VALUES (1)', 'insert', 'my table'],
  ['BEGIN', 'begin', undefined],
  ['EXPLAIN SELECT * FROM orders', 'explain', undefined],
  ['select', 'select', undefined],
  ['', '', undefined],
  [';;;', '', undefined],
])('%s does %s to %s', (sql, operation, table) => {
  expect(readSqlStatement(sql)).toEqual({ operation, table });
});

test('any text is read without an error, and texts in quotes are never part of what is read', () => {
  const fragment = fc.oneof(
    fc.constantFrom('select ', 'from ', '(', ')', 'with a as (', "'", '"', '$$', '/*', '--', 'into t ', ','),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(fragment), (parts) => {
      const { operation } = readSqlStatement(parts.join(''));
      expect(operation).toBe(operation.toLowerCase());
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z ]{1,20}$/), (secret) => {
      const { table } = readSqlStatement(`select 'from ${secret}' from known`);
      expect(table).toBe('known');
    }),
  );
});

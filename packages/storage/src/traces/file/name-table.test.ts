import { expect, it } from 'vitest';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/temporary-folder.ts';
import { openForWriting } from '../../sql/sql-driver.ts';
import { NameTable, OTHER_NAME } from './name-table.ts';
import type { NameInsert } from './name-table.ts';
import { createTables } from './schema.ts';

it('names without end are counted together, and found by what they are under', () => {
  const database = openForWriting(join(temporaryFolder(), 'a.db'));
  createTables(database);
  let made = 0;
  const insert: NameInsert = { service: () => ++made, operation: () => ++made };
  const names = new NameTable(database);
  const ids = new Set<number>();
  for (let i = 0; i < 30_000; i++)
    ids.add(names.operationId(`service ${i % 3000}`, `GET /order/${i}`, insert));
  expect(ids.size).toBeLessThan(25_000);
  const late = names.operationId('service 1', 'GET /order/one more', insert);
  expect(names.operationName(late)).toEqual({ service: 'service 1', operation: OTHER_NAME });
  expect(names.operationsFor('service 1', 'GET /order/one more')).toEqual([late]);
  expect(names.operationsFor('service 1', 'GET /order/1')).not.toContain(late);
  expect(names.operationsFor('service 2999', undefined)).toEqual(names.operationsFor('nobody', undefined));
  expect(names.operationsFor(undefined, 'GET /order/one more')).toContain(late);
  database.close();
});

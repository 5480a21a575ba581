import { expect, test } from 'vitest';
import { ColumnPool } from './column-pool.ts';

test('columns of a pool share no values', () => {
  const pool = new ColumnPool(3);
  const columns = Array.from({ length: 200 }, () => pool.take());
  columns.forEach(({ values, present }, i) => {
    values.fill(i);
    present.fill(1);
  });
  expect(columns.map(({ values }) => [...values])).toEqual(columns.map((_, i) => [i, i, i]));
});

test('a long column is not paid for 64 times', () => {
  const { values } = new ColumnPool(2_000_000).take();
  expect(values.buffer.byteLength).toBe(2_000_000 * Float64Array.BYTES_PER_ELEMENT);
});

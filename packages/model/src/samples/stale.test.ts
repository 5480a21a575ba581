import { expect, test } from 'vitest';
import { bitsOf, isStaleAt, staleColumn, writeStaleAt } from './stale.ts';

test('a staleness marker is a NaN that no other NaN is taken for', () => {
  const values = Float64Array.of(1, Number.NaN, 0, -0, Infinity);
  const bits = bitsOf(values);
  writeStaleAt(bits, 2);
  expect(values.map(Number)[2]).toBeNaN();
  expect([...values.keys()].filter((i) => isStaleAt(bits, i))).toEqual([2]);
});

test('markers keep their bits when columns are copied', () => {
  const copy = new Float64Array(4);
  copy.set(staleColumn(2), 1);
  const view = copy.subarray(1, 3);
  expect([0, 1].map((i) => isStaleAt(bitsOf(view), i))).toEqual([true, true]);
  expect(isStaleAt(bitsOf(copy), 0)).toBe(false);
});

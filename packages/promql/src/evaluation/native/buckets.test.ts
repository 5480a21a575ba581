import type { NativeHistogram } from '@telltale/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistogram } from '../../../test/histogram-arbitrary.ts';
import { exponentialBound } from './bucket-bounds.ts';
import { bucketRows } from './bucket-rows.ts';
import { bucketsOf } from './buckets.ts';
import { printHistogram } from './print-histogram.ts';

const HISTOGRAM: NativeHistogram = {
  schema: 0,
  count: 9,
  sum: 1234567.5,
  zeroThreshold: 0.001,
  zeroCount: 2,
  positive: [{ start: 1, counts: Float64Array.of(3, 0) }],
  negative: [{ start: 0, counts: Float64Array.of(1, 3) }],
  customValues: [],
  counterReset: 'unknown',
};

test('buckets are listed from the lowest to the highest, with the bounds that belong to them', () => {
  expect(bucketRows(HISTOGRAM)).toEqual([
    [1, -2, -1, 3],
    [1, -1, -0.5, 1],
    [3, -0.001, 0.001, 2],
    [0, 1, 2, 3],
  ]);
});

test('custom buckets begin at negative infinity and end at infinity', () => {
  const custom = {
    ...HISTOGRAM,
    schema: -53,
    zeroCount: 0,
    zeroThreshold: 0,
    negative: [],
    customValues: [5, 10],
    positive: [{ start: 0, counts: Float64Array.of(1, 0, 2) }],
  };
  expect(bucketRows(custom)).toEqual([
    [3, -Infinity, 5, 1],
    [0, 10, Infinity, 2],
  ]);
});

test('a histogram prints in one line', () => {
  expect(printHistogram(HISTOGRAM)).toBe(
    '{count:9, sum:1.2345675e+06, [-2,-1):3, [-1,-0.5):1, [-0.001,0.001]:2, (1,2]:3}',
  );
});

test('buckets do not overlap', () => {
  fc.assert(
    fc.property(anyHistogram, (histogram) => {
      const buckets = bucketsOf(histogram);
      for (let i = 1; i < buckets.length; i++)
        expect(buckets[i].lower).toBeGreaterThanOrEqual(buckets[i - 1].upper - 1e-12);
    }),
  );
});

test('the bucket of the largest numbers ends at the largest number, and the next holds infinity', () => {
  for (const schema of [-4, -1, 0, 3, 8]) {
    const last = 1024 * 2 ** schema;
    expect([exponentialBound(schema, last), exponentialBound(schema, last + 1)]).toEqual([
      Number.MAX_VALUE,
      Infinity,
    ]);
    expect(exponentialBound(schema, 0)).toBe(1);
  }
});

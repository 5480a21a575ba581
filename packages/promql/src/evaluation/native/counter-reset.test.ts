import type { NativeHistogram } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addableHistograms, anyHistogram } from '../../../test/histogram-arbitrary.ts';
import { isCounterReset } from './counter-reset.ts';
import { HistogramSum } from './histogram-sum.ts';

const BASE: NativeHistogram = {
  schema: 1,
  count: 10,
  sum: 20,
  zeroThreshold: 0.01,
  zeroCount: 2,
  positive: [{ start: 0, counts: Float64Array.of(3, 5) }],
  negative: [],
  customValues: [],
  counterReset: 'unknown',
};

describe('a counter of histograms', () => {
  test('was not reset when it only grew', () => {
    fc.assert(
      fc.property(addableHistograms, ([before, added]) => {
        const sum = new HistogramSum(before);
        sum.add(added);
        expect(isCounterReset({ ...sum.total(), counterReset: 'unknown' }, before)).toBe(false);
      }),
    );
  });

  test('was reset when any bucket fell, even when the count grew', () => {
    const fewer = { ...BASE, count: 20, positive: [{ start: 0, counts: Float64Array.of(2, 16) }] };
    expect(isCounterReset(fewer, BASE)).toBe(true);
    const gone = { ...BASE, count: 20, positive: [{ start: 1, counts: Float64Array.of(18) }] };
    expect(isCounterReset(gone, BASE)).toBe(true);
    expect(isCounterReset({ ...BASE, count: 20, zeroCount: 1 }, BASE)).toBe(true);
  });

  test('was reset when its buckets became finer', () => {
    expect(isCounterReset({ ...BASE, count: 100, schema: 2 }, BASE)).toBe(true);
    expect(isCounterReset({ ...BASE, count: 100, zeroThreshold: 0.001 }, BASE)).toBe(true);
  });

  test('is believed what it says', () => {
    fc.assert(
      fc.property(anyHistogram, anyHistogram, (current, previous) => {
        expect(isCounterReset({ ...current, counterReset: 'reset' }, previous)).toBe(true);
        expect(isCounterReset({ ...current, counterReset: 'not_reset' }, previous)).toBe(false);
      }),
    );
  });

  test('with other custom bounds is compared where the bounds are the same', () => {
    const custom = (customValues: number[], counts: number[]): NativeHistogram => ({
      ...BASE,
      schema: -53,
      count: 15,
      zeroCount: 0,
      zeroThreshold: 0,
      customValues,
      positive: [{ start: 0, counts: Float64Array.from(counts) }],
    });
    const before = custom([2, 4, 6], [1, 2, 5, 7]);
    expect(isCounterReset(custom([2, 3, 4, 6], [1, 1, 1, 5, 7]), before)).toBe(false);
    expect(isCounterReset(custom([2, 3, 4, 6], [1, 0, 1, 5, 8]), before)).toBe(true);
  });
});

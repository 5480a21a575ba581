import type { NativeHistogram } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addableHistograms,
  anyHistogram,
  customHistogram,
  exponentialHistogram,
} from '../../../test/histogram-arbitrary.ts';
import { bucketsOf } from './buckets.ts';
import { equalHistograms } from './equal-histograms.ts';
import { HistogramMean } from './histogram-mean.ts';
import { HistogramSum } from './histogram-sum.ts';
import { divideHistogram, multiplyHistogram } from './scale.ts';

function sumOf(first: NativeHistogram, ...others: NativeHistogram[]): NativeHistogram {
  const sum = new HistogramSum(first);
  for (const other of others) expect(sum.add(other)).toBe(true);
  return sum.total();
}

function countInBuckets(histogram: NativeHistogram): number {
  return bucketsOf(histogram).reduce((total, { count }) => total + count, 0);
}

describe('a sum of histograms', () => {
  test('does not depend on the order', () => {
    fc.assert(
      fc.property(addableHistograms, ([a, b]) => {
        expect(equalHistograms(sumOf(a, b), sumOf(b, a))).toBe(true);
      }),
    );
  });

  test('does not depend on how it is grouped', () => {
    // Zero buckets of different widths are widened as far as the buckets at hand make it necessary.
    const withoutZero = exponentialHistogram.map((histogram) => ({ ...histogram, zeroThreshold: 0 }));
    const three = fc.oneof(
      fc.tuple(withoutZero, withoutZero, withoutZero),
      fc.tuple(customHistogram, customHistogram, customHistogram),
    );
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        expect(equalHistograms(sumOf(sumOf(a, b), c), sumOf(a, sumOf(b, c)))).toBe(true);
      }),
    );
  });

  test('loses no observation, whatever the buckets', () => {
    fc.assert(
      fc.property(addableHistograms, ([a, b]) => {
        expect(countInBuckets(sumOf(a, b))).toBe(a.count + b.count);
      }),
    );
  });

  test('less one of its parts is the other part', () => {
    fc.assert(
      fc.property(addableHistograms, ([a, b]) => {
        const sum = new HistogramSum(a);
        sum.add(b);
        const common = sum.total();
        sum.subtract(b);
        const { count, schema } = sum.total();
        expect({ count, schema }).toEqual({ count: a.count, schema: common.schema });
        expect(countInBuckets(sum.total())).toBe(a.count);
      }),
    );
  });

  test('keeps small counts beside large ones', () => {
    const small = exponential({ count: 1, positive: [{ start: 0, counts: Float64Array.of(1) }] });
    const large = multiplyHistogram(small, 1e100);
    const sum = new HistogramSum(large);
    sum.add(small);
    sum.subtract(large);
    expect(sum.total()).toMatchObject({ count: 1, positive: small.positive });
  });

  test('of exponential and custom buckets does not exist', () => {
    fc.assert(
      fc.property(exponentialHistogram, customHistogram, (a, b) => {
        const sum = new HistogramSum(a);
        expect(sum.add(b)).toBe(false);
        expect(equalHistograms(sum.total(), a)).toBe(true);
      }),
    );
  });

  test('has the custom bounds that all have', () => {
    const a = custom([1, 2, 3], [1, 2, 3, 4]);
    const sum = new HistogramSum(a);
    sum.add(custom([2, 4], [10, 20, 30]));
    expect(sum.total()).toMatchObject({
      customValues: [2],
      count: 70,
      positive: [{ start: 0, counts: Float64Array.of(13, 57) }],
    });
    expect(sum.lostBounds).toBe(1);
  });

  test('has the coarsest schema and the widest zero bucket', () => {
    const fine = exponential({
      schema: 2,
      count: 3,
      positive: [{ start: -7, counts: Float64Array.of(1, 2) }],
    });
    const coarse = exponential({
      schema: 0,
      count: 5,
      zeroThreshold: 0.3,
      zeroCount: 1,
      positive: [{ start: 1, counts: Float64Array.of(4) }],
    });
    // The bucket of 0.297 to 0.354 holds the threshold, so the zero bucket takes it in whole.
    const total = sumOf(fine, coarse);
    expect(total.zeroThreshold).toBeCloseTo(2 ** -1.5, 12);
    expect(total).toMatchObject({
      schema: 0,
      zeroCount: 4,
      count: 8,
      positive: [{ start: 1, counts: Float64Array.of(4) }],
    });
  });

  test('a gauge among counters makes a gauge; counters that were reset and not collide', () => {
    const [reset, kept, gauge] = (['reset', 'not_reset', 'gauge'] as const).map((counterReset) =>
      exponential({ counterReset }),
    );
    expect(sumOf(kept, kept).counterReset).toBe('not_reset');
    expect(sumOf(kept, gauge).counterReset).toBe('gauge');
    const sum = new HistogramSum(reset);
    expect(sum.hintsCollide).toBe(false);
    sum.add(kept);
    expect([sum.hintsCollide, sum.total().counterReset]).toEqual([true, 'unknown']);
  });
});

describe('a mean of histograms', () => {
  test('of the same histograms is that histogram', () => {
    fc.assert(
      fc.property(anyHistogram, fc.integer({ min: 1, max: 5 }), (histogram, times) => {
        const mean = new HistogramMean(histogram);
        for (let i = 1; i < times; i++) mean.add(histogram);
        expect(equalHistograms(mean.total(), histogram)).toBe(true);
      }),
    );
  });

  test('does not overflow', () => {
    const large = exponential({ count: 1.7e308, sum: 1e308 });
    const mean = new HistogramMean(large);
    for (let i = 0; i < 9; i++) mean.add(large);
    expect(mean.total().count / 1.7e308).toBeCloseTo(1, 12);
    expect(mean.total().sum / 1e308).toBeCloseTo(1, 12);
  });
});

describe('a histogram times a number', () => {
  test('is as many histograms added up', () => {
    fc.assert(
      fc.property(anyHistogram, (histogram) => {
        expect(equalHistograms(multiplyHistogram(histogram, 2), sumOf(histogram, histogram))).toBe(true);
        expect(
          equalHistograms(
            divideHistogram(multiplyHistogram(histogram, 8), 8),
            multiplyHistogram(histogram, 1),
          ),
        ).toBe(true);
      }),
    );
  });

  test('below zero is a gauge, and by zero it has no buckets left', () => {
    const histogram = exponential({ count: 2, sum: 3, positive: [{ start: 0, counts: Float64Array.of(2) }] });
    expect(multiplyHistogram(histogram, -1)).toMatchObject({ count: -2, counterReset: 'gauge' });
    expect(divideHistogram(histogram, 0)).toMatchObject({ count: Infinity, sum: Infinity, positive: [] });
  });
});

test('lowering the resolution keeps every observation and the bounds of the new schema', () => {
  fc.assert(
    fc.property(exponentialHistogram, fc.integer({ min: -4, max: 4 }), (histogram, schema) => {
      const sum = new HistogramSum(histogram);
      sum.coarsen(schema);
      const coarse = sum.total();
      expect(coarse.schema).toBe(Math.min(schema, histogram.schema));
      expect(countInBuckets(coarse)).toBe(histogram.count);
    }),
  );
});

function exponential(parts: Partial<NativeHistogram>): NativeHistogram {
  return {
    schema: 0,
    count: 0,
    sum: 0,
    zeroThreshold: 0,
    zeroCount: 0,
    positive: [],
    negative: [],
    customValues: [],
    counterReset: 'unknown',
    ...parts,
  };
}

function custom(customValues: number[], counts: number[]): NativeHistogram {
  const count = counts.reduce((total, own) => total + own, 0);
  return exponential({
    schema: -53,
    customValues,
    count,
    positive: [{ start: 0, counts: Float64Array.from(counts) }],
  });
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyHistogram, exponentialHistogram } from '../../../test/histogram-arbitrary.ts';
import { histogramFraction, histogramQuantile } from './histogram-quantile.ts';

const populated = anyHistogram.filter(({ count }) => count > 0);
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the quantile of a histogram', () => {
  test('never falls when more is asked for', () => {
    fc.assert(
      fc.property(populated, share, share, (histogram, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
          (q) => histogramQuantile(q, histogram).value,
        );
        expect(low).toBeLessThanOrEqual(high + 1e-9 * Math.abs(high));
      }),
    );
  });

  test('has that share of the observations below it', () => {
    const withPositive = exponentialHistogram.filter(
      ({ positive, zeroThreshold }) =>
        zeroThreshold > 0 && positive.some(({ counts }) => counts.some((count) => count > 0)),
    );
    fc.assert(
      fc.property(withPositive, share, (histogram, q) => {
        const { value } = histogramQuantile(q, histogram);
        const below = histogramFraction(-Infinity, value, histogram).value;
        const upTo = histogramFraction(
          -Infinity,
          value * (1 + 1e-9 * Math.sign(value)) + 1e-12,
          histogram,
        ).value;
        expect(below).toBeLessThanOrEqual(q + 1e-6);
        expect(upTo).toBeGreaterThanOrEqual(q - 1e-6);
      }),
    );
  });

  test('is infinite beyond 0 and 1, and NaN of nothing', () => {
    fc.assert(
      fc.property(populated, (histogram) => {
        const values = [-0.1, 1.1, Number.NaN].map((q) => histogramQuantile(q, histogram).value);
        expect(values).toEqual([-Infinity, Infinity, Number.NaN]);
        const empty = { ...histogram, count: 0, zeroCount: 0, positive: [], negative: [] };
        expect(histogramQuantile(0.5, empty).value).toBeNaN();
      }),
    );
  });

  test('counts observations that are NaN as the largest', () => {
    const histogram = {
      schema: 0,
      count: 10,
      sum: Number.NaN,
      zeroThreshold: 0,
      zeroCount: 0,
      positive: [{ start: 1, counts: Float64Array.of(4, 4) }],
      negative: [],
      customValues: [],
      counterReset: 'unknown' as const,
    };
    expect(histogramQuantile(0.4, histogram)).toEqual({ value: 2, nanEffect: 'skewed' });
    expect(histogramQuantile(0.9, histogram)).toEqual({ value: Number.NaN, nanEffect: 'result-is-nan' });
    expect(histogramFraction(1, 2, histogram)).toEqual({ value: 0.4, nanEffect: 'excluded' });
  });
});

describe('the fraction of a histogram', () => {
  test('of parts adds up to that of the whole', () => {
    const bound = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(populated, bound, bound, (histogram, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const parts = [
          [-Infinity, low],
          [low, high],
          [high, Infinity],
        ] as const;
        const total = parts.reduce(
          (sum, [from, to]) => sum + histogramFraction(from, to, histogram).value,
          0,
        );
        expect(total).toBeCloseTo(1, 9);
      }),
    );
  });
});

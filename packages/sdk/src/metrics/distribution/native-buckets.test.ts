import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountWindow } from './count-window.ts';
import { bucketOf } from './native-bounds.ts';
import { NativeBuckets } from './native-buckets.ts';

const DEFAULTS = { factor: 1.1, maxBuckets: 160, zeroThreshold: 2 ** -128 };

function filled(values: readonly number[], options = DEFAULTS): NativeBuckets {
  const buckets = new NativeBuckets(options);
  for (const value of values) buckets.observe(value);
  return buckets;
}

/** Counts by index, without the empty ones. */
function countsOf({ offset, counts }: CountWindow): Record<number, number> {
  return Object.fromEntries(
    Array.from(counts, (count, at) => [offset + at, count]).filter(([, count]) => count > 0),
  );
}

/** Counts as they must be, found by looking at each value by itself. */
function expected(values: readonly number[], schema: number): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const value of values) {
    const bucket = bucketOf(value, schema);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 50 });

describe('a native histogram', () => {
  test('counts zero and what is close to it by itself, and negative values by their size', () => {
    const buckets = filled([0, -0, 2 ** -128, -(2 ** -128), 1, -1, -1.5], DEFAULTS);
    expect(buckets.zeroCount).toBe(4);
    expect(countsOf(buckets.positive)).toEqual({ 0: 1 });
    expect(countsOf(buckets.negative)).toEqual({ 0: 1, [bucketOf(1.5, 3)]: 1 });
  });

  test('halves its resolution, as often as needed, when it has too many buckets', () => {
    const observed = Array.from({ length: 400 }, (_, index) => 1.01 ** index);
    const buckets = filled(observed, { ...DEFAULTS, factor: 1.002, maxBuckets: 20 });
    expect(buckets.schema).toBe(1);
    expect(buckets.positive.counts.length).toBeLessThanOrEqual(20);
    expect(countsOf(buckets.positive)).toEqual(expected(observed, buckets.schema));
  });

  test('loses no observation and keeps its limit, whatever is observed', () => {
    fc.assert(
      fc.property(values, (observed) => {
        const buckets = filled(observed);
        const positive = observed.filter((value) => value > 2 ** -128);
        const negative = observed.filter((value) => value < -(2 ** -128)).map((value) => -value);
        expect(countsOf(buckets.positive)).toEqual(expected(positive, buckets.schema));
        expect(countsOf(buckets.negative)).toEqual(expected(negative, buckets.schema));
        expect(buckets.zeroCount).toBe(observed.length - positive.length - negative.length);
        const length = buckets.positive.counts.length + buckets.negative.counts.length;
        expect(length <= 160 || buckets.schema === -4).toBe(true);
      }),
    );
  });

  test('merged with another is the histogram of the observations of both', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const merged = filled(first);
        merged.merge(filled(second));
        const whole = filled([...first, ...second]);
        expect(merged.schema).toBe(whole.schema);
        expect(countsOf(merged.positive)).toEqual(countsOf(whole.positive));
        expect(countsOf(merged.negative)).toEqual(countsOf(whole.negative));
        expect(merged.zeroCount).toBe(whole.zeroCount);
      }),
    );
  });

  test('is the same after having been sent as floats', () => {
    fc.assert(
      fc.property(values, (observed) => {
        const buckets = filled(observed);
        const decoded = NativeBuckets.decode(buckets.encode());
        expect(decoded.encode()).toEqual(buckets.encode());
        decoded.observe(1);
        buckets.observe(1);
        expect(decoded.encode()).toEqual(buckets.encode());
      }),
    );
  });
});

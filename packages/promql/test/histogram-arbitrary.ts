import type { BucketRun, NativeHistogram } from '@telltale/model';
import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import fc from 'fast-check';

/** Runs whose counts add up exactly. */
function runs(firstIndex: number): fc.Arbitrary<BucketRun[]> {
  const run = fc.record({
    gap: fc.integer({ min: 1, max: 9 }),
    counts: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 5 }),
  });
  return fc.array(run, { maxLength: 3 }).map((parts) => {
    let start = firstIndex;
    return parts.map(({ gap, counts }) => {
      const placed = { start: start + gap, counts: Float64Array.from(counts) };
      start = placed.start + counts.length;
      return placed;
    });
  });
}

function totalOf(parts: readonly BucketRun[]): number {
  return parts.flatMap(({ counts }) => [...counts]).reduce((total, count) => total + count, 0);
}

/** Histograms with exponential buckets around 1, and a zero bucket below them. */
export const exponentialHistogram: fc.Arbitrary<NativeHistogram> = fc
  .record({
    schema: fc.integer({ min: -2, max: 4 }),
    zeroCount: fc.integer({ min: 0, max: 100 }),
    zeroThreshold: fc.constantFrom(0, 1e-6, 0.01, 0.3),
    sum: fc.integer({ min: -1e6, max: 1e6 }),
    counterReset: fc.constantFrom('unknown', 'gauge'),
  })
  .chain((shape) =>
    fc.record({ positive: runs(-shape.schema), negative: runs(-shape.schema) }).map((sides) => ({
      ...shape,
      ...sides,
      count: shape.zeroCount + totalOf(sides.positive) + totalOf(sides.negative),
      customValues: [],
    })),
  );

/** Histograms with custom buckets, whose bounds are some of a few. */
export const customHistogram: fc.Arbitrary<NativeHistogram> = fc
  .record({
    customValues: fc.subarray([-5, -1, 0, 0.5, 1, 2.5, 10], { minLength: 1 }),
    sum: fc.integer({ min: -1e6, max: 1e6 }),
  })
  .chain(({ customValues, sum }) => {
    const length = customValues.length + 1;
    return fc
      .array(fc.integer({ min: 0, max: 1000 }), { minLength: length, maxLength: length })
      .map((counts): NativeHistogram => {
        const positive = [{ start: 0, counts: Float64Array.from(counts) }];
        return {
          schema: CUSTOM_BUCKETS_SCHEMA,
          count: totalOf(positive),
          sum,
          zeroThreshold: 0,
          zeroCount: 0,
          positive,
          negative: [],
          customValues,
          counterReset: 'unknown',
        };
      });
  });

/** Two histograms that can be added up. */
export const addableHistograms: fc.Arbitrary<[NativeHistogram, NativeHistogram]> = fc.oneof(
  fc.tuple(exponentialHistogram, exponentialHistogram),
  fc.tuple(customHistogram, customHistogram),
);

/** Any histogram. */
export const anyHistogram: fc.Arbitrary<NativeHistogram> = fc.oneof(exponentialHistogram, customHistogram);

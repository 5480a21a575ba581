import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import type { BucketRun, HistogramColumn, NativeHistogram } from '@telltale/model';
import fc from 'fast-check';

const double = fc.oneof(fc.nat(1000), fc.double(), fc.constantFrom(NaN, -0, Infinity, 2 ** 53));

/** Runs that neither touch nor overlap nor are empty. */
const runs: fc.Arbitrary<readonly BucketRun[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.array(double, { minLength: 1, maxLength: 6 })), {
    maxLength: 3,
  })
  .map((parts) => {
    let end = -200;
    return parts.map(([gap, counts]) => {
      const start = end + gap;
      end = start + counts.length;
      return { start, counts: Float64Array.from(counts) };
    });
  });

const common = {
  count: double,
  sum: double,
  zeroThreshold: double,
  zeroCount: double,
  positive: runs,
  counterReset: fc.constantFrom('unknown' as const, 'reset' as const, 'not_reset' as const, 'gauge' as const),
};

export const arbitraryHistogram: fc.Arbitrary<NativeHistogram> = fc.oneof(
  fc.record(
    { ...common, schema: fc.integer({ min: -4, max: 8 }), negative: runs, customValues: fc.constant([]) },
    { noNullPrototype: true },
  ),
  fc.record(
    {
      ...common,
      schema: fc.constant(CUSTOM_BUCKETS_SCHEMA),
      negative: fc.constant([]),
      customValues: fc.array(double, { maxLength: 5 }),
    },
    { noNullPrototype: true },
  ),
);

/** The same buckets again and again with other counts, as of one series. */
const successive = fc
  .tuple(arbitraryHistogram, fc.array(fc.nat(50), { minLength: 1, maxLength: 12 }))
  .map(([first, steps]) => steps.map((step) => grown(first, step)));

/** Columns of histograms, some of whose samples are numbers. */
export const arbitraryHistogramColumn: fc.Arbitrary<HistogramColumn> = fc
  .array(
    fc.oneof(successive, fc.array(fc.option(arbitraryHistogram, { nil: undefined }), { maxLength: 4 })),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((parts) => parts.flat())
  .filter(({ length }) => length > 0);

/** A histogram some observations later; for rows that a test can name by a number. */
export function grown(histogram: NativeHistogram, step: number): NativeHistogram {
  const grow = ({ start, counts }: BucketRun): BucketRun => ({ start, counts: counts.map((c) => c + step) });
  return {
    ...histogram,
    count: histogram.count + step,
    sum: histogram.sum + step / 3,
    positive: histogram.positive.map(grow),
    negative: histogram.negative.map(grow),
  };
}

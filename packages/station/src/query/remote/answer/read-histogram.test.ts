import fc from 'fast-check';
import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import type { BucketRun, NativeHistogram } from '@telltale/model';
import { expect, test } from 'vitest';
import { histogramJson } from '../../print/histogram-json.ts';
import { readHistogram } from './read-histogram.ts';

const base = { count: 5, sum: 2.5, zeroThreshold: 0, zeroCount: 0, counterReset: 'unknown' } as const;
const run = (start: number, ...counts: readonly number[]): BucketRun => ({
  start,
  counts: Float64Array.from(counts),
});

const runs = (from: number, to: number): fc.Arbitrary<readonly BucketRun[]> =>
  fc
    .array(fc.tuple(fc.integer({ min: from, max: to }), fc.integer({ min: 1, max: 1e9 })), { maxLength: 12 })
    .map((buckets) => [...new Map(buckets)].toSorted(([a], [b]) => a - b))
    .map((buckets) => {
      const found: { start: number; counts: number[] }[] = [];
      for (const [index, count] of buckets) {
        const last = found.at(-1);
        if (last && last.start + last.counts.length === index) last.counts.push(count);
        else found.push({ start: index, counts: [count] });
      }
      return found.map(({ start, counts }) => run(start, ...counts));
    });

const exponential: fc.Arbitrary<NativeHistogram> = fc.integer({ min: -4, max: 8 }).chain((schema) => {
  const far = Math.max(2, Math.min(200, 30 * 2 ** schema));
  const side = runs(-Math.floor(far), Math.floor(far));
  return fc
    .record({ positive: side, negative: side, zeroCount: fc.integer({ min: 0, max: 9 }) })
    .map((buckets) => ({ ...base, ...buckets, schema, zeroThreshold: 1e-128, customValues: [] }));
});

const custom: fc.Arbitrary<NativeHistogram> = fc
  .uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 10 })
  .chain((bounds) =>
    runs(0, bounds.length).map((positive) => ({
      ...base,
      positive,
      negative: [],
      schema: CUSTOM_BUCKETS_SCHEMA,
      customValues: bounds.toSorted((a, b) => a - b),
    })),
  );

test('a native histogram that was read is printed as it came, whatever its buckets', () => {
  fc.assert(
    fc.property(fc.oneof(exponential, custom), (histogram) => {
      const json = histogramJson(histogram);
      const read = readHistogram(JSON.parse(json));
      expect(read && JSON.parse(histogramJson(read))).toEqual(JSON.parse(json));
    }),
    { numRuns: 300 },
  );
});

test('custom bounds below zero that grow as those of a schema are still custom', () => {
  const histogram = { ...base, schema: CUSTOM_BUCKETS_SCHEMA, customValues: [-4, -1], negative: [] };
  const json = histogramJson({ ...histogram, positive: [run(1, 1)] });
  expect(readHistogram(JSON.parse(json))).toMatchObject({ schema: CUSTOM_BUCKETS_SCHEMA });
});

test('the schema of a histogram follows from the bounds of its buckets', () => {
  const histogram: NativeHistogram = {
    ...base,
    schema: 3,
    zeroThreshold: 0.001,
    zeroCount: 2,
    positive: [run(-3, 1, 2), run(5, 4)],
    negative: [run(2, 7)],
    customValues: [],
  };
  expect(readHistogram(JSON.parse(histogramJson(histogram)))).toEqual(histogram);
});

test.each([
  'text',
  {},
  { count: 'x', sum: '1' },
  { count: '1', sum: '1', buckets: {} },
  { count: '1', sum: '1', buckets: [[0, '1']] },
  { count: '1', sum: '1', buckets: [[0, 'a', '2', '1']] },
])('%j is no histogram', (json) => {
  expect(readHistogram(json)).toBeUndefined();
});

import type { NativeHistogram } from '@telltale/model';
import { PointDraft } from '@telltale/model/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readExponential } from './exponential-sum.ts';

function pointOf(scale: number, offset: number, counts: readonly number[]): PointDraft {
  const point = new PointDraft();
  point.scale = scale;
  point.positive = { offset, counts };
  point.negative = { offset: -offset, counts: counts.toReversed() };
  point.zeroCount = 1;
  point.count = 1 + 2 * counts.reduce((sum, count) => sum + count, 0);
  point.sum = 0;
  return point;
}

function bucketsOf({ positive }: NativeHistogram): Record<number, number> {
  const all = positive.flatMap(({ start, counts }) =>
    [...counts].map((count, i) => [start + i, count] as const),
  );
  return Object.fromEntries(all.filter(([, count]) => count > 0));
}

test('a bucket above 1 is the first of a native histogram, too', () => {
  const histogram = readExponential(pointOf(0, 0, [3, 0, 4]))!.histogram();
  expect(bucketsOf(histogram)).toEqual({ 1: 3, 3: 4 });
  expect(histogram).toMatchObject({ schema: 0, count: 15, zeroCount: 1, zeroThreshold: 1e-128 });
});

test('finer buckets than native ones are joined', () => {
  const histogram = readExponential(pointOf(10, -5, [1, 1, 1, 1, 1, 1]))!.histogram();
  expect(histogram.schema).toBe(8);
  expect(bucketsOf(histogram)).toEqual({ [-1]: 1, 0: 4, 1: 1 });
});

test('histograms coarser than native ones are none, and very fine ones are one bucket', () => {
  expect(readExponential(pointOf(-5, 0, [1]))).toBeUndefined();
  expect(bucketsOf(readExponential(pointOf(200, 7, [1, 1]))!.histogram())).toEqual({ 1: 2 });
});

test('sums have all observations, each within the bucket that it was in', () => {
  const arbitrary = fc.record({
    scale: fc.integer({ min: -4, max: 12 }),
    offset: fc.integer({ min: -300, max: 300 }),
    counts: fc.array(fc.nat(5), { maxLength: 20 }),
  });
  fc.assert(
    fc.property(arbitrary, arbitrary, (a, b) => {
      const sum = readExponential(pointOf(a.scale, a.offset, a.counts))!;
      sum.add(readExponential(pointOf(b.scale, b.offset, b.counts))!);
      const histogram = sum.histogram();
      const total = Object.values(bucketsOf(histogram)).reduce((all, count) => all + count, 0);
      expect(total).toBe([...a.counts, ...b.counts].reduce((all, count) => all + count, 0));
      expect(histogram.schema).toBe(Math.min(a.scale, b.scale, 8));
    }),
  );
});

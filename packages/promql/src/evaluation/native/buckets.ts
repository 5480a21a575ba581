import type { BucketRun, NativeHistogram } from '@telltale/model';
import { hasCustomBuckets, upperBound } from './bucket-bounds.ts';

/** A bucket with its bounds. */
export interface Bucket {
  readonly lower: number;
  readonly upper: number;
  readonly includesLower: boolean;
  readonly includesUpper: boolean;
  readonly count: number;
}

/**
 * The buckets of a histogram from the lowest to the highest, empty ones too. Next to the zero bucket
 * they begin where it ends; one of less than no observations is left out.
 */
export function bucketsOf(histogram: NativeHistogram): Bucket[] {
  const { zeroThreshold, zeroCount } = histogram;
  const zero = zeroCount > 0 ? [zeroBucket(histogram)] : [];
  return [...negativeBuckets(histogram), ...zero, ...positiveBuckets(histogram)].map((bucket) =>
    besideZero(bucket, zeroThreshold),
  );
}

/** The buckets below zero from the lowest to the highest, with the bounds that their indexes say. */
export function negativeBuckets(histogram: NativeHistogram): Bucket[] {
  return listRuns(histogram.negative, (index, count) => negativeBucket(histogram, index, count)).reverse();
}

/** The buckets above zero, or the custom ones, from the lowest to the highest. */
export function positiveBuckets(histogram: NativeHistogram): Bucket[] {
  return listRuns(histogram.positive, (index, count) => positiveBucket(histogram, index, count));
}

/** The bucket around zero. */
export function zeroBucket({ zeroThreshold, zeroCount }: NativeHistogram): Bucket {
  return {
    lower: -zeroThreshold,
    upper: zeroThreshold,
    includesLower: true,
    includesUpper: true,
    count: zeroCount,
  };
}

/** A bucket of the positive side, or of custom buckets, by its index. */
export function positiveBucket(histogram: NativeHistogram, index: number, count: number): Bucket {
  const lower = upperBound(histogram, index - 1);
  const upper = upperBound(histogram, index);
  const includesLower = hasCustomBuckets(histogram) && index === 0;
  return { lower, upper, includesLower, includesUpper: true, count };
}

/** A bucket of the negative side by its index. */
export function negativeBucket(histogram: NativeHistogram, index: number, count: number): Bucket {
  const lower = -upperBound(histogram, index);
  const upper = -upperBound(histogram, index - 1);
  return { lower, upper, includesLower: true, includesUpper: false, count };
}

function listRuns(runs: readonly BucketRun[], bucketAt: (index: number, count: number) => Bucket): Bucket[] {
  const buckets: Bucket[] = [];
  for (const { start, counts } of runs)
    for (let i = 0; i < counts.length; i++) buckets.push(bucketAt(start + i, counts[i]));
  return buckets;
}

function besideZero(bucket: Bucket, zeroThreshold: number): Bucket {
  const { lower, upper } = bucket;
  if (lower > 0 && lower < zeroThreshold) return { ...bucket, lower: zeroThreshold };
  if (upper < 0 && upper > -zeroThreshold) return { ...bucket, upper: -zeroThreshold };
  return bucket;
}

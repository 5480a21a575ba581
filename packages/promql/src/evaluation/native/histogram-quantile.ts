import type { NativeHistogram } from '@telltale/model';
import { hasCustomBuckets } from './bucket-bounds.ts';
import { shareBelow, valueAtShare } from './bucket-position.ts';
import type { Bucket } from './buckets.ts';
import { bucketsOf } from './buckets.ts';

/** What observations that are not a number do to an answer. */
export type NanEffect = 'none' | 'result-is-nan' | 'skewed' | 'excluded';

/** An answer about a distribution. */
export interface DistributionAnswer {
  readonly value: number;
  readonly nanEffect: NanEffect;
}

/**
 * The quantile of a histogram: NaN of an empty one, infinite when `q` is not between 0 and 1.
 * Observations that are NaN count as larger than all others.
 */
export function histogramQuantile(q: number, histogram: NativeHistogram): DistributionAnswer {
  if (q < 0) return plain(-Infinity);
  if (q > 1) return plain(Infinity);
  if (histogram.count === 0 || Number.isNaN(q)) return plain(Number.NaN);
  const buckets = bucketsOf(histogram);
  const hasNan = Number.isNaN(histogram.sum);
  // From the nearer end less rounding adds up. NaNs are in no bucket, so with them only the lower end is known.
  const isForward = hasNan || q < 0.5;
  const order = isForward ? buckets : buckets.toReversed();
  const rank = (isForward ? q : 1 - q) * histogram.count;
  const { bucket, counted, next } = bucketAtRank(order, rank);
  const edge = outermostValue(histogram, bucket);
  if (edge !== undefined) return plain(edge);
  const reached = Math.min(counted, histogram.count);
  if (reached < rank) return hasNan ? { value: Number.NaN, nanEffect: 'result-is-nan' } : plain(bucket.upper);
  const within = isForward ? rank - (reached - bucket.count) : reached - rank;
  const value = valueWithin(histogram, bucket, within / bucket.count);
  const isSkewed = hasNan && countOf(order.slice(next), reached) < histogram.count;
  return { value, nanEffect: isSkewed ? 'skewed' : 'none' };
}

/**
 * The share of observations between two values; NaN of an empty histogram. Observations that are NaN
 * are in no share.
 */
export function histogramFraction(
  lower: number,
  upper: number,
  histogram: NativeHistogram,
): DistributionAnswer {
  if (histogram.count === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return plain(Number.NaN);
  if (lower >= upper) return plain(0);
  const buckets = bucketsOf(histogram).map((bucket) => oneSided(histogram, bucket));
  const hasNan = Number.isNaN(histogram.sum);
  const count = hasNan ? countOf(buckets, 0) : histogram.count;
  const rankOf = (value: number): number => Math.min(rankBelow(histogram, buckets, value) ?? count, count);
  const isPartial = hasNan && count < histogram.count;
  return {
    value: (rankOf(upper) - rankOf(lower)) / histogram.count,
    nanEffect: isPartial ? 'excluded' : 'none',
  };
}

function plain(value: number): DistributionAnswer {
  return { value, nanEffect: 'none' };
}

function countOf(buckets: readonly Bucket[], start: number): number {
  return buckets.reduce((total, { count }) => total + count, start);
}

const NO_BUCKET: Bucket = { lower: 0, upper: 0, includesLower: false, includesUpper: false, count: 0 };

interface RankedBucket {
  readonly bucket: Bucket;
  /** The observations up to and including the bucket. */
  readonly counted: number;
  readonly next: number;
}

/** The first populated bucket at which a rank is reached, else the last one. */
function bucketAtRank(order: readonly Bucket[], rank: number): RankedBucket {
  let bucket = NO_BUCKET;
  let counted = 0;
  for (const [i, candidate] of order.entries()) {
    bucket = candidate;
    if (candidate.count === 0) continue;
    counted += candidate.count;
    if (counted >= rank) return { bucket, counted, next: i + 1 };
  }
  return { bucket, counted, next: order.length };
}

/** The answer in a custom bucket that has no width to speak of. */
function outermostValue(histogram: NativeHistogram, { lower, upper }: Bucket): number | undefined {
  if (!hasCustomBuckets(histogram)) return undefined;
  if (lower === -Infinity) return upper <= 0 ? upper : undefined;
  return upper === Infinity ? lower : undefined;
}

function valueWithin(histogram: NativeHistogram, bucket: Bucket, share: number): number {
  if (hasCustomBuckets(histogram)) {
    const lower = bucket.lower === -Infinity ? 0 : bucket.lower;
    return valueAtShare({ lower, upper: bucket.upper }, share, 'linear');
  }
  const { lower, upper } = oneSided(histogram, bucket);
  return valueAtShare({ lower, upper }, share, lower <= 0 && upper >= 0 ? 'linear' : 'exponential');
}

/** A bucket around zero of a histogram with buckets on one side only ends at zero. */
function oneSided({ positive, negative }: NativeHistogram, bucket: Bucket): Bucket {
  if (!(bucket.lower <= 0 && bucket.upper >= 0)) return bucket;
  if (negative.length === 0 && positive.length > 0) return { ...bucket, lower: 0 };
  return positive.length === 0 && negative.length > 0 ? { ...bucket, upper: 0 } : bucket;
}

/** How many observations lie below a value; `undefined` when it is above all buckets. */
function rankBelow(
  histogram: NativeHistogram,
  buckets: readonly Bucket[],
  value: number,
): number | undefined {
  let rank = 0;
  for (const bucket of buckets) {
    const { lower, upper, count } = bucket;
    if (lower >= value) return rank;
    if (upper > value) {
      // Nothing is known of how far the lowest bucket reaches.
      if (lower === -Infinity) return count;
      const isLinear = hasCustomBuckets(histogram) || (lower <= 0 && upper >= 0);
      return rank + count * shareBelow(bucket, value, isLinear ? 'linear' : 'exponential');
    }
    rank += count;
  }
  return undefined;
}

import type { NativeHistogram } from '@telltale/model';
import { hasCustomBuckets } from './bucket-bounds.ts';
import type { BucketList } from './bucket-list.ts';
import { listBuckets, runsOf } from './bucket-list.ts';
import type { Spread } from './bucket-position.ts';
import { shareBelow } from './bucket-position.ts';
import type { Bucket } from './buckets.ts';
import { negativeBucket, positiveBucket, zeroBucket } from './buckets.ts';

/** Which observations are kept: those below the value (`</`) or above it (`>/`). */
export type KeptSide = 'below' | 'above';

/** How much of a bucket is left, and where its middle is then. */
interface Remainder {
  readonly count: number;
  readonly middle: number;
}

const NOTHING: Remainder = { count: 0, middle: 0 };

type Cut = (bucket: Bucket) => Remainder;

/**
 * A histogram without the observations on the other side of a value. A bucket with the value in it is
 * split by interpolation; an open-ended bucket of unknown spread is dropped. When anything was cut off,
 * the sum is estimated from the middles of what is left.
 */
export function trimHistogram(histogram: NativeHistogram, at: number, kept: KeptSide): NativeHistogram {
  const isCustom = hasCustomBuckets(histogram);
  const positive = listBuckets(histogram.positive);
  const negative = listBuckets(histogram.negative);
  const cutAt = (sign: 1 | -1): Cut =>
    cutter({ at, kept, spread: isCustom ? 'linear' : 'exponential', sign });
  const upper = cutSide(positive, cutAt(1), (index, count) => positiveBucket(histogram, index, count));
  const lower = cutSide(negative, cutAt(-1), (index, count) => negativeBucket(histogram, index, count));
  const zero = cutZero(histogram, at, kept, {
    hasPositive: positive.counts.some((count) => count !== 0),
    hasNegative: negative.counts.some((count) => count !== 0),
  });
  if (!upper.wasCut && !lower.wasCut && zero.count === histogram.zeroCount) return histogram;
  return {
    ...histogram,
    count: upper.count + lower.count + zero.count,
    sum: upper.sum + lower.sum + zero.middle * zero.count,
    zeroCount: zero.count,
    positive: runsOf(upper.list),
    negative: runsOf(lower.list),
  };
}

interface CutSide {
  readonly list: BucketList;
  readonly count: number;
  readonly sum: number;
  readonly wasCut: boolean;
}

function cutSide(
  { indexes, counts }: BucketList,
  cut: Cut,
  bucketAt: (index: number, count: number) => Bucket,
): CutSide {
  const left = counts.slice();
  let count = 0;
  let sum = 0;
  let wasCut = false;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    const remainder = cut(bucketAt(indexes[i], counts[i]));
    wasCut ||= remainder.count !== counts[i];
    left[i] = remainder.count;
    count += remainder.count;
    sum += remainder.count === 0 ? 0 : remainder.middle * remainder.count;
  }
  return { list: { indexes, counts: left }, count, sum, wasCut };
}

interface CutSpec {
  readonly at: number;
  readonly kept: KeptSide;
  readonly spread: Spread;
  readonly sign: 1 | -1;
}

function cutter({ at, kept, spread, sign }: CutSpec): Cut {
  const middle = (lower: number, upper: number): number => middleOf(lower, upper, spread, sign);
  return (bucket) => {
    const { lower, upper, count } = bucket;
    const isWhole = kept === 'below' ? upper <= at : lower >= at;
    if (isWhole) return { count, middle: middle(lower, upper) };
    const isSplit = kept === 'below' ? lower < at : upper > at;
    if (!isSplit) return NOTHING;
    if (lower === -Infinity || upper === Infinity) return cutOpenEnded(bucket, at, kept);
    const below = count * shareBelow(bucket, at, spread);
    return kept === 'below'
      ? { count: below, middle: middle(lower, at) }
      : { count: count - below, middle: middle(at, upper) };
  };
}

/** What is left of a bucket that ends nowhere, with the value within it. */
function cutOpenEnded({ lower, upper, count }: Bucket, at: number, kept: KeptSide): Remainder {
  if (lower !== -Infinity) return kept === 'above' ? { count, middle: at } : NOTHING;
  if (kept === 'below' && upper <= 0) return { count, middle: at };
  // The lowest custom bucket starts at zero when it reaches above it.
  if (upper !== Infinity && upper > 0 && (kept === 'below' ? at > 0 : at >= 0)) {
    const below = at / upper;
    return kept === 'below'
      ? { count: count * below, middle: at / 2 }
      : { count: count * (1 - below), middle: (at + upper) / 2 };
  }
  return NOTHING;
}

function middleOf(lower: number, upper: number, spread: Spread, sign: 1 | -1): number {
  if (lower === -Infinity) {
    if (upper === Infinity) return 0;
    return upper > 0 ? upper / 2 : upper;
  }
  if (upper === Infinity) return lower;
  return spread === 'linear' ? (lower + upper) / 2 : sign * Math.sqrt(Math.abs(lower * upper));
}

function cutZero(
  histogram: NativeHistogram,
  at: number,
  kept: KeptSide,
  { hasPositive, hasNegative }: { readonly hasPositive: boolean; readonly hasNegative: boolean },
): Remainder {
  const { count, ...bucket } = zeroBucket(histogram);
  if (!(count > 0)) return { count, middle: 0 };
  const lower = hasPositive && !hasNegative ? 0 : bucket.lower;
  const upper = hasNegative && !hasPositive ? 0 : bucket.upper;
  if (at <= lower) return kept === 'above' ? { count, middle: (lower + upper) / 2 } : NOTHING;
  if (at >= upper) return kept === 'below' ? { count, middle: (lower + upper) / 2 } : NOTHING;
  const share = shareBelow({ lower, upper }, at, 'linear');
  return kept === 'below'
    ? { count: count * share, middle: (lower + at) / 2 }
    : { count: count * (1 - share), middle: (at + upper) / 2 };
}

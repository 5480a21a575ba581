import type { BucketCounts } from './bucket-counts.ts';

/** The share of observations between two values, linear within buckets. */
export function bucketFraction(lower: number, upper: number, buckets: BucketCounts): number {
  if (!buckets.isComplete || buckets.total === 0) return Number.NaN;
  if (Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  return (rankOf(upper, buckets) - rankOf(lower, buckets)) / buckets.total;
}

/** How many observations lie below a value. Nothing is assumed about buckets without a width. */
function rankOf(value: number, { bounds, counts, length }: BucketCounts): number {
  let below = 0;
  let start = bounds[0] <= 0 ? -Infinity : 0;
  for (let i = 0; i < length; i++) {
    if (start >= value) return below;
    if (bounds[i] > value) {
      if (start === -Infinity) return counts[i];
      return below + ((counts[i] - below) * (value - start)) / (bounds[i] - start);
    }
    below = counts[i];
    start = bounds[i];
  }
  return counts[length - 1];
}

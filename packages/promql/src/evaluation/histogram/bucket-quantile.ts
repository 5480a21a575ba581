import type { BucketCounts } from './bucket-counts.ts';

/**
 * The quantile of a classic histogram, linear within its bucket. Above the highest finite bound
 * that bound is the answer; the lowest bucket starts at 0 unless its bound is not above 0. Counts
 * must be monotonic.
 */
export function bucketQuantile(q: number, buckets: BucketCounts): number {
  const { bounds, counts, length } = buckets;
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  if (!buckets.isComplete || length < 2 || buckets.total === 0) return Number.NaN;
  let rank = q * buckets.total;
  const bucket = firstReaching(counts, length - 1, rank);
  if (bucket === length - 1) return bounds[length - 2];
  if (bucket === 0 && bounds[0] <= 0) return bounds[0];
  let start = 0;
  let count = counts[bucket];
  if (bucket > 0) {
    start = bounds[bucket - 1];
    count -= counts[bucket - 1];
    rank -= counts[bucket - 1];
  }
  return start + (bounds[bucket] - start) * (rank / count);
}

/** The first of the `length` lowest buckets whose count is at least `rank`, by halving. */
function firstReaching(counts: Float64Array, length: number, rank: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (counts[middle] >= rank) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Bucket 0 has what takes no time; the next begins at a microsecond, and each ends a fifth above its begin. */
const GROWTH = 1.2;
const LOG_GROWTH = Math.log(GROWTH);

/** The last one has everything above some 100 days. */
export const BUCKETS = 164;

/** The bucket of a duration in whole microseconds. */
export function bucketOf(duration: number): number {
  if (duration < 1) return 0;
  return Math.min(BUCKETS - 1, Math.floor(Math.log(duration) / LOG_GROWTH) + 1);
}

/** What stands for the durations of a bucket, in microseconds: the geometric middle, from which none is 10 % away. */
export function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : GROWTH ** (bucket - 0.5);
}

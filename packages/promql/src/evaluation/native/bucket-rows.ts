import type { NativeHistogram } from '@telltale/model';
import type { Bucket } from './buckets.ts';
import { bucketsOf } from './buckets.ts';

/**
 * Which bounds belong to a bucket: 0 the upper one, 1 the lower one, 2 neither, 3 both.
 */
export type BoundaryRule = 0 | 1 | 2 | 3;

/** A bucket as the HTTP API of Prometheus lists it, with numbers where that has texts. */
export type BucketRow = readonly [rule: BoundaryRule, lower: number, upper: number, count: number];

/** The populated buckets of a histogram from the lowest to the highest. */
export function bucketRows(histogram: NativeHistogram): BucketRow[] {
  return bucketsOf(histogram)
    .filter(({ count }) => count !== 0)
    .map((bucket): BucketRow => [ruleOf(bucket), bucket.lower, bucket.upper, bucket.count]);
}

function ruleOf({ includesLower, includesUpper }: Bucket): BoundaryRule {
  if (includesLower) return includesUpper ? 3 : 1;
  return includesUpper ? 0 : 2;
}

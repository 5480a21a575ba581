import type { NativeHistogram } from '@telltale/model';
import { CompensatedSum } from '../numeric/compensated-sum.ts';
import { hasCustomBuckets } from './bucket-bounds.ts';
import type { Bucket } from './buckets.ts';
import { bucketsOf } from './buckets.ts';

/** The population variance of the observations, as if all of a bucket lay in its middle. */
export function histogramVariance(histogram: NativeHistogram): number {
  const mean = histogram.sum / histogram.count;
  const squares = new CompensatedSum();
  for (const bucket of bucketsOf(histogram)) {
    if (bucket.count === 0) continue;
    const delta = middleOf(histogram, bucket) - mean;
    squares.add(bucket.count * delta * delta);
  }
  return squares.total / histogram.count;
}

/** Custom buckets have their arithmetic middle, exponential ones their geometric one. */
function middleOf(histogram: NativeHistogram, { lower, upper }: Bucket): number {
  if (hasCustomBuckets(histogram)) return (lower + upper) / 2;
  if (lower <= 0 && upper >= 0) return 0;
  return Math.sign(upper) * Math.sqrt(lower * upper);
}

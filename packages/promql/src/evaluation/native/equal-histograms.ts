import type { BucketRun, NativeHistogram } from '@telltale/model';
import { hasCustomBuckets } from './bucket-bounds.ts';
import { compactRuns } from './bucket-list.ts';
import { sameBounds } from './custom-bounds.ts';

/** Whether two histograms hold the same; what is known of their resets does not count, nor do empty buckets. */
export function equalHistograms(a: NativeHistogram, b: NativeHistogram): boolean {
  if (a === b) return true;
  if (a.schema !== b.schema || !Object.is(a.count, b.count) || !Object.is(a.sum, b.sum)) return false;
  if (a.zeroThreshold !== b.zeroThreshold || !Object.is(a.zeroCount, b.zeroCount)) return false;
  if (hasCustomBuckets(a) && !sameBounds(a.customValues, b.customValues)) return false;
  return equalRuns(a.positive, b.positive) && equalRuns(a.negative, b.negative);
}

function equalRuns(a: readonly BucketRun[], b: readonly BucketRun[]): boolean {
  const [left, right] = [a, b].map(compactRuns);
  return left.length === right.length && left.every((run, i) => equalRun(run, right[i]));
}

function equalRun(a: BucketRun, b: BucketRun): boolean {
  return (
    a.start === b.start &&
    a.counts.length === b.counts.length &&
    a.counts.every((count, i) => Object.is(count, b.counts[i]))
  );
}

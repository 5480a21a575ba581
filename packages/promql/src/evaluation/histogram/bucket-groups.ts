import type { LabelSet } from '@telltale/model';
import type { StepSeries } from '../values/value.ts';
import { parseUpperBound } from './upper-bound.ts';

/** A bucket of a classic histogram at all steps. */
export interface BucketSeries {
  readonly upperBound: number;
  readonly series: StepSeries;
}

/** The buckets that belong to one histogram, ascending by upper bound. */
export interface BucketGroup {
  /** The labels of the histogram: those of its buckets without `le`. */
  readonly labels: LabelSet;
  readonly buckets: readonly BucketSeries[];
}

/**
 * Finds the histograms in a vector of buckets.
 *
 * @param onBadBound Told of every series whose `le` is missing or not a number; it is left out.
 */
export function groupBuckets(
  series: readonly StepSeries[],
  onBadBound: (item: StepSeries) => void,
): BucketGroup[] {
  const groups = new Map<string, { readonly labels: LabelSet; readonly buckets: BucketSeries[] }>();
  for (const item of series) {
    const upperBound = parseUpperBound(item.labels.get('le'));
    if (upperBound === undefined) {
      onBadBound(item);
      continue;
    }
    const labels = item.labels.without(['le']);
    const group = groups.get(labels.key) ?? { labels, buckets: [] };
    group.buckets.push({ upperBound, series: item });
    groups.set(labels.key, group);
  }
  for (const { buckets } of groups.values())
    buckets.sort((a, b) => compareBounds(a.upperBound, b.upperBound));
  return [...groups.values()];
}

function compareBounds(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

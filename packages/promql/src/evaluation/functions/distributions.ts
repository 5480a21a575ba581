import type { NativeHistogram } from '@telltale/model';
import { BucketCounts } from '../histogram/bucket-counts.ts';
import type { BucketGroup } from '../histogram/bucket-groups.ts';
import { groupBuckets } from '../histogram/bucket-groups.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { histogramsOf, numbersOf } from '../values/sample-kinds.ts';
import type { InstantVector, StepSeries } from '../values/value.ts';
import { emptyColumn, hasAny, vectorOf } from '../values/value.ts';
import type { CallInput } from './call-input.ts';
import { vectorArgument } from './call-input.ts';

/** What is asked of the distributions in a vector, at a step, of a metric. */
export interface DistributionQuestion {
  ofBuckets(buckets: BucketCounts, step: number, metric: string): number;
  ofHistogram(histogram: NativeHistogram, step: number, metric: string): number;
}

/** The distributions in a vector: classic histograms, of one series per bucket, and native ones. */
export interface Distributions {
  readonly classic: readonly BucketGroup[];
  readonly native: readonly StepSeries[];
}

/**
 * Finds the distributions in the vector that is the argument at `index`. Where a classic and a native
 * histogram have the same labels at a step neither is kept.
 */
export function distributionsOf(input: CallInput, index: number): Distributions {
  const { series } = vectorArgument(input, index);
  const remarks = new HistogramRemarks(input.context.annotations, input.node.args[index]);
  const numbers = series.map(numbersOf).filter(({ present }) => hasAny(present));
  const classic = groupBuckets(numbers, ({ labels }) =>
    remarks.badBound(labels.metricName, labels.get('le')),
  );
  const native = series.filter(({ histograms }) => histograms).map(histogramsOf);
  if (native.length === 0) return { classic, native };
  return withoutConflicts({ classic, native }, remarks);
}

/** Asks every distribution at every step. */
export async function askDistributions(
  { context: { grid, budget } }: CallInput,
  { classic, native }: Distributions,
  question: DistributionQuestion,
): Promise<InstantVector> {
  budget.spend((classic.length + native.length) * grid.count);
  const results: StepSeries[] = [];
  for (const { labels, present, histograms = [] } of native) {
    if (budget.isDue()) await budget.pause();
    const values = Float64Array.from(present, (there, step) => {
      const histogram = there === 1 ? histograms[step] : undefined;
      return histogram ? question.ofHistogram(histogram, step, labels.metricName) : 0;
    });
    results.push({ labels, dropName: true, values, present });
  }
  for (const { labels, buckets } of classic) {
    if (budget.isDue()) await budget.pause();
    const column = emptyColumn(grid.count);
    const counts = new BucketCounts(buckets.length);
    for (let step = 0; step < grid.count; step++) {
      counts.read(buckets, step);
      if (counts.length === 0) continue;
      column.values[step] = question.ofBuckets(counts, step, labels.metricName);
      column.present[step] = 1;
    }
    results.push({ labels, dropName: true, ...column });
  }
  return vectorOf(results);
}

function withoutConflicts({ classic, native }: Distributions, remarks: HistogramRemarks): Distributions {
  const groups = new Map(classic.map((group) => [group.labels.key, group]));
  const kept = native.map((item) => {
    const group = groups.get(item.labels.key);
    if (!group) return item;
    const inBoth = item.present.map((there, step) => there & anyPresent(group, step));
    if (!hasAny(inBoth)) return item;
    remarks.mixedWithClassic(item.labels.metricName);
    groups.set(item.labels.key, {
      ...group,
      buckets: group.buckets.map((bucket) => ({ ...bucket, series: without(bucket.series, inBoth) })),
    });
    return without(item, inBoth);
  });
  return { classic: [...groups.values()], native: kept };
}

function anyPresent({ buckets }: BucketGroup, step: number): 0 | 1 {
  return buckets.some(({ series }) => series.present[step] === 1) ? 1 : 0;
}

function without(series: StepSeries, steps: Uint8Array): StepSeries {
  return { ...series, present: series.present.map((there, step) => there & ~steps[step]) };
}

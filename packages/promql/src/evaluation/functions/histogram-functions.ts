import type { Expr } from '@telltale/model';
import { BucketCounts } from '../histogram/bucket-counts.ts';
import { bucketFraction } from '../histogram/bucket-fraction.ts';
import { groupBuckets } from '../histogram/bucket-groups.ts';
import { bucketQuantile } from '../histogram/bucket-quantile.ts';
import type { MonotonicityRepair } from '../histogram/monotonicity.ts';
import { forceMonotonic, widestRepair } from '../histogram/monotonicity.ts';
import type { StepSeries, Value } from '../values/value.ts';
import { emptyColumn, vectorOf } from '../values/value.ts';
import type { CallInput, FunctionFamily } from './call-input.ts';
import { scalarArgument, vectorArgument } from './call-input.ts';
import { noteQuantiles } from './quantile-range.ts';

/** Functions of classic histograms: one series per bucket, its upper bound in `le`. */
export const histogramFunctions: FunctionFamily = {
  histogram_quantile: async (input) => {
    const quantiles = scalarArgument(input, 0);
    noteQuantiles(input.context, input.node.args[0], quantiles);
    const repairs = new Map<string, MonotonicityRepair>();
    const result = await overBuckets(input, 1, (buckets, step, metric) => {
      const q = quantiles[step];
      const repair = q >= 0 && q <= 1 && buckets.isComplete ? forceMonotonic(buckets) : undefined;
      if (repair) repairs.set(metric, widestRepair(repair, repairs.get(metric)));
      return bucketQuantile(q, buckets);
    });
    for (const [metric, repair] of repairs) noteRepair(input, metric, repair);
    return result;
  },
  histogram_fraction: (input) => {
    const lower = scalarArgument(input, 0);
    const upper = scalarArgument(input, 1);
    return overBuckets(input, 2, (buckets, step) => bucketFraction(lower[step], upper[step], buckets));
  },
};

type BucketFunction = (buckets: BucketCounts, step: number, metric: string) => number;

async function overBuckets(input: CallInput, index: number, compute: BucketFunction): Promise<Value> {
  const { grid, budget } = input.context;
  const { series } = vectorArgument(input, index);
  const groups = groupBuckets(series, (item) => noteBadBound(input, input.node.args[index], item));
  budget.spend(groups.length * grid.count);
  const results: StepSeries[] = [];
  for (const { labels, buckets } of groups) {
    if (budget.isDue()) await budget.pause();
    const column = emptyColumn(grid.count);
    const counts = new BucketCounts(buckets.length);
    for (let step = 0; step < grid.count; step++) {
      counts.read(buckets, step);
      if (counts.length === 0) continue;
      column.values[step] = compute(counts, step, labels.metricName);
      column.present[step] = 1;
    }
    results.push({ labels, dropName: true, ...column });
  }
  return vectorOf(results);
}

function noteBadBound({ context }: CallInput, node: Expr, { labels }: StepSeries): void {
  const reason = `bucket label "le" is missing or has a malformed value of ${JSON.stringify(labels.get('le'))}`;
  context.annotations.warn(node, `PromQL warning: ${reason}${forMetric(labels.metricName)}`);
}

function noteRepair({ context, node }: CallInput, metric: string, repair: MonotonicityRepair): void {
  const { minBound, maxBound, maxDifference } = repair;
  const extent = `from buckets ${minBound} to ${maxBound}, with a max diff of ${maxDifference.toPrecision(2)}`;
  const reason = 'input to histogram_quantile needed to be fixed for monotonicity';
  context.annotations.info(node.args[1], `PromQL info: ${reason}${forMetric(metric)}, ${extent}`);
}

function forMetric(metric: string): string {
  return metric === '' ? '' : ` for metric name ${JSON.stringify(metric)}`;
}

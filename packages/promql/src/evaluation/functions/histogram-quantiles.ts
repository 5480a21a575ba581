import type { Expr } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { bucketQuantile } from '../histogram/bucket-quantile.ts';
import { forceMonotonic } from '../histogram/monotonicity.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { histogramQuantile } from '../native/histogram-quantile.ts';
import { formatGeneral } from '../numeric/format-general.ts';
import { mergeSameLabels } from '../values/merge-series.ts';
import { withLabel } from '../values/relabel.ts';
import { timeOf } from '../values/step-grid.ts';
import type { InstantVector, StepSeries } from '../values/value.ts';
import { vectorOf } from '../values/value.ts';
import type { CallInput, FunctionFamily } from './call-input.ts';
import { scalarArgument, stringArgument } from './call-input.ts';
import type { DistributionQuestion, Distributions } from './distributions.ts';
import { askDistributions, distributionsOf } from './distributions.ts';
import { noteQuantiles } from './quantile-range.ts';
import { RepairLog } from './repair-log.ts';

/** One quantile of every distribution, or several of them, told apart by a label. */
export const quantileFunctions: FunctionFamily = {
  histogram_quantile: (input) => {
    const quantiles = checkedQuantiles(input, 0);
    return askQuantiles(input, 1, distributionsOf(input, 1), quantiles);
  },
  histogram_quantiles: async (input) => {
    const label = stringArgument(input, 1);
    const columns = input.args.slice(2).map((_, i) => checkedQuantiles(input, i + 2));
    const distributions = distributionsOf(input, 0);
    const results: StepSeries[] = [];
    for (const quantiles of columns) {
      const { series } = await askQuantiles(input, 0, distributions, quantiles);
      results.push(...series.flatMap((item) => labelled(item, label, quantiles)));
    }
    return vectorOf(mergeSameLabels(results, input.node.source));
  },
};

function checkedQuantiles(input: CallInput, index: number): Float64Array {
  const quantiles = scalarArgument(input, index);
  noteQuantiles(input.context, input.node.args[index], quantiles);
  return quantiles;
}

async function askQuantiles(
  input: CallInput,
  index: number,
  distributions: Distributions,
  quantiles: Float64Array,
): Promise<InstantVector> {
  const node = input.node.args[index];
  const repairs = new RepairLog();
  const result = await askDistributions(
    input,
    distributions,
    quantileQuestion(input.context, node, quantiles, repairs),
  );
  repairs.report(input.context.annotations, node);
  return result;
}

function quantileQuestion(
  { annotations, grid }: EvaluationContext,
  node: Expr,
  quantiles: Float64Array,
  repairs: RepairLog,
): DistributionQuestion {
  const remarks = new HistogramRemarks(annotations, node);
  return {
    ofBuckets: (buckets, step, metric) => {
      const q = quantiles[step];
      const repair = q >= 0 && q <= 1 && buckets.isComplete ? forceMonotonic(buckets) : undefined;
      if (repair) repairs.add(metric, repair, timeOf(grid, step));
      return bucketQuantile(q, buckets);
    },
    ofHistogram: (histogram, step, metric) => {
      const { value, nanEffect } = histogramQuantile(quantiles[step], histogram);
      if (nanEffect === 'result-is-nan') remarks.quantileIsNan(metric);
      if (nanEffect === 'skewed') remarks.quantileIsSkewed(metric);
      return value;
    },
  };
}

/** Names the quantile in a label; where it differs from step to step, a series becomes several. */
function labelled(item: StepSeries, label: string, quantiles: Float64Array): StepSeries[] {
  return [...new Set(quantiles)].map((q) => ({
    ...item,
    labels: withLabel(item.labels, label, formatQuantile(q)),
    present: item.present.map((there, step) => (Object.is(quantiles[step], q) ? there : 0)),
  }));
}

/** As in OpenMetrics, where a whole number is written with its `.0`. */
function formatQuantile(q: number): string {
  const text = formatGeneral(q);
  return Number.isInteger(q) && !text.includes('e') ? `${text}.0` : text;
}

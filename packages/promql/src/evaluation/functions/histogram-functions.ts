import type { NativeHistogram } from '@telltale/model';
import { bucketFraction } from '../histogram/bucket-fraction.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { histogramVariance } from '../native/histogram-moments.ts';
import { histogramFraction } from '../native/histogram-quantile.ts';
import { histogramsOf } from '../values/sample-kinds.ts';
import { vectorOf } from '../values/value.ts';
import type { CallInput, FunctionFamily, FunctionImplementation } from './call-input.ts';
import { scalarArgument, vectorArgument } from './call-input.ts';
import type { DistributionQuestion } from './distributions.ts';
import { askDistributions, distributionsOf } from './distributions.ts';
import { quantileFunctions } from './histogram-quantiles.ts';

/** Functions of distributions. */
export const histogramFunctions: FunctionFamily = {
  ...quantileFunctions,
  histogram_fraction: (input) => askDistributions(input, distributionsOf(input, 2), fractionQuestion(input)),
  histogram_count: ofNative(({ count }) => count),
  histogram_sum: ofNative(({ sum }) => sum),
  histogram_avg: ofNative(({ sum, count }) => sum / count),
  histogram_stdvar: ofNative(histogramVariance),
  histogram_stddev: ofNative((histogram) => Math.sqrt(histogramVariance(histogram))),
};

function fractionQuestion(input: CallInput): DistributionQuestion {
  const lower = scalarArgument(input, 0);
  const upper = scalarArgument(input, 1);
  const remarks = new HistogramRemarks(input.context.annotations, input.node.args[2]);
  return {
    ofBuckets: (buckets, step) => bucketFraction(lower[step], upper[step], buckets),
    ofHistogram: (histogram, step, metric) => {
      const { value, nanEffect } = histogramFraction(lower[step], upper[step], histogram);
      if (nanEffect === 'excluded') remarks.fractionExcludesNan(metric);
      return value;
    },
  };
}

/** A number of every native histogram; other samples are ignored. */
function ofNative(measure: (histogram: NativeHistogram) => number): FunctionImplementation {
  return (input) => {
    const native = vectorArgument(input, 0).series.filter(({ histograms }) => histograms);
    input.context.budget.spend(native.length * input.context.grid.count);
    return vectorOf(
      native.map(histogramsOf).map(({ labels, present, histograms = [] }) => ({
        labels,
        dropName: true,
        present,
        values: Float64Array.from(present, (_, step) => {
          const histogram = histograms[step];
          return histogram ? measure(histogram) : 0;
        }),
      })),
    );
  };
}

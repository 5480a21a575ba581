import type { NativeHistogram } from '@telltale/model';
import { HistogramMean } from '../native/histogram-mean.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { HistogramSum } from '../native/histogram-sum.ts';
import type { HistogramSeries } from '../values/sample-kinds.ts';
import type { CallInput } from './call-input.ts';
import { eitherKind } from './histogram-windows.ts';
import type { MixedKernel } from './window-function.ts';

/** The sum of the histograms of a window. */
export function histogramSums(input: CallInput): MixedKernel {
  return totals(input, (first) => new HistogramSum(first));
}

/** The mean of the histograms of a window. */
export function histogramMeans(input: CallInput): MixedKernel {
  return totals(input, (first) => new HistogramMean(first));
}

type Total = Pick<HistogramSum, 'add' | 'hintsCollide' | 'lostBounds'> & { total(): NativeHistogram };

function totals(input: CallInput, create: (first: NativeHistogram) => Total): MixedKernel {
  const remarks = new HistogramRemarks(input.context.annotations, input.node.args[0]);
  const totalOf = ({ histograms, labels }: HistogramSeries, from: number, to: number) => {
    const total = create(histograms[from]);
    for (let i = from + 1; i < to; i++) {
      if (total.add(histograms[i])) continue;
      remarks.mixedSchemas(labels.metricName);
      return undefined;
    }
    if (total.hintsCollide) remarks.collidingResets('aggregation');
    if (total.lostBounds > 0) remarks.lostBounds('aggregation');
    return total.total();
  };
  return eitherKind(input, totalOf);
}

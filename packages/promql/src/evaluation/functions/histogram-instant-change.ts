import type { NativeHistogram } from '@telltale/model';
import { isCounterReset } from '../native/counter-reset.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { HistogramSum } from '../native/histogram-sum.ts';
import { divideHistogram } from '../native/scale.ts';
import type { RangeSeries } from '../values/value.ts';
import type { CallInput } from './call-input.ts';
import { withHistograms } from './histogram-windows.ts';
import type { MixedKernel } from './window-function.ts';

/**
 * The change between the last two samples of a window, which must be of one kind.
 *
 * @param isCounter Whether the change is that of a counter, per second.
 */
export function instantChanges(input: CallInput, isCounter: boolean): MixedKernel {
  const remarks = new HistogramRemarks(input.context.annotations, input.node.args[0]);
  return (series, column, kernel) => {
    const { histograms = [], ...numbers } = series;
    const { from, to, labels } = series;
    const kinds = to.map((end, step) => {
      if (end - from[step] < 2) return 0;
      return (histograms[end - 1] ? 1 : 0) + (histograms[end - 2] ? 1 : 0);
    });
    if (kinds.includes(1)) remarks.mixedWithNumbers(labels.metricName);
    kernel({ ...numbers, to: to.map((end, step) => (kinds[step] === 0 ? end : from[step])) }, column);
    const changeOf = isCounter ? counterChange : gaugeChange;
    return withHistograms(column, (step) =>
      kinds[step] === 2 ? changeOf(series, to[step] - 1, remarks) : undefined,
    );
  };
}

function counterChange(
  series: RangeSeries,
  last: number,
  remarks: HistogramRemarks,
): NativeHistogram | undefined {
  const pair = pairAt(series, last);
  if (pair.some(({ counterReset }) => counterReset === 'gauge')) remarks.notCounter(series.labels.metricName);
  const [previous, current] = pair;
  const change = isCounterReset(current, previous)
    ? new HistogramSum(current).total('gauge')
    : difference(series, pair, remarks);
  return change && divideHistogram(change, (series.timestamps[last] - series.timestamps[last - 1]) / 1000);
}

function gaugeChange(
  series: RangeSeries,
  last: number,
  remarks: HistogramRemarks,
): NativeHistogram | undefined {
  const pair = pairAt(series, last);
  if (pair.some(({ counterReset }) => counterReset !== 'gauge')) remarks.notGauge(series.labels.metricName);
  return difference(series, pair, remarks);
}

type Pair = readonly [previous: NativeHistogram, current: NativeHistogram];

function pairAt({ histograms = [] }: RangeSeries, last: number): Pair {
  const [previous, current] = [histograms[last - 1], histograms[last]];
  if (!previous || !current) throw new RangeError(`samples ${last - 1} and ${last} are not both histograms`);
  return [previous, current];
}

function difference(
  { labels }: RangeSeries,
  [previous, current]: Pair,
  remarks: HistogramRemarks,
): NativeHistogram | undefined {
  const change = new HistogramSum(current);
  if (!change.subtract(previous)) {
    remarks.mixedSchemas(labels.metricName);
    return undefined;
  }
  if (change.lostBounds > 0) remarks.lostBounds('subtraction');
  return change.total('gauge');
}

import type { NativeHistogram } from '@telltale/model';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { divideHistogram } from '../native/scale.ts';
import type { CallInput } from '../functions/call-input.ts';
import { rangeArgument } from '../functions/call-input.ts';
import { noteNonCounter } from '../functions/counter-names.ts';
import { splitSamples } from '../values/sample-kinds.ts';
import type { Column, RangeSeries, StepSeries, Value } from '../values/value.ts';
import { emptyColumn, vectorOf } from '../values/value.ts';
import type { EdgeSamples, ExtendedWindow, Extension } from './extended-window.ts';
import { edgeSamples } from './extended-window.ts';
import { histogramEdgeChange } from './histogram-edges.ts';
import { edgeChange } from './number-edges.ts';

/** What `rate`, `increase` and `delta` make of the change between the edges. */
export interface ChangeKind {
  readonly isCounter: boolean;
  readonly perSecond: boolean;
}

/** The change of every series over extended windows, without the extrapolation of plain ranges. */
export async function extendedChange(
  input: CallInput,
  kind: ChangeKind,
  extension: Extension,
): Promise<Value> {
  const { budget, grid } = input.context;
  const { series } = rangeArgument(input);
  budget.spend(series.length * grid.count);
  const results: StepSeries[] = [];
  for (const item of series) {
    if (budget.isDue()) await budget.pause();
    const column = item.histograms
      ? mixedColumn(input, item, kind, extension)
      : numberColumn(input, item, kind, extension);
    if (kind.isCounter && column.present.some((there, step) => there === 1 && !column.histograms?.[step]))
      noteNonCounter(input, item.labels.metricName);
    results.push({ labels: item.labels, dropName: true, ...column });
  }
  return vectorOf(results);
}

/** Computes the step of one window between its edges. */
type WindowStep = (window: ExtendedWindow, edges: EdgeSamples, step: number) => void;

function eachExtended(input: CallInput, series: RangeSeries, extension: Extension, visit: WindowStep): void {
  const { endsMs, rangeMs } = rangeArgument(input);
  const { timestamps, from, to } = series;
  for (let step = 0; step < endsMs.length; step++) {
    const endMs = endsMs[step];
    const window = { timestamps, from: from[step], to: to[step], startMs: endMs - rangeMs, endMs };
    const edges = edgeSamples(window, extension);
    if (edges && (extension === 'anchored' || timestamps[edges.first] <= endMs)) visit(window, edges, step);
  }
}

function numberColumn(
  input: CallInput,
  series: RangeSeries,
  { isCounter, perSecond }: ChangeKind,
  extension: Extension,
): Column {
  const { rangeMs } = rangeArgument(input);
  const column = emptyColumn(input.context.grid.count);
  const line = { values: series.values, timestamps: series.timestamps, isCounter };
  eachExtended(input, series, extension, (window, edges, step) => {
    const change = edgeChange(line, window, edges, extension);
    column.values[step] = perSecond ? change / (rangeMs / 1000) : change;
    column.present[step] = 1;
  });
  return column;
}

/** Windows of numbers and windows of histograms; those that hold both give nothing. */
function mixedColumn(input: CallInput, series: RangeSeries, kind: ChangeKind, extension: Extension): Column {
  const { numbers, histograms } = splitSamples(series);
  const remarks = new HistogramRemarks(input.context.annotations, input.node.args[0]);
  const { values, present } = numberColumn(input, numbers, kind, extension);
  const result: (NativeHistogram | undefined)[] = Array.from({ length: present.length });
  const line = { series: histograms, isCounter: kind.isCounter, remarks };
  const seconds = rangeArgument(input).rangeMs / 1000;
  eachExtended(input, histograms, extension, (window, edges, step) => {
    if (numbers.to[step] > numbers.from[step]) return;
    const change = histogramEdgeChange(line, window, edges, extension);
    if (!change) return;
    result[step] = kind.perSecond ? divideHistogram(change, seconds) : change;
    present[step] = 1;
  });
  for (let step = 0; step < present.length; step++) {
    const isMixed = numbers.to[step] > numbers.from[step] && histograms.to[step] > histograms.from[step];
    if (!isMixed) continue;
    present[step] = 0;
    remarks.mixedWithNumbers(series.labels.metricName);
  }
  return { values, present, histograms: result };
}

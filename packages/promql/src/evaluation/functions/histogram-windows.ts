import type { NativeHistogram } from '@telltale/model';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import type { HistogramSeries } from '../values/sample-kinds.ts';
import { splitSamples } from '../values/sample-kinds.ts';
import type { Column } from '../values/value.ts';
import type { CallInput } from './call-input.ts';
import type { MixedKernel } from './window-function.ts';

/** Looks at the histograms from `from` up to, not including, `to`; at least one. */
export type HistogramWindow = (
  series: HistogramSeries,
  from: number,
  to: number,
  step: number,
) => NativeHistogram | undefined;

/**
 * Computes windows of numbers with the kernel and windows of histograms with `window`. Windows with
 * both give nothing, with a remark.
 *
 * @param least How many samples of a window are needed.
 */
export function eitherKind(input: CallInput, window: HistogramWindow, least = 1): MixedKernel {
  const remarks = new HistogramRemarks(input.context.annotations, input.node.args[0]);
  return (series, column, kernel) => {
    const { numbers, histograms } = splitSamples(series);
    const isMixed = (step: number): boolean =>
      numbers.to[step] > numbers.from[step] && histograms.to[step] > histograms.from[step];
    if (numbers.to.some((_, step) => isMixed(step))) remarks.mixedWithNumbers(series.labels.metricName);
    if (numbers.values.length > 0)
      kernel(
        { ...numbers, to: numbers.to.map((to, step) => (isMixed(step) ? numbers.from[step] : to)) },
        column,
      );
    return withHistograms(column, (step) => {
      const [from, to] = [histograms.from[step], histograms.to[step]];
      return isMixed(step) || to - from < least ? undefined : window(histograms, from, to, step);
    });
  };
}

/** A column with the histograms that there are for its steps. */
export function withHistograms(
  column: Column,
  histogramAt: (step: number) => NativeHistogram | undefined,
): Column {
  const histograms = Array.from(column.present, (_, step) => histogramAt(step));
  if (!histograms.some((histogram) => histogram !== undefined)) return column;
  const present = column.present.map((there, step) => (histograms[step] ? 1 : there));
  return { ...column, present, histograms };
}

import type { SeriesStream } from '../stream/series-stream.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { splitSamples } from '../values/sample-kinds.ts';
import type { Column, RangeSeries } from '../values/value.ts';
import type { CallInput, FunctionImplementation } from './call-input.ts';
import { rangeArgument } from './call-input.ts';

/** Fills the column of one series from its windows. */
export type SeriesKernel = (series: RangeSeries, column: Column) => void;

/**
 * Computes the column of a series that has histograms; may use the kernel for numbers, and the empty
 * column.
 */
export type MixedKernel = (series: RangeSeries, column: Column, kernel: SeriesKernel) => Column;

/** How a function of windows differs from most. */
export interface WindowFunctionOptions {
  readonly keepsName?: boolean;
  /** What is done with series that have histograms. By default these are ignored, with a remark. */
  readonly createMixedKernel?: (input: CallInput) => MixedKernel;
}

/** Maps every series of the range argument by a kernel that is made once per call. */
export function seriesFunction(
  createKernel: (input: CallInput) => SeriesKernel,
  { keepsName = false, createMixedKernel = ignoreHistograms }: WindowFunctionOptions = {},
): FunctionImplementation {
  return (input): SeriesStream => {
    const { series: ranges } = rangeArgument(input);
    const kernel = createKernel(input);
    const mixedKernel = createMixedKernel(input);
    return {
      type: 'stream',
      *series(columns) {
        for (const range of ranges) {
          let column = columns.take();
          if (range.histograms) column = mixedKernel(range, column, kernel);
          else kernel(range, column);
          yield { labels: range.labels, dropName: !keepsName || range.dropName, ...column };
        }
      },
    };
  };
}

/** Looks at the samples from `from` up to, not including, `to`; at least one. */
export type WindowKernel = (series: RangeSeries, from: number, to: number, step: number) => number;

/** A kernel that computes each window by itself; windows of fewer than `least` samples give nothing. */
export function eachWindow(window: WindowKernel, least = 1): SeriesKernel {
  return (series, { values, present }) => {
    const { from, to } = series;
    for (let step = 0; step < values.length; step++) {
      if (to[step] - from[step] < least) continue;
      values[step] = window(series, from[step], to[step], step);
      present[step] = 1;
    }
  };
}

/** For functions that look at when samples were taken, not at what they are. */
export function treatAlike(): MixedKernel {
  return (series, column, kernel) => {
    kernel(series, column);
    return column;
  };
}

function ignoreHistograms({ context, node }: CallInput): MixedKernel {
  const remarks = new HistogramRemarks(context.annotations, node.args[0]);
  return (series, column, kernel) => {
    const { numbers, histograms } = splitSamples(series);
    if (numbers.to.some((to, step) => to > numbers.from[step] && histograms.to[step] > histograms.from[step]))
      remarks.ignoredInRange(series.labels.metricName);
    kernel(numbers, column);
    return column;
  };
}

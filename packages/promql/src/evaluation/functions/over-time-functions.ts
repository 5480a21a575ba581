import { quantileOf } from '../numeric/quantile.ts';
import type { RangeSeries } from '../values/value.ts';
import { fullColumn, vectorOf } from '../values/value.ts';
import { absentLabels } from './absent-labels.ts';
import type { CallInput, FunctionFamily } from './call-input.ts';
import { rangeArgument, scalarArgument } from './call-input.ts';
import { histogramMeans, histogramSums } from './histogram-totals.ts';
import { withHistograms } from './histogram-windows.ts';
import { extremeKernel } from './sliding-extremes.ts';
import { noteQuantiles } from './quantile-range.ts';
import { averageKernel, sumKernel } from './window-sums.ts';
import { variance } from './window-moments.ts';
import type { SeriesKernel, WindowKernel } from './window-function.ts';
import { eachWindow, seriesFunction, treatAlike } from './window-function.ts';

/** Aggregations of the samples in a window. */
export const overTimeFunctions: FunctionFamily = {
  sum_over_time: seriesFunction(() => sumKernel, { createMixedKernel: histogramSums }),
  avg_over_time: seriesFunction(() => averageKernel, { createMixedKernel: histogramMeans }),
  min_over_time: seriesFunction(() => extremeKernel('min', 'value')),
  max_over_time: seriesFunction(() => extremeKernel('max', 'value')),
  ts_of_min_over_time: seriesFunction(() => extremeKernel('min', 'timestamp')),
  ts_of_max_over_time: seriesFunction(() => extremeKernel('max', 'timestamp')),
  ts_of_first_over_time: perSample(({ timestamps }, from) => timestamps[from] / 1000),
  ts_of_last_over_time: perSample(({ timestamps }, _, to) => timestamps[to - 1] / 1000),
  count_over_time: perSample((_, from, to) => to - from),
  present_over_time: perSample(() => 1),
  last_over_time: picked((_, to) => to - 1),
  first_over_time: picked((from) => from),
  stdvar_over_time: perWindow(({ values }, from, to) => variance(values, from, to)),
  stddev_over_time: perWindow(({ values }, from, to) => Math.sqrt(variance(values, from, to))),
  mad_over_time: perWindow(medianDeviation),
  quantile_over_time: seriesFunction(quantileKernel),
  absent_over_time: absentOverTime,
};

function perWindow(kernel: WindowKernel): FunctionFamily[string] {
  return seriesFunction(() => eachWindow(kernel));
}

/** For what depends on the times of samples only. */
function perSample(kernel: WindowKernel): FunctionFamily[string] {
  return seriesFunction(() => eachWindow(kernel), { createMixedKernel: treatAlike });
}

/** One of the samples of each window, as it is. */
function picked(indexOf: (from: number, to: number) => number): FunctionFamily[string] {
  return seriesFunction(() => eachWindow(({ values }, from, to) => values[indexOf(from, to)]), {
    keepsName: true,
    createMixedKernel: () => (series, column, kernel) => {
      kernel(series, column);
      const { from, to, histograms } = series;
      return withHistograms(column, (step) =>
        to[step] > from[step] ? histograms?.[indexOf(from[step], to[step])] : undefined,
      );
    },
  });
}

function medianDeviation({ values }: RangeSeries, from: number, to: number): number {
  const window = values.slice(from, to);
  if (window.some(Number.isNaN)) return Number.NaN;
  const median = quantileOf(0.5, window);
  return quantileOf(
    0.5,
    window.map((value) => Math.abs(value - median)),
  );
}

function quantileKernel(input: CallInput): SeriesKernel {
  const quantiles = scalarArgument(input, 0);
  if (rangeArgument(input).series.length > 0) noteQuantiles(input.context, input.node.args[0], quantiles);
  return eachWindow(({ values }, from, to, step) => quantileOf(quantiles[step], values.slice(from, to)));
}

function absentOverTime(input: CallInput): ReturnType<FunctionFamily[string]> {
  const column = fullColumn(new Float64Array(input.context.grid.count).fill(1));
  for (const { from, to } of rangeArgument(input).series) {
    for (let step = 0; step < to.length; step++) if (to[step] > from[step]) column.present[step] = 0;
  }
  return vectorOf([{ labels: absentLabels(input.node.args[0]), dropName: false, ...column }]);
}

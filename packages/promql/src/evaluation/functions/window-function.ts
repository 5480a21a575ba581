import { ColumnPool } from '../values/column-pool.ts';
import type { Column, RangeSeries, StepSeries, Value } from '../values/value.ts';
import { vectorOf } from '../values/value.ts';
import type { CallInput, FunctionImplementation } from './call-input.ts';
import { rangeArgument } from './call-input.ts';

/** Fills the column of one series from its windows. */
export type SeriesKernel = (series: RangeSeries, column: Column) => void;

/** Maps every series of the range argument by a kernel that is made once per call. */
export function seriesFunction(
  createKernel: (input: CallInput) => SeriesKernel,
  options: { readonly keepsName?: boolean } = {},
): FunctionImplementation {
  return async (input): Promise<Value> => {
    const { grid, budget } = input.context;
    const range = rangeArgument(input);
    budget.spend(range.series.length * grid.count);
    const kernel = createKernel(input);
    const columns = new ColumnPool(grid.count);
    const results: StepSeries[] = [];
    for (const series of range.series) {
      if (budget.isDue()) await budget.pause();
      const column = columns.take();
      kernel(series, column);
      results.push({ labels: series.labels, dropName: !options.keepsName || series.dropName, ...column });
    }
    return vectorOf(results);
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

import { executionError } from '../../errors/execution-error.ts';
import { timeOf } from '../values/step-grid.ts';
import type { CallInput, FunctionFamily } from './call-input.ts';
import { rangeArgument, scalarArgument } from './call-input.ts';
import { createLineFit } from './line-fit.ts';
import type { SeriesKernel } from './window-function.ts';
import { eachWindow, seriesFunction } from './window-function.ts';

/** Functions that fit a line or a smoothed trend to a window. */
export const trendFunctions: FunctionFamily = {
  deriv: seriesFunction(() => {
    // The first sample's time as origin keeps the numbers small, and so exact.
    const lineOf = createLineFit(({ timestamps, from }, step) => timestamps[from[step]]);
    return eachWindow((series, _from, _to, step) => lineOf(series, step).slope, 2);
  }),
  predict_linear: seriesFunction((input) => {
    const ahead = scalarArgument(input, 1);
    const { grid } = input.context;
    const lineOf = createLineFit((_, step) => timeOf(grid, step));
    return eachWindow((series, _from, _to, step) => {
      const { slope, intercept } = lineOf(series, step);
      return slope * ahead[step] + intercept;
    }, 2);
  }),
  double_exponential_smoothing: seriesFunction(smoothingKernel),
};

function smoothingKernel(input: CallInput): SeriesKernel {
  const smoothing = scalarArgument(input, 1);
  const trend = scalarArgument(input, 2);
  if (rangeArgument(input).series.length > 0) {
    checkFactor(input, 'smoothing', smoothing);
    checkFactor(input, 'trend', trend);
  }
  return eachWindow(
    ({ values }, from, to, step) => smooth(values.subarray(from, to), smoothing[step], trend[step]),
    2,
  );
}

function checkFactor({ node }: CallInput, name: string, factors: Float64Array): void {
  const bad = factors.find((factor) => !(factor > 0 && factor < 1));
  if (bad !== undefined) {
    throw executionError(
      `invalid ${name} factor, expected a number between 0 and 1, got ${bad}`,
      node.source,
      'Both factors lie between 0 and 1.',
    );
  }
}

/** Holt's linear method: a level and a trend, each a weighted mean with its past. */
function smooth(values: Float64Array, smoothing: number, trendFactor: number): number {
  let previous = 0;
  let level = values[0];
  let trend = values[1] - values[0];
  for (let i = 1; i < values.length; i++) {
    if (i > 1) trend = trendFactor * (level - previous) + (1 - trendFactor) * trend;
    previous = level;
    level = smoothing * values[i] + (1 - smoothing) * (level + trend);
  }
  return level;
}

import { CompensatedSum } from '../numeric/compensated-sum.ts';
import { executionError } from '../../errors/execution-error.ts';
import type { RangeSeries } from '../values/value.ts';
import { timeOf } from '../values/step-grid.ts';
import type { CallInput, FunctionFamily } from './call-input.ts';
import { rangeArgument, scalarArgument } from './call-input.ts';
import type { SeriesKernel } from './window-function.ts';
import { eachWindow, seriesFunction } from './window-function.ts';

/** Functions that fit a line or a smoothed trend to a window. */
export const trendFunctions: FunctionFamily = {
  // The first sample's time as origin keeps the numbers small, and so exact.
  deriv: seriesFunction(() =>
    eachWindow((series, from, to) => fitLine(series, from, to, series.timestamps[from]).slope, 2),
  ),
  predict_linear: seriesFunction((input) => {
    const ahead = scalarArgument(input, 1);
    const { grid } = input.context;
    return eachWindow((series, from, to, step) => {
      const { slope, intercept } = fitLine(series, from, to, timeOf(grid, step));
      return slope * ahead[step] + intercept;
    }, 2);
  }),
  double_exponential_smoothing: seriesFunction(smoothingKernel),
};

interface Line {
  /** Per second. */
  readonly slope: number;
  /** The value at the origin. */
  readonly intercept: number;
}

/** Least squares. */
function fitLine({ timestamps, values }: RangeSeries, from: number, to: number, originMs: number): Line {
  const sums = {
    x: new CompensatedSum(),
    y: new CompensatedSum(),
    xy: new CompensatedSum(),
    xx: new CompensatedSum(),
  };
  const first = values[from];
  let isConstant = true;
  for (let i = from; i < to; i++) {
    const x = (timestamps[i] - originMs) / 1000;
    const y = values[i];
    if (i > from && y !== first) isConstant = false;
    sums.x.add(x);
    sums.y.add(y);
    sums.xy.add(x * y);
    sums.xx.add(x * x);
  }
  if (isConstant) {
    const isInfinite = Math.abs(first) === Infinity;
    return isInfinite ? { slope: Number.NaN, intercept: Number.NaN } : { slope: 0, intercept: first };
  }
  const n = to - from;
  const covariance = sums.xy.total - (sums.x.total * sums.y.total) / n;
  const spread = sums.xx.total - (sums.x.total * sums.x.total) / n;
  const slope = covariance / spread;
  return { slope, intercept: sums.y.total / n - (slope * sums.x.total) / n };
}

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

import { CompensatedSum } from '../numeric/compensated-sum.ts';
import type { RangeSeries } from '../values/value.ts';

/** A line through the samples of a window. */
export interface Line {
  /** Per second. */
  readonly slope: number;
  /** The value at the origin. */
  readonly intercept: number;
}

/** The time that a step's line is laid through, in milliseconds. */
type Origin = (series: RangeSeries, step: number) => number;

/** Times from the origin added up, and their squares, for the window of each step; in milliseconds. */
interface TimeSums {
  readonly x: Float64Array;
  readonly xx: Float64Array;
}

/**
 * Fits lines by least squares. Sums of times alone are the same for all series that share their
 * windows, and added up once.
 */
export function createLineFit(originOf: Origin): (series: RangeSeries, step: number) => Line {
  let windows: Int32Array | undefined;
  let sums: TimeSums | undefined;
  return (series, step) => {
    if (!sums || windows !== series.from) {
      windows = series.from;
      sums = sumTimes(series, originOf);
    }
    return fitLine(series, step, originOf(series, step), sums);
  };
}

function sumTimes(series: RangeSeries, originOf: Origin): TimeSums {
  const { timestamps, from, to } = series;
  const sums = { x: new Float64Array(from.length), xx: new Float64Array(from.length) };
  const squares = new CompensatedSum();
  for (let step = 0; step < from.length; step++) {
    if (to[step] <= from[step]) continue;
    const originMs = originOf(series, step);
    let x = 0;
    squares.reset();
    for (let i = from[step]; i < to[step]; i++) {
      const time = timestamps[i] - originMs;
      // Exact, of whole milliseconds.
      x += time;
      squares.add(time * time);
    }
    sums.x[step] = x;
    sums.xx[step] = squares.total;
  }
  return sums;
}

/** Sums of values are compensated in place: a call for each of so many samples would take most of the time. */
function fitLine(
  { timestamps, values, from, to }: RangeSeries,
  step: number,
  originMs: number,
  sums: TimeSums,
): Line {
  const first = values[from[step]];
  let isConstant = true;
  let y = 0;
  let yLost = 0;
  let xy = 0;
  let xyLost = 0;
  for (let i = from[step]; i < to[step]; i++) {
    const value = values[i];
    if (value !== first) isConstant = false;
    const total = y + value;
    const added = total - y;
    yLost += y - (total - added) + (value - added);
    y = total;
    const product = (timestamps[i] - originMs) * value;
    const products = xy + product;
    const more = products - xy;
    xyLost += xy - (products - more) + (product - more);
    xy = products;
  }
  if (isConstant) {
    const isInfinite = Math.abs(first) === Infinity;
    return isInfinite ? { slope: Number.NaN, intercept: Number.NaN } : { slope: 0, intercept: first };
  }
  const count = to[step] - from[step];
  const x = sums.x[step];
  const mean = compensated(y, yLost) / count;
  const covariance = compensated(xy, xyLost) - x * mean;
  const slopePerMs = covariance / (sums.xx[step] - (x * x) / count);
  return { slope: slopePerMs * 1000, intercept: mean - (slopePerMs * x) / count };
}

/** A sum that is infinite or NaN stays it: what it lost says nothing then. */
function compensated(sum: number, lost: number): number {
  return Number.isFinite(sum) ? sum + lost : sum;
}

import { CompensatedSum } from '../numeric/compensated-sum.ts';
import { IncrementalMean } from '../numeric/incremental-mean.ts';
import type { SeriesKernel } from './window-function.ts';
import { eachWindow } from './window-function.ts';

/** Sum of every window. */
export const sumKernel: SeriesKernel = (series, column) => {
  const prefix = exactPrefix(series.values);
  if (prefix) return eachWindow((_, from, to) => prefix[to] - prefix[from])(series, column);
  const sum = new CompensatedSum();
  eachWindow(({ values }, from, to) => {
    sum.reset();
    for (let i = from; i < to; i++) sum.add(values[i]);
    return sum.total;
  })(series, column);
};

/** Mean of every window. */
export const averageKernel: SeriesKernel = (series, column) => {
  const prefix = exactPrefix(series.values);
  if (prefix) return eachWindow((_, from, to) => (prefix[to] - prefix[from]) / (to - from))(series, column);
  const mean = new IncrementalMean();
  eachWindow(({ values }, from, to) => {
    mean.reset();
    for (let i = from; i < to; i++) mean.add(values[i]);
    return mean.value;
  })(series, column);
};

/**
 * Running sums, where they are exact: whole numbers whose sum of absolutes a double holds without
 * rounding. Most counters and many gauges are such, and then a window is one subtraction.
 */
function exactPrefix(values: Float64Array): Float64Array | undefined {
  const prefix = new Float64Array(values.length + 1);
  let magnitude = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    magnitude += Math.abs(value);
    if (!Number.isSafeInteger(value) || magnitude > Number.MAX_SAFE_INTEGER) return undefined;
    prefix[i + 1] = prefix[i] + value;
  }
  return prefix;
}

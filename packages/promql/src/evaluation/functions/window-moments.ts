import { CompensatedSum } from '../numeric/compensated-sum.ts';

/** Population variance of a window, by Welford's method with compensated sums. */
export function variance(values: Float64Array, from: number, to: number): number {
  const mean = new CompensatedSum();
  const squares = new CompensatedSum();
  for (let i = from; i < to; i++) {
    const delta = values[i] - mean.total;
    mean.add(delta / (i - from + 1));
    squares.add(delta * (values[i] - mean.total));
  }
  return squares.total / (to - from);
}

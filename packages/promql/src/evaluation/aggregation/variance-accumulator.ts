import type { Column } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import type { Accumulator } from './accumulator.ts';

/** Population variance at every step by Welford's method, or its square root. */
export class VarianceAccumulator implements Accumulator {
  readonly #column: Column;
  readonly #counts: Float64Array;
  readonly #means: Float64Array;
  readonly #yields: 'variance' | 'deviation';

  constructor(count: number, yields: 'variance' | 'deviation') {
    this.#column = emptyColumn(count);
    this.#counts = new Float64Array(count);
    this.#means = new Float64Array(count);
    this.#yields = yields;
  }

  add({ values, present }: Column): void {
    const { values: squares, present: seen } = this.#column;
    for (let step = 0; step < squares.length; step++) {
      if (present[step] === 0) continue;
      const value = values[step];
      const count = ++this.#counts[step];
      const delta = value - this.#means[step];
      // The first value is the mean itself: an infinite one must not become NaN minus NaN later.
      this.#means[step] = count === 1 ? value : this.#means[step] + delta / count;
      squares[step] += count === 1 ? firstSquare(value) : delta * (value - this.#means[step]);
      seen[step] = 1;
    }
  }

  finish(): Column {
    const { values } = this.#column;
    for (let step = 0; step < values.length; step++) {
      const variance = values[step] / this.#counts[step];
      values[step] = this.#yields === 'variance' ? variance : Math.sqrt(variance);
    }
    return this.#column;
  }
}

/** Nothing deviates from an infinite mean by a number. */
function firstSquare(value: number): number {
  return Number.isFinite(value) ? 0 : Number.NaN;
}

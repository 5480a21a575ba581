import type { Column } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import type { Accumulator } from './accumulator.ts';

/** Neumaier's compensated sum at every step. */
export class SumAccumulator implements Accumulator {
  readonly #column: Column;
  readonly #compensation: Float64Array;

  constructor(count: number) {
    this.#column = emptyColumn(count);
    this.#compensation = new Float64Array(count);
  }

  add({ values, present }: Column): void {
    const { values: sums, present: seen } = this.#column;
    const compensation = this.#compensation;
    for (let step = 0; step < sums.length; step++) {
      if (present[step] === 0) continue;
      seen[step] = 1;
      const value = values[step];
      const sum = sums[step];
      const total = sum + value;
      sums[step] = total;
      // What rounding loses, without asking which of both is the larger: Knuth's sum of two.
      const added = total - sum;
      compensation[step] += sum - (total - added) + (value - added);
    }
  }

  finish(): Column {
    const { values } = this.#column;
    // A sum that is infinite or NaN stays it, and its compensation says nothing.
    for (let step = 0; step < values.length; step++)
      if (Number.isFinite(values[step])) values[step] += this.#compensation[step];
    return this.#column;
  }
}

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
      // What rounding loses, without asking which of both is the larger; Knuth's sum of two.
      const added = total - sum;
      const lost = sum - (total - added) + (value - added);
      // Not a number: a sum that is infinite is not compensated, one that is NaN stays it.
      if (lost === lost) compensation[step] += lost;
      else compensation[step] = 0;
      sums[step] = total;
    }
  }

  finish(): Column {
    const { values } = this.#column;
    for (let step = 0; step < values.length; step++) values[step] += this.#compensation[step];
    return this.#column;
  }
}

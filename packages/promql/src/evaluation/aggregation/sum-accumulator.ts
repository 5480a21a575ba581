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
    const sums = this.#column.values;
    const seen = this.#column.present;
    const compensation = this.#compensation;
    for (let step = 0; step < sums.length; step++) {
      if (present[step] === 0) continue;
      const value = values[step];
      const sum = sums[step];
      const total = sum + value;
      if (total === Infinity || total === -Infinity) compensation[step] = 0;
      else if (Math.abs(sum) >= Math.abs(value)) compensation[step] += sum - total + value;
      else compensation[step] += value - total + sum;
      sums[step] = total;
      seen[step] = 1;
    }
  }

  finish(): Column {
    const { values } = this.#column;
    for (let step = 0; step < values.length; step++) values[step] += this.#compensation[step];
    return this.#column;
  }
}

import type { Column } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import type { Accumulator } from './accumulator.ts';

/** How many series have a value at every step; for `group`, 1 where any has. */
export class CountAccumulator implements Accumulator {
  readonly #column: Column;
  readonly #most: number;
  /** Series that are there at every step are nearly all, and counted once for all steps. */
  #throughout = 0;

  constructor(count: number, most = Infinity) {
    this.#column = emptyColumn(count);
    this.#most = most;
  }

  add({ present }: Column): void {
    if (!present.includes(0)) {
      this.#throughout++;
      return;
    }
    const { values } = this.#column;
    for (let step = 0; step < values.length; step++) values[step] += present[step];
  }

  finish(): Column {
    const { values, present } = this.#column;
    for (let step = 0; step < values.length; step++) {
      values[step] = Math.min(values[step] + this.#throughout, this.#most);
      present[step] = values[step] > 0 ? 1 : 0;
    }
    return this.#column;
  }
}

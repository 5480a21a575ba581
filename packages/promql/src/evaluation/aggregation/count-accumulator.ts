import type { Column } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import type { Accumulator } from './accumulator.ts';

/** How many series have a value at every step; for `group`, 1 where any has. */
export class CountAccumulator implements Accumulator {
  readonly #column: Column;
  readonly #most: number;

  constructor(count: number, most = Infinity) {
    this.#column = emptyColumn(count);
    this.#most = most;
  }

  add({ present }: Column): void {
    const { values, present: seen } = this.#column;
    for (let step = 0; step < values.length; step++) {
      if (present[step] === 0) continue;
      values[step] = Math.min(values[step] + 1, this.#most);
      seen[step] = 1;
    }
  }

  finish(): Column {
    return this.#column;
  }
}

import type { Column } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import type { Accumulator } from './accumulator.ts';

/** Minimum or maximum at every step; NaN only where there is nothing else. */
export class ExtremeAccumulator implements Accumulator {
  readonly #column: Column;
  readonly #sign: 1 | -1;

  constructor(count: number, which: 'min' | 'max') {
    this.#column = emptyColumn(count);
    this.#sign = which === 'max' ? 1 : -1;
  }

  add({ values, present }: Column): void {
    const best = this.#column.values;
    const seen = this.#column.present;
    for (let step = 0; step < best.length; step++) {
      if (present[step] === 0) continue;
      const own = best[step];
      if (seen[step] === 0 || own !== own || own * this.#sign < values[step] * this.#sign)
        best[step] = values[step];
      seen[step] = 1;
    }
  }

  finish(): Column {
    return this.#column;
  }
}

import { IncrementalMean } from '../numeric/incremental-mean.ts';
import type { Column } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import type { Accumulator } from './accumulator.ts';

/** The mean at every step, without overflow. */
export class MeanAccumulator implements Accumulator {
  readonly #means: IncrementalMean[];
  readonly #column: Column;

  constructor(count: number) {
    this.#means = Array.from({ length: count }, () => new IncrementalMean());
    this.#column = emptyColumn(count);
  }

  add({ values, present }: Column): void {
    const seen = this.#column.present;
    for (let step = 0; step < seen.length; step++) {
      if (present[step] === 0) continue;
      this.#means[step].add(values[step]);
      seen[step] = 1;
    }
  }

  finish(): Column {
    const { values, present } = this.#column;
    for (let step = 0; step < values.length; step++)
      if (present[step] === 1) values[step] = this.#means[step].value;
    return this.#column;
  }
}

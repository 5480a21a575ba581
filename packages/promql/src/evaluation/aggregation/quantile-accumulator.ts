import type { Budget } from '../context/budget.ts';
import { quantileOf } from '../numeric/quantile.ts';
import { ColumnPool } from '../values/column-pool.ts';
import type { Column } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import type { Accumulator } from './accumulator.ts';

/** The quantile over the series at every step. */
export class QuantileAccumulator implements Accumulator {
  readonly #quantiles: Float64Array;
  readonly #budget: Budget;
  readonly #pool: ColumnPool;
  readonly #columns: Column[] = [];

  /** @param quantiles One per step. */
  constructor(quantiles: Float64Array, budget: Budget) {
    this.#quantiles = quantiles;
    this.#budget = budget;
    this.#pool = new ColumnPool(quantiles.length);
  }

  add({ values, present }: Column): void {
    this.#budget.spend(values.length);
    const column = this.#pool.take();
    column.values.set(values);
    column.present.set(present);
    this.#columns.push(column);
  }

  async finish(): Promise<Column> {
    const count = this.#quantiles.length;
    const result = emptyColumn(count);
    const buffer = new Float64Array(this.#columns.length);
    for (let step = 0; step < count; step++) {
      if (this.#budget.isDue()) await this.#budget.pause();
      let size = 0;
      for (const { values, present } of this.#columns) if (present[step] === 1) buffer[size++] = values[step];
      if (size === 0) continue;
      result.values[step] = quantileOf(this.#quantiles[step], buffer.subarray(0, size));
      result.present[step] = 1;
    }
    return result;
  }
}

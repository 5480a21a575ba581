import type { Column } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import type { ColumnSource } from './series-stream.ts';

/** Hands out the same column again and again, for series that are forgotten when the next is read. */
export class ScratchColumn implements ColumnSource {
  readonly #column: Column;

  /** @param count The steps of the column. */
  constructor(count: number) {
    this.#column = emptyColumn(count);
  }

  take(): Column {
    this.#column.present.fill(0);
    return this.#column;
  }
}

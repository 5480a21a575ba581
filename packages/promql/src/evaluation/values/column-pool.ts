import type { Column } from './value.ts';

const COLUMNS_PER_BLOCK = 64;
/** A subquery can have millions of steps, of which 64 columns would be gigabytes nobody asked for. */
const MAX_BLOCK_VALUES = 1_000_000;

/**
 * Hands out empty columns cut from larger blocks. A query makes a column per series and node, and
 * buffers of their own would cost more than the values that are computed into them.
 */
export class ColumnPool {
  readonly #count: number;
  readonly #blockLength: number;
  #values = new Float64Array(0);
  #present = new Uint8Array(0);
  #next = 0;

  /** @param count The steps of a column. */
  constructor(count: number) {
    this.#count = count;
    this.#blockLength =
      count * Math.max(1, Math.min(COLUMNS_PER_BLOCK, Math.floor(MAX_BLOCK_VALUES / count)));
  }

  take(): Column {
    const count = this.#count;
    if (this.#next + count > this.#values.length) {
      this.#values = new Float64Array(this.#blockLength);
      this.#present = new Uint8Array(this.#blockLength);
      this.#next = 0;
    }
    const from = this.#next;
    this.#next += count;
    return {
      values: this.#values.subarray(from, this.#next),
      present: this.#present.subarray(from, this.#next),
    };
  }
}

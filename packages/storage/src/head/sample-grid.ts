import type { Presence } from '../codec/presence.ts';

/** Columns of a grid at most: few enough that reading one series does not drag many along. */
export const MAX_GRID_COLUMNS = 128;
/** Rows that share an array; with {@link MAX_GRID_COLUMNS} columns it has 8 kB. */
const PAGE_ROWS = 8;
const FIRST_COLUMNS = 4;
const FIRST_ROWS = 16;
const WORD_BITS = 32;
const WORDS_PER_ROW = MAX_GRID_COLUMNS / WORD_BITS;

/**
 * Values by row and column, and which of them there are. The values of one row lie side by side, as they come: a
 * row is copied whole. Rows are added at the end; arrays are added for them, and none is copied to grow.
 */
export class SampleGrid {
  rowCount = 0;
  sampleCount = 0;
  #columnCount = 0;
  /** Columns there is room for in each row. */
  #room: number;
  /** The words of doubles, so that a NaN keeps its payload. */
  #pages: Uint32Array[] = [];
  /** A bit for each column of each row. */
  #present = new Uint32Array(FIRST_ROWS * WORDS_PER_ROW);

  /** @param columns - as many as are expected; there may be more. */
  constructor(columns = FIRST_COLUMNS) {
    this.#room = columns;
  }

  get columnCount(): number {
    return this.#columnCount;
  }

  addColumn(): number {
    if (this.#columnCount === this.#room) this.#widen(Math.min(MAX_GRID_COLUMNS, this.#room * 2));
    return this.#columnCount++;
  }

  addRow(): number {
    if (this.rowCount % PAGE_ROWS === 0) this.#pages.push(new Uint32Array(PAGE_ROWS * this.#room * 2));
    if ((this.rowCount + 1) * WORDS_PER_ROW > this.#present.length) {
      const larger = new Uint32Array(this.#present.length * 2);
      larger.set(this.#present);
      this.#present = larger;
    }
    return this.rowCount++;
  }

  /** Writes the value at `index` of other words to the last row. */
  put(column: number, words: Uint32Array, index: number): void {
    const row = this.rowCount - 1;
    const page = this.#pages[this.#pages.length - 1];
    const at = ((row % PAGE_ROWS) * this.#room + column) * 2;
    page[at] = words[index * 2];
    page[at + 1] = words[index * 2 + 1];
    this.#present[row * WORDS_PER_ROW + (column >>> 5)] |= 1 << (column & 31);
    this.sampleCount++;
  }

  /** Writes values to successive columns of the last row, from `column` on. */
  putAll(column: number, words: Uint32Array): void {
    const row = this.rowCount - 1;
    const count = words.length / 2;
    this.#pages[this.#pages.length - 1].set(words, ((row % PAGE_ROWS) * this.#room + column) * 2);
    for (let at = column; at < column + count;) {
      const bit = at % WORD_BITS;
      const bits = Math.min(WORD_BITS - bit, column + count - at);
      // A shift by 32 would be none.
      const mask = bits === WORD_BITS ? -1 : ((1 << bits) - 1) << bit;
      this.#present[row * WORDS_PER_ROW + (at >>> 5)] |= mask;
      at += bits;
    }
    this.sampleCount += count;
  }

  has(row: number, column: number): boolean {
    return (this.#present[row * WORDS_PER_ROW + (column >>> 5)] & (1 << (column & 31))) !== 0;
  }

  /** The last row in which a column has a value, or -1. */
  lastRowOf(column: number): number {
    let row = this.rowCount - 1;
    while (row >= 0 && !this.has(row, column)) row--;
    return row;
  }

  /** The rows in which a column has values. */
  presenceOf(column: number): Presence {
    if (this.sampleCount === this.rowCount * this.#columnCount) {
      return { firstRow: 0, count: this.rowCount, rows: undefined };
    }
    const rows = new Uint8Array(this.rowCount);
    let count = 0;
    for (let row = 0; row < this.rowCount; row++) if (this.has(row, column)) rows[count++] = row;
    const firstRow = rows[0] ?? 0;
    const isRange = count === 0 || rows[count - 1] - firstRow === count - 1;
    return { firstRow, count, rows: isRange ? undefined : rows.subarray(0, count) };
  }

  /** Copies values of a column, `from` up to `to` of those it has, to other words, from value `at` on. */
  copy(column: number, { firstRow, rows }: Presence, { from, to }: Part, out: Uint32Array, at = 0): void {
    for (let i = from; i < to; i++) {
      const row = rows === undefined ? firstRow + i : rows[i];
      const page = this.#pages[(row / PAGE_ROWS) | 0];
      const source = ((row % PAGE_ROWS) * this.#room + column) * 2;
      const target = (at + i - from) * 2;
      out[target] = page[source];
      out[target + 1] = page[source + 1];
    }
  }

  #widen(room: number): void {
    const words = this.#room * 2;
    this.#pages = this.#pages.map((page) => {
      const wider = new Uint32Array(PAGE_ROWS * room * 2);
      for (let row = 0; row < PAGE_ROWS; row++) {
        wider.set(page.subarray(row * words, (row + 1) * words), row * room * 2);
      }
      return wider;
    });
    this.#room = room;
  }
}

/** Some samples of a column, counted from its first. */
interface Part {
  readonly from: number;
  readonly to: number;
}

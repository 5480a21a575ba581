/** The row of a span whose samples are not in successive rows. */
export const SCATTERED = -1;

/** Room for the spans of a small answer; more is made as they come, for a large one may be refused soon. */
const FIRST_LENGTH = 1024;

/** A span of samples of one column of one block. */
export interface Span {
  readonly slot: number;
  /** The number of the block among those that were opened. */
  readonly source: number;
  readonly column: number;
  /** The first sample wanted, counted from the column's first. */
  readonly first: number;
  readonly count: number;
  /** The row of the first sample wanted, or {@link SCATTERED}. */
  readonly row: number;
}

/**
 * The spans of an answer, chained by slot. Plain columns of integers: a wide answer has a hundred
 * thousand spans, and as many objects would cost more than reading them.
 */
export class SpanList {
  source = new Int32Array(FIRST_LENGTH);
  column = new Int32Array(FIRST_LENGTH);
  first = new Int32Array(FIRST_LENGTH);
  count = new Int32Array(FIRST_LENGTH);
  row = new Int32Array(FIRST_LENGTH);
  #next = new Int32Array(FIRST_LENGTH);
  readonly #firstOfSlot: Int32Array;
  readonly #lastOfSlot: Int32Array;
  #length = 0;
  #samples = 0;

  constructor(slots: number) {
    this.#firstOfSlot = new Int32Array(slots).fill(-1);
    this.#lastOfSlot = new Int32Array(slots).fill(-1);
  }

  /** How many samples all spans have together. */
  get samples(): number {
    return this.#samples;
  }

  add({ slot, source, column, first, count, row }: Span): void {
    const index = this.#length++;
    if (index >= this.source.length) this.#grow();
    this.#samples += count;
    this.source[index] = source;
    this.column[index] = column;
    this.first[index] = first;
    this.count[index] = count;
    this.row[index] = row;
    this.#next[index] = -1;
    const last = this.#lastOfSlot[slot];
    if (last < 0) this.#firstOfSlot[slot] = index;
    else this.#next[last] = index;
    this.#lastOfSlot[slot] = index;
  }

  #grow(): void {
    this.source = longer(this.source);
    this.column = longer(this.column);
    this.first = longer(this.first);
    this.count = longer(this.count);
    this.row = longer(this.row);
    this.#next = longer(this.#next);
  }

  hasAny(slot: number): boolean {
    return this.#firstOfSlot[slot] >= 0;
  }

  /** Puts the numbers of a slot's spans into `out`, in the order they were added. */
  ofSlot(slot: number, out: number[]): void {
    out.length = 0;
    for (let index = this.#firstOfSlot[slot]; index >= 0; index = this.#next[index]) out.push(index);
  }

  /** Whether two spans have the same times for certain. */
  areParallel(a: number, b: number): boolean {
    return (
      this.source[a] === this.source[b] &&
      this.row[a] === this.row[b] &&
      this.count[a] === this.count[b] &&
      this.row[a] !== SCATTERED
    );
  }
}

function longer(column: Int32Array): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(column.length * 2);
  twice.set(column);
  return twice;
}

/** Rows of a page; a page never moves, so that handles can keep it. */
const ROWS_PER_PAGE = 64;

/** Where the values of one series are. */
export interface SeriesSlot {
  readonly page: Float64Array;
  readonly offset: number;
}

/**
 * The series of one metric: label values interned to small numbers, an open-addressed table from their
 * combination to the number of the series, and the values in pages of plain floats.
 */
export class SeriesTable {
  /** Floats of one series. */
  readonly width: number;
  readonly #labelCount: number;
  readonly #rowsPerPage: number;
  readonly #idByText: readonly Map<string, number>[];
  readonly #textById: readonly string[][];
  readonly #pages: Float64Array[] = [];
  #ids: Uint32Array;
  /** Number of the series plus one; 0 is free. */
  #slots = new Uint32Array(16);
  #count = 0;

  constructor(labelCount: number, width: number) {
    this.width = width;
    this.#labelCount = labelCount;
    this.#rowsPerPage = labelCount === 0 ? 1 : ROWS_PER_PAGE;
    this.#idByText = Array.from({ length: labelCount }, () => new Map<string, number>());
    this.#textById = Array.from({ length: labelCount }, () => []);
    this.#ids = new Uint32Array(8 * labelCount);
  }

  /** Number of series. */
  get count(): number {
    return this.#count;
  }

  /** The number of the series with these label values, or -1. */
  find(texts: readonly string[]): number {
    const labelCount = this.#labelCount;
    const ids = SCRATCH;
    for (let label = 0; label < labelCount; label++) {
      const id = this.#idByText[label].get(texts[label]);
      if (id === undefined) return -1;
      ids[label] = id;
    }
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = hashOf(ids, 0, labelCount) & mask; slots[at] !== 0; at = (at + 1) & mask) {
      if (this.#hasIds(slots[at] - 1, ids)) return slots[at] - 1;
    }
    return -1;
  }

  /** Adds a series that is not there yet. */
  add(texts: readonly string[]): number {
    const series = this.#count++;
    const labelCount = this.#labelCount;
    if (this.#count * labelCount > this.#ids.length) this.#ids = grown(this.#ids);
    for (let label = 0; label < labelCount; label++) {
      this.#ids[series * labelCount + label] = this.#intern(label, texts[label]);
    }
    if (series % this.#rowsPerPage === 0) this.#pages.push(new Float64Array(this.#rowsPerPage * this.width));
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    else this.#link(series);
    return series;
  }

  /** The page of a series. */
  pageOf(series: number): Float64Array {
    return this.#pages[(series / this.#rowsPerPage) | 0];
  }

  /** The first float of a series in its page. */
  offsetOf(series: number): number {
    return (series % this.#rowsPerPage) * this.width;
  }

  /** Page and offset of a series. */
  slotOf(series: number): SeriesSlot {
    return { page: this.pageOf(series), offset: this.offsetOf(series) };
  }

  /** The value of a label of a series. */
  textOf(series: number, label: number): string {
    return this.#textById[label][this.#ids[series * this.#labelCount + label]];
  }

  #intern(label: number, text: string): number {
    const known = this.#idByText[label].get(text);
    if (known !== undefined) return known;
    const id = this.#textById[label].push(text) - 1;
    this.#idByText[label].set(text, id);
    return id;
  }

  #hasIds(series: number, ids: Uint32Array): boolean {
    const first = series * this.#labelCount;
    for (let label = 0; label < this.#labelCount; label++) {
      if (this.#ids[first + label] !== ids[label]) return false;
    }
    return true;
  }

  #link(series: number): void {
    const mask = this.#slots.length - 1;
    let at = hashOf(this.#ids, series * this.#labelCount, this.#labelCount) & mask;
    while (this.#slots[at] !== 0) at = (at + 1) & mask;
    this.#slots[at] = series + 1;
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 4);
    for (let series = 0; series < this.#count; series++) this.#link(series);
  }
}

/** Ids of the series that is looked for; a look-up never waits, so one is enough. */
const SCRATCH = new Uint32Array(256);

function grown(ids: Uint32Array): Uint32Array {
  const copy = new Uint32Array(ids.length * 2);
  copy.set(ids);
  return copy;
}

function hashOf(ids: Uint32Array, first: number, count: number): number {
  let hash = 0x9e3779b1;
  for (let i = first; i < first + count; i++) {
    hash = Math.imul(hash ^ ids[i], 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}

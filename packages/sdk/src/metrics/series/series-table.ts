import { ROWS_PER_PAGE } from '../view/series-page.ts';
import { LabelDictionary } from './label-dictionary.ts';
import { TablePage } from './table-page.ts';

/** A row's number within its page, and where the number of the page starts, in the number of a series. */
const ROW_MASK = ROWS_PER_PAGE - 1;
const ROW_BITS = 6;

/** Rows of a metric's first page: most metrics have few series. */
const FIRST_ROWS = 8;

/** Removed series after which texts that no series has any more are given back. */
const MIN_GARBAGE = 1024;

/**
 * The series of one metric: label values interned to small numbers, an open-addressed table from their
 * combination to the number of the series, and the values in pages of plain floats that never move. The
 * number of a series is that of its page's place and its row.
 */
export class SeriesTable<Cell = unknown> {
  /** Floats of one series. */
  readonly width: number;
  /** The values of each page by its place: for recording without a step over the page. */
  readonly blocks: Float64Array[] = [];
  readonly #labelCount: number;
  readonly #byPlace: (TablePage<Cell> | undefined)[] = [];
  readonly #freePlaces: number[] = [];
  #pages: TablePage<Cell>[] = [];
  #open: TablePage<Cell> | undefined;
  #openPlace = 0;
  #dictionaries: readonly LabelDictionary[];
  /** The label values of each series by number. */
  #ids: Uint32Array;
  /** Number of the series plus one; 0 is free. */
  #slots = new Uint32Array(16);
  #count = 0;
  #garbage = 0;

  readonly #newCell: (() => Cell) | undefined;

  constructor(labelCount: number, width: number, newCell?: () => Cell) {
    this.width = width;
    this.#newCell = newCell;
    this.#labelCount = labelCount;
    this.#dictionaries = freshDictionaries(labelCount);
    this.#ids = new Uint32Array(FIRST_ROWS * labelCount);
  }

  /** Series, shown or not. */
  get count(): number {
    return this.#count;
  }

  /** Pages that have series, or had one last. */
  get pages(): readonly TablePage<Cell>[] {
    return this.#pages;
  }

  /** Different values of a label. */
  valuesOf(label: number): number {
    return this.#dictionaries[label].size;
  }

  /** Whether a label has had this value. */
  hasValue(label: number, text: string): boolean {
    return this.#dictionaries[label].idOf(text) !== undefined;
  }

  /** The number of the series with these label values, or -1. */
  find(texts: readonly string[]): number {
    const labelCount = this.#labelCount;
    const dictionaries = this.#dictionaries;
    const ids = SCRATCH;
    for (let label = 0; label < labelCount; label++) {
      const id = dictionaries[label].idOf(texts[label]);
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

  /** Adds a series that is not there yet, at zero. */
  add(texts: readonly string[]): number {
    const labelCount = this.#labelCount;
    const series = this.#takeRow();
    const first = series * labelCount;
    if (first + labelCount > this.#ids.length) this.#ids = grown(this.#ids, first + labelCount);
    for (let label = 0; label < labelCount; label++) {
      this.#ids[first + label] = this.#dictionaries[label].intern(texts[label]);
    }
    this.#count++;
    if (this.#count * 2 > this.#slots.length) this.#resize(this.#slots.length * 2);
    else this.#link(series);
    return series;
  }

  /** Removes a series; who still has its page and row records unseen. */
  remove(series: number): void {
    this.#unlink(series);
    this.#count--;
    this.#garbage++;
    const page = this.pageOf(series);
    page.free(series & ROW_MASK);
    if (page.taken === 0 && page.isFull) this.#dropPage(series >>> ROW_BITS, page);
    if (this.#garbage > MIN_GARBAGE && this.#garbage > this.#count) this.#compact();
  }

  /** Removes all series. */
  clear(): void {
    for (const page of this.#pages) {
      for (let row = 0; row < page.rowCount; row++) if (page.live[row] === 1) page.free(row);
    }
    this.#pages = [];
    this.#byPlace.length = 0;
    this.blocks.length = 0;
    this.#freePlaces.length = 0;
    this.#open = undefined;
    this.#count = 0;
    this.#garbage = 0;
    this.#slots = new Uint32Array(16);
    this.#dictionaries = freshDictionaries(this.#labelCount);
  }

  /** The page of a series. */
  pageOf(series: number): TablePage<Cell> {
    const page = this.#byPlace[series >>> ROW_BITS];
    if (page === undefined) throw new RangeError('the series was removed');
    return page;
  }

  /** The row of a series in its page. */
  rowOf(series: number): number {
    return series & ROW_MASK;
  }

  /** The value of a label of a series. */
  textOf(series: number, label: number): string {
    return this.#dictionaries[label].textOf(this.#ids[series * this.#labelCount + label]);
  }

  #takeRow(): number {
    if (this.#open === undefined || this.#open.isFull) this.#open = this.#addPage();
    const row = this.#open.take();
    if (this.#newCell) this.#open.cells[row] = this.#newCell();
    return (this.#openPlace << ROW_BITS) | row;
  }

  #addPage(): TablePage<Cell> {
    const place = this.#freePlaces.pop() ?? this.#byPlace.length;
    const capacity = this.#labelCount === 0 ? 1 : this.#byPlace.length === 0 ? FIRST_ROWS : ROWS_PER_PAGE;
    const page = new TablePage<Cell>(capacity, this.width, place << ROW_BITS, this);
    this.#byPlace[place] = page;
    this.blocks[place] = page.values;
    this.#pages.push(page);
    this.#openPlace = place;
    return page;
  }

  /** Readers may be walking over the pages: they keep the list they have. */
  #dropPage(place: number, page: TablePage<Cell>): void {
    this.#byPlace[place] = undefined;
    this.#freePlaces.push(place);
    this.#pages = this.#pages.filter((other) => other !== page);
  }

  #hasIds(series: number, ids: Uint32Array): boolean {
    const labelCount = this.#labelCount;
    const own = this.#ids;
    const first = series * labelCount;
    for (let label = 0; label < labelCount; label++) {
      if (own[first + label] !== ids[label]) return false;
    }
    return true;
  }

  #home(series: number): number {
    const labelCount = this.#labelCount;
    return hashOf(this.#ids, series * labelCount, labelCount) & (this.#slots.length - 1);
  }

  #link(series: number): void {
    const mask = this.#slots.length - 1;
    let at = this.#home(series);
    while (this.#slots[at] !== 0) at = (at + 1) & mask;
    this.#slots[at] = series + 1;
  }

  /** Takes a series out of the table; those behind it move up, so that no probe ends too early. */
  #unlink(series: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hole = this.#home(series);
    while (slots[hole] !== series + 1) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; slots[at] !== 0; at = (at + 1) & mask) {
      const home = this.#home(slots[at] - 1);
      // It may move to the hole only where that does not lie before its home.
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      slots[hole] = slots[at];
      hole = at;
    }
    slots[hole] = 0;
  }

  #resize(length: number): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(length);
    for (const slot of old) if (slot !== 0) this.#link(slot - 1);
    // The newest series is in no slot yet.
    this.#link((this.#openPlace << ROW_BITS) | ((this.#open?.rowCount ?? 1) - 1));
  }

  /** Interns the texts of all series anew: those that only removed series had are given back. */
  #compact(): void {
    const fresh = freshDictionaries(this.#labelCount);
    const linked = this.#slots.filter((slot) => slot !== 0);
    for (const slot of linked) {
      const first = (slot - 1) * this.#labelCount;
      for (const [label, dictionary] of fresh.entries()) {
        this.#ids[first + label] = dictionary.intern(this.textOf(slot - 1, label));
      }
    }
    this.#dictionaries = fresh;
    this.#garbage = 0;
    this.#slots = new Uint32Array(Math.max(16, 2 ** Math.ceil(Math.log2(this.#count * 2 + 2))));
    for (const slot of linked) this.#link(slot - 1);
  }
}

/** Ids of the series that is looked for; a look-up never waits, so one is enough. */
const SCRATCH = new Uint32Array(256);

function freshDictionaries(count: number): LabelDictionary[] {
  return Array.from({ length: count }, () => new LabelDictionary());
}

function grown(ids: Uint32Array, needed: number): Uint32Array {
  const copy = new Uint32Array(Math.max(needed, Math.ceil(ids.length * 1.5)));
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

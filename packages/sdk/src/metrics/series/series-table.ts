import { ROWS_PER_PAGE } from '../view/series-page.ts';
import { LabelDictionary } from './label-dictionary.ts';
import { SeriesIndex } from './series-index.ts';
import { TablePage } from './table-page.ts';

/**
 * A row's number within its page, and where the number of the page starts, in the number of a series. The
 * instruments write them as 63 and 6: an imported constant is read anew at each call, which takes 3 % of it.
 */
const ROW_MASK = ROWS_PER_PAGE - 1;
const ROW_BITS = 6;

/** Rows of a metric's first page: most metrics have few series. */
const FIRST_ROWS = 8;

/** The values of a page that is gone. */
const NO_VALUES = new Float64Array(0);

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
  /** The cells of each page by its place. */
  readonly cellBlocks: (readonly (Cell | undefined)[])[] = [];
  readonly #labelCount: number;
  readonly #byPlace: (TablePage<Cell> | undefined)[] = [];
  readonly #freePlaces: number[] = [];
  #pages: TablePage<Cell>[] = [];
  #open: TablePage<Cell> | undefined;
  #openPlace = 0;
  /** Finds series by the ids of their label values. */
  readonly index: SeriesIndex;
  /** The values of each label. */
  readonly dictionaries: readonly LabelDictionary[];
  readonly #newCell: (() => Cell) | undefined;
  #garbage = 0;

  constructor(labelCount: number, width: number, newCell?: () => Cell) {
    this.width = width;
    this.#newCell = newCell;
    this.#labelCount = labelCount;
    this.dictionaries = Array.from({ length: labelCount }, () => new LabelDictionary());
    this.index = new SeriesIndex(labelCount);
  }

  /** Series, shown or not. */
  get count(): number {
    return this.index.count;
  }

  /** Pages that have series, or had one last. */
  get pages(): readonly TablePage<Cell>[] {
    return this.#pages;
  }

  /** The number of the series with these label values, or -1. */
  find(texts: readonly string[]): number {
    const { dictionaries } = this;
    for (let label = 0; label < dictionaries.length; label++) {
      const id = dictionaries[label].idOf(texts[label]);
      if (id === undefined) return -1;
      SOUGHT[label] = id;
    }
    return this.index.find(SOUGHT);
  }

  /** Adds a series that is not there yet, at zero. */
  add(texts: readonly string[]): number {
    const series = this.#takeRow();
    this.index.add(series, this.#interned(texts));
    return series;
  }

  /** Removes a series; who still has its page and row records unseen. */
  remove(series: number): void {
    this.index.remove(series);
    this.#garbage++;
    const page = this.pageOf(series);
    page.free(series & ROW_MASK);
    if (page.taken === 0 && page.isFull) this.#dropPage(series >>> ROW_BITS, page);
    if (this.#garbage > MIN_GARBAGE && this.#garbage > this.count) this.#compact();
  }

  /** Removes all series. */
  clear(): void {
    for (const page of this.#pages) {
      for (let row = 0; row < page.rowCount; row++) if (page.isTaken(row)) page.free(row);
    }
    this.#pages = [];
    this.#byPlace.length = 0;
    this.blocks.length = 0;
    this.cellBlocks.length = 0;
    this.#freePlaces.length = 0;
    this.#open = undefined;
    this.index.clear();
    this.#garbage = 0;
    for (const dictionary of this.dictionaries) dictionary.clear();
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
    return this.dictionaries[label].textOf(this.index.ids[series * this.#labelCount + label]);
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
    this.cellBlocks[place] = page.cells;
    this.#pages.push(page);
    this.#openPlace = place;
    return page;
  }

  /** Readers may be walking over the pages: they keep the list they have. */
  #dropPage(place: number, page: TablePage<Cell>): void {
    this.#byPlace[place] = undefined;
    this.blocks[place] = NO_VALUES;
    this.cellBlocks[place] = [];
    this.#freePlaces.push(place);
    this.#pages = this.#pages.filter((other) => other !== page);
  }

  #interned(texts: readonly string[]): number[] {
    return this.dictionaries.map((dictionary, label) => dictionary.intern(texts[label]));
  }

  /** Interns the texts of all series anew: those that only removed series had are given back. */
  #compact(): void {
    const all = this.index.series();
    const texts = new Map(
      all.map((series) => [series, this.dictionaries.map((_, label) => this.textOf(series, label))]),
    );
    for (const dictionary of this.dictionaries) dictionary.clear();
    this.index.reindex((series) => this.#interned(texts.get(series) ?? []));
    this.#garbage = 0;
  }
}

/** Ids of the series that is looked for; a look-up never waits, so one is enough. */
const SOUGHT = new Uint32Array(64);

import type { Exemplar } from '../view/exemplar.ts';
import type { SeriesPage } from '../view/series-page.ts';

/** Where the label values of series are kept. */
export interface SeriesTexts {
  /** The value of a label of a series. */
  textOf(series: number, label: number): string;
}

/** A page of a series table: what readers see of it, and how the table changes it. */
export class TablePage<Cell = unknown> implements SeriesPage<Cell> {
  readonly values: Float64Array;
  readonly cells: (Cell | undefined)[] = [];
  readonly live: Uint8Array;
  readonly exemplars: ((Exemplar | undefined)[] | undefined)[] = [];
  readonly capacity: number;
  rowCount = 0;
  /** Rows that belong to a series, shown or not. */
  taken = 0;
  version = 0;
  /** The number of the series in its first row. */
  readonly firstSeries: number;
  readonly #texts: SeriesTexts;
  /** By row: 1 while a series has it, shown or not. */
  readonly #taken: Uint8Array;
  /** By row: 1 where somebody holds the row; made when it is needed. */
  #pinned: Uint8Array | undefined;

  constructor(capacity: number, width: number, firstSeries: number, texts: SeriesTexts) {
    this.capacity = capacity;
    this.firstSeries = firstSeries;
    this.values = new Float64Array(capacity * width);
    this.live = new Uint8Array(capacity);
    this.#texts = texts;
    this.#taken = new Uint8Array(capacity);
  }

  textOf(row: number, label: number): string {
    return this.#texts.textOf(this.firstSeries | row, label);
  }

  /** Whether all of its rows were handed out. */
  get isFull(): boolean {
    return this.rowCount === this.capacity;
  }

  /** Hands out the next row. */
  take(): number {
    const row = this.rowCount++;
    this.taken++;
    this.#taken[row] = 1;
    this.show(row, true);
    return row;
  }

  /** Takes a row from its series for good. */
  free(row: number): void {
    this.taken--;
    this.#taken[row] = 0;
    this.show(row, false);
    this.cells[row] &&= undefined;
    this.exemplars[row] &&= undefined;
  }

  /** Whether a series has a row, shown or not. */
  isTaken(row: number): boolean {
    return this.#taken[row] === 1;
  }

  /** Somebody holds a row: its series stays, even if it is hidden. */
  pin(row: number): void {
    this.#pinned ??= new Uint8Array(this.capacity);
    this.#pinned[row] = 1;
  }

  isPinned(row: number): boolean {
    return this.#pinned?.[row] === 1;
  }

  /** Shows or hides a row. */
  show(row: number, isShown: boolean): void {
    this.live[row] = isShown ? 1 : 0;
    this.version++;
  }
}

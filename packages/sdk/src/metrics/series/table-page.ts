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

  constructor(capacity: number, width: number, firstSeries: number, texts: SeriesTexts) {
    this.capacity = capacity;
    this.firstSeries = firstSeries;
    this.values = new Float64Array(capacity * width);
    this.live = new Uint8Array(capacity);
    this.#texts = texts;
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
    this.show(row, true);
    return row;
  }

  /** Takes a row from its series for good. */
  free(row: number): void {
    this.taken--;
    this.show(row, false);
    this.cells[row] &&= undefined;
    this.exemplars[row] &&= undefined;
  }

  /** Shows or hides a row. */
  show(row: number, isShown: boolean): void {
    this.live[row] = isShown ? 1 : 0;
    this.version++;
  }
}

import type { Exemplar } from './exemplar.ts';

/** Rows of a page at most; a metric's first page is smaller, that of a metric without labels has one. */
export const ROWS_PER_PAGE = 64;

/**
 * Some series (rows) of one metric, as readers see them. A page never moves; the number of a row is never
 * given to another series while its page lives.
 */
export interface SeriesPage<Cell = unknown> {
  /** Rows one after the other: row `r` starts at `r * width` of its metric. */
  readonly values: Float64Array;
  /** State of a row that is no plain float: `NativeBuckets`, `Sketch`; empty for other kinds. */
  readonly cells: readonly (Cell | undefined)[];
  /** Rows handed out so far. */
  readonly rowCount: number;
  /** By row: 1 where it is shown; 0 where it is removed, expired or was never used. */
  readonly live: Uint8Array;
  /** Grows whenever a row is added, removed, hidden or shown again: texts made before are void. */
  readonly version: number;
  /**
   * By row: for counters one exemplar, for histograms one by index of the bucket (a native-only histogram
   * has one). Empty where nothing keeps exemplars.
   */
  readonly exemplars: readonly (readonly (Exemplar | undefined)[] | undefined)[];
  /** The value of a label of a live row; the label by its index in the metric's `labelNames`. */
  textOf(row: number, label: number): string;
}

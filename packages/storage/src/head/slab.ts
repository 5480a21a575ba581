import { bitsOf } from '@telltale/model';
import type { HistogramColumn, NativeHistogram } from '@telltale/model';
import type { Presence } from '../codec/presence.ts';
import { MAX_GRID_COLUMNS, SampleGrid } from './sample-grid.ts';
import { packHistograms } from './sealed-slab.ts';
import type { SealedSlab } from './sealed-slab.ts';

/** Rows of a slab at most; row numbers fit a byte. */
export const MAX_SLAB_ROWS = 120;
/** The time a slab may span: bounds what has to be replayed and how long log segments are kept. */
export const MAX_SLAB_SPAN_MS = 2 * 3_600_000;

const DAY_MS = 86_400_000;
const FIRST_TIMES = 16;
/** The words of the value in place of a histogram. */
const NO_VALUE = new Uint32Array(2);

/** The place of one series in one slab. */
export class SlabColumn {
  readonly slab: Slab;
  readonly index: number;
  readonly seriesId: number;
  /** The column that the series had before, as long as that is in no block. */
  older: SlabColumn | undefined;

  constructor(slab: Slab, index: number, seriesId: number) {
    this.slab = slab;
    this.index = index;
    this.seriesId = seriesId;
    this.older = undefined;
  }

  /** The rows in which the series has samples. */
  get presence(): Presence {
    return this.slab.presenceOf(this.index);
  }

  get lastTimestampMs(): number {
    return this.slab.lastTimestampOf(this.index);
  }
}

export interface SlabOrigin {
  readonly id: number;
  readonly group: string;
  /** Whether it takes samples that are older than others of their series. */
  readonly isLate: boolean;
  /** How many series are expected. */
  readonly columns?: number;
  /** After how many rows the slab is cut. */
  readonly rowLimit: number;
  readonly firstTimestampMs: number;
  /** The log batch that holds the first row. */
  readonly firstBatch: number;
  /** The clock when the slab was opened, for cutting slabs of slow groups. */
  readonly openedAtMs: number;
}

/** Up to 128 series that are sampled together: one timestamp column, one value column each. */
export class Slab {
  readonly origin: SlabOrigin;
  readonly dayMs: number;
  readonly columns: SlabColumn[] = [];
  isOpen = true;
  /** How often a series that had its newest samples here went elsewhere. */
  departures = 0;
  /** The clock when the last row came, for cutting slabs whose series have ended. */
  lastRowAtMs: number;
  /** Where the series of a sealed slab go on, so that they stay together. */
  successor: Slab | undefined;
  lastTimestampMs = -Infinity;
  readonly #grid: SampleGrid;
  #times: Float64Array = new Float64Array(FIRST_TIMES);
  #timesView: Float64Array | undefined;
  /** By column, then by row; made with the first native histogram. */
  #histograms: Map<number, Map<number, NativeHistogram>> | undefined;

  constructor(origin: SlabOrigin) {
    this.origin = origin;
    this.lastRowAtMs = origin.openedAtMs;
    this.dayMs = Math.floor(origin.firstTimestampMs / DAY_MS) * DAY_MS;
    this.#grid = new SampleGrid(origin.columns);
  }

  get rowCount(): number {
    return this.#grid.rowCount;
  }

  get sampleCount(): number {
    return this.#grid.sampleCount;
  }

  /** The times of all rows; the same array until a row is added. */
  get timestamps(): Float64Array {
    return (this.#timesView ??= this.#times.subarray(0, this.rowCount));
  }

  get hasRoom(): boolean {
    return this.columns.length < MAX_GRID_COLUMNS;
  }

  /** Whether the slab is finished before a row of this time: full, too long, or of another day. */
  isPast(timestampMs: number): boolean {
    if (timestampMs <= this.lastTimestampMs) return false;
    return (
      this.rowCount >= this.origin.rowLimit ||
      timestampMs - this.origin.firstTimestampMs >= MAX_SLAB_SPAN_MS ||
      timestampMs >= this.dayMs + DAY_MS
    );
  }

  /** Makes a time that is not before the last row the last one; `nowMs` is when it comes. */
  beginRow(timestampMs: number, nowMs: number): void {
    if (timestampMs === this.lastTimestampMs) return;
    const row = this.#grid.addRow();
    if (row === this.#times.length) {
      const times = new Float64Array(Math.min(MAX_SLAB_ROWS, row * 2));
      times.set(this.#times);
      this.#times = times;
    }
    this.lastRowAtMs = nowMs;
    this.lastTimestampMs = timestampMs;
    this.#timesView = undefined;
    this.#times[row] = timestampMs;
  }

  /** Adds a sample to the last row: the value at `index` of other words. */
  put(column: number, words: Uint32Array, index: number): void {
    this.#grid.put(column, words, index);
  }

  /** Adds samples to the last row, of successive columns from `column` on. */
  putAll(column: number, words: Uint32Array): void {
    this.#grid.putAll(column, words);
  }

  putHistogram(column: number, histogram: NativeHistogram): void {
    this.#grid.put(column, NO_VALUE, 0);
    this.#histograms ??= new Map();
    let ofColumn = this.#histograms.get(column);
    if (ofColumn === undefined) this.#histograms.set(column, (ofColumn = new Map()));
    ofColumn.set(this.rowCount - 1, histogram);
  }

  addColumn(seriesId: number): SlabColumn {
    const column = new SlabColumn(this, this.#grid.addColumn(), seriesId);
    this.columns.push(column);
    return column;
  }

  presenceOf(column: number): Presence {
    return this.#grid.presenceOf(column);
  }

  /** Of the newest sample of a column; -Infinity while it has none. */
  lastTimestampOf(column: number): number {
    const row = this.#grid.lastRowOf(column);
    return row < 0 ? -Infinity : this.#times[row];
  }

  /** The number of the sample that a column has of a time, or -1. */
  indexOf(column: number, timestampMs: number): number {
    const row = this.timestamps.indexOf(timestampMs);
    if (row < 0 || !this.#grid.has(row, column)) return -1;
    const { firstRow, rows } = this.presenceOf(column);
    return rows === undefined ? row - firstRow : rows.indexOf(row);
  }

  /** A copy of the values of a column, `from` up to `to` of those it has; 0 in place of a histogram. */
  valuesOf(column: number, presence: Presence, from = 0, to = presence.count): Float64Array {
    const values = new Float64Array(to - from);
    this.#grid.copy(column, presence, { from, to }, bitsOf(values));
    return values;
  }

  /** The native histograms of a column, one entry per sample from `from` up to `to`, where it has any. */
  histogramsOf(
    column: number,
    { firstRow, rows }: Presence,
    from: number,
    to: number,
  ): HistogramColumn | undefined {
    const histograms = this.#histograms?.get(column);
    return (
      histograms &&
      Array.from({ length: to - from }, (_, i) => histograms.get(rows?.[from + i] ?? firstRow + from + i))
    );
  }

  /** Copies everything into transferable buffers; the slab itself stays readable. */
  pack(): SealedSlab {
    const { sampleCount } = this;
    const rows = new Uint8Array(sampleCount);
    const values = new Float64Array(sampleCount);
    const words = bitsOf(values);
    const counts = new Uint16Array(this.columns.length);
    let offset = 0;
    for (const { index, presence } of this.columns) {
      const { count, firstRow } = presence;
      this.#grid.copy(index, presence, { from: 0, to: count }, words, offset);
      for (let i = 0; i < count; i++) rows[offset + i] = presence.rows?.[i] ?? firstRow + i;
      counts[index] = count;
      offset += count;
    }
    return {
      slabId: this.origin.id,
      dayMs: this.dayMs,
      timestamps: Float64Array.from(this.timestamps),
      seriesIds: Uint32Array.from(this.columns, ({ seriesId }) => seriesId),
      counts,
      rows,
      values,
      ...this.#packHistograms(),
    };
  }

  #packHistograms(): Pick<SealedSlab, 'histograms'> {
    if (this.#histograms === undefined) return {};
    const samples = this.columns.flatMap(({ index, presence }) => {
      const { count } = presence;
      return this.histogramsOf(index, presence, 0, count) ?? Array.from<undefined>({ length: count });
    });
    return { histograms: packHistograms(samples) };
  }
}

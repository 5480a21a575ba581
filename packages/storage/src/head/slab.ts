import type { HistogramColumn, NativeHistogram } from '@telltale/model';
import { packHistograms } from './sealed-slab.ts';
import type { SealedSlab } from './sealed-slab.ts';

/** Columns of a slab at most: few enough that reading one series does not drag many along. */
const MAX_SLAB_COLUMNS = 128;
/** Rows of a slab at most; row numbers fit a byte. */
export const MAX_SLAB_ROWS = 120;
/** The time a slab may span: bounds what has to be replayed and how long log segments are kept. */
export const MAX_SLAB_SPAN_MS = 2 * 3_600_000;

const DAY_MS = 86_400_000;
const FIRST_TIMES = 16;
/** Values a column has room for at first; a series that ends soon needs no more. */
const FIRST_CAPACITY = 4;
/** Columns that share an array: one of its own for each takes memory, and the collector time. */
const SHARING_COLUMNS = 16;
/** Room of a column that goes on; in a replay there are more samples to come. */
const SECOND_CAPACITY = 16;
const SECOND_REPLAY_CAPACITY = 48;
const GROWTH = 3;

/** A part of an array that columns share. */
interface Space {
  /** The words of doubles: a second view of the same bytes would cost each column an object more. */
  readonly words: Uint32Array;
  /** The first value of the part. */
  readonly offset: number;
}

/** The samples of one series in one slab: values dense, rows beside them only when there are gaps. */
export class SlabColumn {
  readonly slab: Slab;
  readonly seriesId: number;
  firstRow = 0;
  lastRow = -1;
  count = 0;
  /** Set once a row was skipped. */
  rows: Uint8Array | undefined;
  /** Made with the first native histogram; then one entry per sample. */
  #histograms: (NativeHistogram | undefined)[] | undefined;
  /** See {@link Space}. */
  #words: Uint32Array;
  #offset: number;
  #capacity = FIRST_CAPACITY;

  constructor(slab: Slab, seriesId: number) {
    const { words, offset } = slab.takeSpace(FIRST_CAPACITY);
    this.slab = slab;
    this.seriesId = seriesId;
    this.#words = words;
    this.#offset = offset;
  }

  /** One value per sample; 0 in place of a histogram. */
  get values(): Float64Array {
    const { buffer, byteOffset } = this.#words;
    return new Float64Array(buffer, byteOffset + this.#offset * 8, this.count);
  }

  /**
   * One entry per sample where any is a native histogram. Later samples are added to the same array:
   * take the first `count`.
   */
  get histograms(): HistogramColumn | undefined {
    return this.#histograms;
  }

  /** Adds the value at `index` of another column, bit by bit: a NaN keeps its payload. */
  push(row: number, sourceBits: Uint32Array, index: number): void {
    this.#pushBits(row, sourceBits[index * 2], sourceBits[index * 2 + 1]);
    this.#histograms?.push(undefined);
  }

  pushHistogram(row: number, histogram: NativeHistogram): void {
    const before = this.count;
    this.#pushBits(row, 0, 0);
    this.#histograms ??= Array.from({ length: before });
    this.#histograms.push(histogram);
  }

  get lastTimestampMs(): number {
    return this.slab.timestamps[this.lastRow];
  }

  /** The number of the sample of a time, or -1. */
  indexOf(timestampMs: number): number {
    const row = this.slab.rowOf(timestampMs);
    if (row < this.firstRow || row > this.lastRow) return -1;
    return this.rows === undefined ? row - this.firstRow : this.rows.subarray(0, this.count).indexOf(row);
  }

  #pushBits(row: number, low: number, high: number): void {
    const count = this.count;
    if (count === this.#capacity) this.#grow();
    const at = (this.#offset + count) * 2;
    this.#words[at] = low;
    this.#words[at + 1] = high;
    if (count === 0) this.firstRow = row;
    else if (row !== this.lastRow + 1 && this.rows === undefined) this.rows = this.#contiguousRows();
    if (this.rows !== undefined) this.rows[count] = row;
    this.lastRow = row;
    this.count = count + 1;
  }

  #grow(): void {
    const second = this.slab.origin.isReplayed ? SECOND_REPLAY_CAPACITY : SECOND_CAPACITY;
    this.#capacity = Math.min(MAX_SLAB_ROWS, Math.max(second, this.#capacity * GROWTH));
    const { words, offset } = this.slab.takeSpace(this.#capacity);
    const end = this.count * 2;
    for (let i = 0; i < end; i++) words[offset * 2 + i] = this.#words[this.#offset * 2 + i];
    this.#words = words;
    this.#offset = offset;
  }

  #contiguousRows(): Uint8Array {
    const rows = new Uint8Array(MAX_SLAB_ROWS);
    for (let i = 0; i < this.count; i++) rows[i] = this.firstRow + i;
    return rows;
  }
}

export interface SlabOrigin {
  readonly id: number;
  readonly group: string;
  /** Whether it takes samples that are older than others of their series. */
  readonly isLate: boolean;
  readonly isReplayed: boolean;
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
  rowCount = 0;
  isOpen = true;
  /** The clock when the last row came, for cutting slabs whose series have ended. */
  lastRowAtMs: number;
  /** Where the series of a sealed slab go on, so that they stay together. */
  successor: Slab | undefined;
  #times: Float64Array = new Float64Array(FIRST_TIMES);
  #timesView: Float64Array | undefined;
  /** By capacity, the array that the next column to get so much room shares, and how many may. */
  readonly #spaces = new Map<number, { readonly words: Uint32Array; left: number }>();

  constructor(origin: SlabOrigin) {
    this.origin = origin;
    this.lastRowAtMs = origin.openedAtMs;
    this.dayMs = Math.floor(origin.firstTimestampMs / DAY_MS) * DAY_MS;
  }

  /** The times of all rows; the same array until a row is added. */
  get timestamps(): Float64Array {
    return (this.#timesView ??= this.#times.subarray(0, this.rowCount));
  }

  get lastTimestampMs(): number {
    return this.rowCount === 0 ? -Infinity : this.#times[this.rowCount - 1];
  }

  get hasRoom(): boolean {
    return this.columns.length < MAX_SLAB_COLUMNS;
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

  /** The row of a time not before the last row; a new one, that comes at `nowMs`, where needed. */
  rowAt(timestampMs: number, nowMs: number): number {
    if (timestampMs === this.lastTimestampMs) return this.rowCount - 1;
    if (this.rowCount === this.#times.length) {
      const times = new Float64Array(Math.min(MAX_SLAB_ROWS, this.rowCount * 2));
      times.set(this.#times);
      this.#times = times;
    }
    this.lastRowAtMs = nowMs;
    this.#timesView = undefined;
    this.#times[this.rowCount] = timestampMs;
    return this.rowCount++;
  }

  /** The row of a time that is in the slab, or -1. */
  rowOf(timestampMs: number): number {
    return this.timestamps.indexOf(timestampMs);
  }

  addColumn(seriesId: number): SlabColumn {
    const column = new SlabColumn(this, seriesId);
    this.columns.push(column);
    return column;
  }

  /** Room for so many values of one column. */
  takeSpace(capacity: number): Space {
    let space = this.#spaces.get(capacity);
    if (space === undefined || space.left === 0) {
      // Nobody may come to share what is large; columns grow together, so there are as many as now.
      const sharing = capacity === FIRST_CAPACITY ? SHARING_COLUMNS : this.columns.length;
      const left = Math.min(SHARING_COLUMNS, sharing);
      space = { words: new Uint32Array(left * capacity * 2), left };
      this.#spaces.set(capacity, space);
    }
    return { words: space.words, offset: --space.left * capacity };
  }

  /** Copies everything into transferable buffers; the slab itself stays readable. */
  pack(): SealedSlab {
    let total = 0;
    for (const column of this.columns) total += column.count;
    const rows = new Uint8Array(total);
    const values = new Float64Array(total);
    let offset = 0;
    for (const column of this.columns) {
      values.set(column.values, offset);
      for (let i = 0; i < column.count; i++) {
        rows[offset + i] = column.rows === undefined ? column.firstRow + i : column.rows[i];
      }
      offset += column.count;
    }
    return {
      slabId: this.origin.id,
      dayMs: this.dayMs,
      timestamps: Float64Array.from(this.timestamps),
      seriesIds: Uint32Array.from(this.columns, ({ seriesId }) => seriesId),
      counts: Uint16Array.from(this.columns, ({ count }) => count),
      rows,
      values,
      ...this.#packHistograms(),
    };
  }

  #packHistograms(): Pick<SealedSlab, 'histograms'> {
    if (this.columns.every(({ histograms }) => histograms === undefined)) return {};
    const samples = this.columns.flatMap(
      ({ histograms, count }) => histograms ?? Array.from<undefined>({ length: count }),
    );
    return { histograms: packHistograms(samples) };
  }
}

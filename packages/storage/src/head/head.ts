import { bitsOf } from '@telltale/model';
import type { SampleRow } from '@telltale/model';
import { MAX_SLAB_ROWS, MAX_SLAB_SPAN_MS, Slab } from './slab.ts';
import type { SlabColumn } from './slab.ts';

/** A slab without a new row for so long is cut: its series have ended, or are sampled very seldom. */
const MAX_SLAB_IDLE_MS = 10 * 60_000;

/** Successors are made only for slabs at least this full, so that slabs shrunk by churn merge again. */
const MIN_COLUMNS_TO_CONTINUE = 32;

/** Shared by all series that have no columns. */
const NO_COLUMNS: readonly SlabColumn[] = [];

interface HeadSeries {
  readonly id: number;
  /** NaN while it is not known how far the blocks on disk go. */
  lastTimestampMs: number;
  /** Where the next sample goes; undefined when it needs a new place. */
  current: SlabColumn | undefined;
  /** All columns not yet in blocks, oldest first; their time ranges do not overlap. Never changed, so that it has no room to spare. */
  columns: readonly SlabColumn[];
}

export interface HeadOptions {
  readonly nowMs: () => number;
  /** Receives every slab that was cut; the head keeps it readable until `release`. */
  readonly onSealed: (slab: Slab) => void;
}

/**
 * The newest samples, in memory. Every sample is also in the write-ahead log; slabs that were cut
 * live here until their block is committed.
 *
 * Invariant: a column holds a run of successive samples of its series. A series that moves to
 * another slab, and even back, opens a new column. The columns of a series, in the head and in blocks,
 * therefore never overlap in time.
 */
export class Head {
  readonly #options: HeadOptions;
  readonly #series: (HeadSeries | undefined)[] = [];
  readonly #openSlabs = new Map<string, Slab[]>();
  readonly #liveSlabs = new Map<number, Slab>();
  #lastInBlocks: (seriesId: number) => number = () => -Infinity;
  #nextSlabId = 1;
  #accepted = new Uint32Array(256);
  #isReplaying = true;

  constructor(options: HeadOptions) {
    this.#options = options;
  }

  /** Makes a series known; samples of unknown series are a mistake of the caller. */
  addSeries(id: number): void {
    this.#series[id] = { id, lastTimestampMs: NaN, current: undefined, columns: NO_COLUMNS };
  }

  /** Forgets a series that has no columns. */
  removeSeries(id: number): void {
    this.#series[id] = undefined;
  }

  hasSeries(id: number): boolean {
    return this.#series[id] !== undefined;
  }

  /**
   * Adds the samples that are newer than the last one of their series.
   *
   * @returns the indices of the accepted samples; valid until the next call.
   */
  append(row: SampleRow, batch: number): Uint32Array {
    const { ids, timestampMs, histograms } = row;
    const bits = bitsOf(row.values);
    const nowMs = this.#options.nowMs();
    if (this.#accepted.length < ids.length) this.#accepted = new Uint32Array(ids.length * 2);
    const accepted = this.#accepted;
    let count = 0;
    for (let i = 0; i < ids.length; i++) {
      const series = this.#series[ids[i]];
      if (series === undefined) continue;
      if (!(timestampMs > series.lastTimestampMs) && !this.#isNewer(series, timestampMs)) continue;
      let column = series.current;
      if (column === undefined || !canTake(column.slab, timestampMs)) {
        column = this.#place(series, row, batch);
      }
      const rowInSlab = column.slab.rowAt(timestampMs, nowMs);
      const histogram = histograms?.[i];
      if (histogram === undefined) column.push(rowInSlab, bits, i);
      else column.pushHistogram(rowInSlab, histogram);
      series.lastTimestampMs = timestampMs;
      accepted[count++] = i;
    }
    return accepted.subarray(0, count);
  }

  /** The columns of a series that are not in blocks yet, oldest first. */
  columnsOf(id: number): readonly SlabColumn[] {
    return this.#series[id]?.columns ?? NO_COLUMNS;
  }

  /** The next sample of the series starts a new run, because the one before it is elsewhere. */
  endRun(id: number): void {
    const series = this.#series[id];
    if (series !== undefined) series.current = undefined;
  }

  /** From now on samples must also be newer than those in blocks. */
  finishReplay(lastInBlocks: (seriesId: number) => number): void {
    this.#isReplaying = false;
    this.#lastInBlocks = lastInBlocks;
    for (const series of this.#series) if (series !== undefined) series.lastTimestampMs = NaN;
  }

  /** Forgets a slab whose block is committed. */
  release(slabId: number): void {
    const slab = this.#liveSlabs.get(slabId);
    if (slab === undefined) return;
    this.#liveSlabs.delete(slabId);
    for (const column of slab.columns) {
      const series = this.#series[column.seriesId];
      if (series === undefined) continue;
      series.columns =
        series.columns.length === 1 ? NO_COLUMNS : series.columns.filter((other) => other !== column);
      // A series that ended must not hold the slab, its successor and so all later ones in memory.
      if (series.current === column) series.current = undefined;
    }
  }

  /** Cuts slabs that were opened two hours ago, or had no row for ten minutes. */
  sealOverdue(): void {
    const nowMs = this.#options.nowMs();
    for (const slabs of this.#openSlabs.values()) {
      for (const slab of slabs) if (isOverdue(slab, nowMs)) this.#seal(slab);
    }
  }

  /** The oldest log batch that still holds samples found nowhere else, or `undefined`. */
  oldestBatch(): number | undefined {
    let oldest: number | undefined;
    for (const { origin } of this.#liveSlabs.values()) {
      if (oldest === undefined || origin.firstBatch < oldest) oldest = origin.firstBatch;
    }
    return oldest;
  }

  sampleCount(): number {
    let count = 0;
    for (const slab of this.#liveSlabs.values()) for (const column of slab.columns) count += column.count;
    return count;
  }

  #isNewer(series: HeadSeries, timestampMs: number): boolean {
    if (!Number.isNaN(series.lastTimestampMs)) return false;
    const last = series.columns.at(-1)?.lastTimestampMs ?? -Infinity;
    series.lastTimestampMs = Math.max(last, this.#lastInBlocks(series.id));
    return timestampMs > series.lastTimestampMs;
  }

  /** Finds the slab for the next sample of a series and opens a column there. */
  #place(series: HeadSeries, row: SampleRow, batch: number): SlabColumn {
    const previous = series.current?.slab;
    if (previous?.isOpen && previous.isPast(row.timestampMs)) this.#seal(previous);
    const slab =
      this.#successorOf(previous, row, batch) ??
      this.#slabWithRoom(row) ??
      this.#openSlab(row, batch, this.#firstRowLimit(series.id));
    const column = slab.addColumn(series.id);
    series.current = column;
    series.columns = [...series.columns, column];
    return column;
  }

  #successorOf(previous: Slab | undefined, row: SampleRow, batch: number): Slab | undefined {
    if (previous === undefined || previous.isOpen) return undefined;
    if (previous.columns.length < MIN_COLUMNS_TO_CONTINUE) return undefined;
    previous.successor ??= this.#openSlab(row, batch, MAX_SLAB_ROWS);
    const { successor } = previous;
    return successor.hasRoom && canTake(successor, row.timestampMs) ? successor : undefined;
  }

  #slabWithRoom(row: SampleRow): Slab | undefined {
    return this.#openSlabs.get(row.group)?.findLast((slab) => slab.hasRoom && canTake(slab, row.timestampMs));
  }

  #openSlab(row: SampleRow, batch: number, rowLimit: number): Slab {
    const slab = new Slab({
      id: this.#nextSlabId++,
      group: row.group,
      rowLimit,
      firstTimestampMs: row.timestampMs,
      firstBatch: batch,
      openedAtMs: this.#options.nowMs(),
    });
    this.#liveSlabs.set(slab.origin.id, slab);
    const open = this.#openSlabs.get(row.group);
    if (open === undefined) this.#openSlabs.set(row.group, [slab]);
    else open.push(slab);
    return slab;
  }

  /** Spreads the first cuts over the slabs, so that not all of them are encoded in one moment. */
  #firstRowLimit(seriesId: number): number {
    if (this.#isReplaying) return MAX_SLAB_ROWS;
    return 1 + ((Math.imul(seriesId, 0x9e37_79b1) >>> 0) % MAX_SLAB_ROWS);
  }

  #seal(slab: Slab): void {
    slab.isOpen = false;
    const { group } = slab.origin;
    const open = this.#openSlabs.get(group)?.filter((other) => other !== slab) ?? [];
    if (open.length === 0) this.#openSlabs.delete(group);
    else this.#openSlabs.set(group, open);
    this.#options.onSealed(slab);
  }
}

function isOverdue({ origin, lastRowAtMs }: Slab, nowMs: number): boolean {
  return nowMs - origin.openedAtMs >= MAX_SLAB_SPAN_MS || nowMs - lastRowAtMs >= MAX_SLAB_IDLE_MS;
}

/** Whether a slab can hold a sample of this time: still open, not ahead of it, not finished. */
function canTake(slab: Slab, timestampMs: number): boolean {
  return slab.isOpen && timestampMs >= slab.lastTimestampMs && !slab.isPast(timestampMs);
}

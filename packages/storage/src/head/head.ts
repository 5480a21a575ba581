import { bitsOf } from '@telltale/model';
import type { SampleRow } from '@telltale/model';
import { areSameSample } from './sample-identity.ts';
import type { SamplePlace } from './sample-identity.ts';
import { MAX_SLAB_ROWS, MAX_SLAB_SPAN_MS, Slab } from './slab.ts';
import type { SlabColumn, SlabOrigin } from './slab.ts';

/** A slab without a new row for so long is cut: its series have ended, or are sampled very seldom. */
const MAX_SLAB_IDLE_MS = 10 * 60_000;

/** Successors are made only for slabs at least this full, so that slabs shrunk by churn merge again. */
const MIN_COLUMNS_TO_CONTINUE = 32;

/** Shared by all series that have no columns. */
const NO_COLUMNS: readonly SlabColumn[] = [];

/** Open slabs for late samples of a group: samples that come ever older each need another one. */
const MAX_LATE_SLABS = 32;

interface HeadSeries {
  readonly id: number;
  /** Of the newest sample; NaN while it is not known how far the blocks on disk go. */
  lastTimestampMs: number;
  /** Where the next sample goes; undefined when it needs a new place. */
  current: SlabColumn | undefined;
  /** All columns not yet in blocks, in the order they were opened. Never changed, so that it has no room to spare. */
  columns: readonly SlabColumn[];
}

export interface HeadOptions {
  readonly nowMs: () => number;
  /** How much older than the newest sample of its series, and the clock, a sample may be. Default: no limit. */
  readonly outOfOrderWindowMs?: number;
  /** Receives every slab that was cut; the head keeps it readable until `release`. */
  readonly onSealed: (slab: Slab) => void;
}

/** What the head must know of the samples in blocks. */
export interface BlocksBehind {
  /** The time of the newest sample of a series, or -Infinity. */
  lastTimestampMs(seriesId: number): number;
  find(seriesId: number, timestampMs: number): SamplePlace | undefined;
}

/** What became of the samples of a row. */
export interface HeadResult {
  /** The indices of the accepted samples; valid until the next call. */
  readonly accepted: Uint32Array;
  /** Samples that the series has already, bit for bit. */
  readonly duplicates: number;
  /** Samples of a time for which the series has another value. */
  readonly conflicting: number;
  /** Samples older than the window. */
  readonly tooOld: number;
}

type LateFate = 'accepted' | 'duplicates' | 'conflicting' | 'tooOld';

const NO_BLOCKS: BlocksBehind = { lastTimestampMs: () => -Infinity, find: () => undefined };

/**
 * The newest samples, in memory. Every sample is also in the write-ahead log; slabs that were cut
 * live here until their block is committed.
 *
 * Invariants: the times of a column ascend, and no two columns of a series, in the head or in blocks,
 * have a sample of the same time. Samples that come in order make columns that do not overlap: a
 * series that moves to another slab, and even back, opens a new column. Late samples, older than
 * others of their series, go to columns in slabs of their own; those lie within the range of other columns.
 */
export class Head {
  readonly #options: HeadOptions;
  readonly #series: (HeadSeries | undefined)[] = [];
  readonly #openSlabs = new Map<string, Slab[]>();
  readonly #liveSlabs = new Map<number, Slab>();
  #blocks = NO_BLOCKS;
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

  /** Adds the samples that are newer than the last one of their series, and late ones within the window. */
  append(row: SampleRow, batch: number): HeadResult {
    const { ids, timestampMs, histograms } = row;
    const bits = bitsOf(row.values);
    const nowMs = this.#options.nowMs();
    if (this.#accepted.length < ids.length) this.#accepted = new Uint32Array(ids.length * 2);
    const accepted = this.#accepted;
    const fates = { accepted: 0, duplicates: 0, conflicting: 0, tooOld: 0 };
    // Most series of a row share a slab with the one before: what was found out of it holds for them.
    let slab: Slab | undefined;
    let rowInSlab = 0;
    for (let i = 0; i < ids.length; i++) {
      const series = this.#series[ids[i]];
      if (series === undefined) continue;
      let column = series.current;
      if (timestampMs > series.lastTimestampMs || this.#isNewer(series, timestampMs)) {
        if (column === undefined || (column.slab !== slab && !canTake(column.slab, timestampMs))) {
          column = this.#place(series, row, batch);
        }
        series.lastTimestampMs = timestampMs;
      } else {
        const fate = this.#fateOf(series, row, i, nowMs);
        if (fate !== 'accepted') {
          fates[fate]++;
          continue;
        }
        column = this.#placeLate(series, row, batch);
      }
      if (column.slab !== slab) {
        slab = column.slab;
        rowInSlab = slab.rowAt(timestampMs, nowMs);
      }
      const histogram = histograms?.[i];
      if (histogram === undefined) column.push(rowInSlab, bits, i);
      else column.pushHistogram(rowInSlab, histogram);
      accepted[fates.accepted++] = i;
    }
    return { ...fates, accepted: accepted.subarray(0, fates.accepted) };
  }

  /** The columns of a series that are not in blocks yet; they may overlap in time. */
  columnsOf(id: number): readonly SlabColumn[] {
    return this.#series[id]?.columns ?? NO_COLUMNS;
  }

  /** The next sample of the series starts a new run, because the one before it is elsewhere. */
  endRun(id: number): void {
    const series = this.#series[id];
    if (series !== undefined) series.current = undefined;
  }

  /** From now on samples are also compared with those in blocks. */
  finishReplay(blocks: BlocksBehind): void {
    this.#isReplaying = false;
    this.#blocks = blocks;
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

  /** The time of the newest sample here, or -Infinity. */
  newestMs(): number {
    let newest = -Infinity;
    for (const { lastTimestampMs } of this.#liveSlabs.values()) newest = Math.max(newest, lastTimestampMs);
    return newest;
  }

  sampleCount(): number {
    let count = 0;
    for (const slab of this.#liveSlabs.values()) for (const column of slab.columns) count += column.count;
    return count;
  }

  #isNewer(series: HeadSeries, timestampMs: number): boolean {
    if (!Number.isNaN(series.lastTimestampMs)) return false;
    let last = this.#blocks.lastTimestampMs(series.id);
    for (const { lastTimestampMs } of series.columns) last = Math.max(last, lastTimestampMs);
    series.lastTimestampMs = last;
    return timestampMs > last;
  }

  /** What becomes of a sample that is not newer than the last one of its series. */
  #fateOf(series: HeadSeries, row: SampleRow, index: number, nowMs: number): LateFate {
    const { timestampMs, values, histograms } = row;
    const { outOfOrderWindowMs = Infinity } = this.#options;
    // A clock that was ahead for a while must not keep the right times out when it is right again.
    const newestMs = Math.min(series.lastTimestampMs, nowMs);
    // What is in the log was within the window when it came.
    if (timestampMs < newestMs - outOfOrderWindowMs && !this.#isReplaying) return 'tooOld';
    const there = this.#find(series, timestampMs);
    if (there === undefined) return 'accepted';
    return areSameSample(there, { values, histograms, index }) ? 'duplicates' : 'conflicting';
  }

  #find(series: HeadSeries, timestampMs: number): SamplePlace | undefined {
    for (const column of series.columns) {
      const index = column.indexOf(timestampMs);
      if (index >= 0) return { values: column.values, histograms: column.histograms, index };
    }
    return this.#blocks.find(series.id, timestampMs);
  }

  /** Finds or opens a column for a late sample, in a slab whose rows are older than it. */
  #placeLate(series: HeadSeries, row: SampleRow, batch: number): SlabColumn {
    const { timestampMs, group } = row;
    const own = series.columns.find(
      ({ slab, lastTimestampMs }) =>
        slab.origin.isLate && canTake(slab, timestampMs) && lastTimestampMs < timestampMs,
    );
    if (own !== undefined) return own;
    const slabs = this.#openSlabs.get(group)?.filter(({ origin }) => origin.isLate) ?? [];
    const room = slabs.findLast((slab) => slab.hasRoom && canTake(slab, timestampMs));
    if (room === undefined && slabs.length >= MAX_LATE_SLABS) this.#seal(slabs[0]);
    const slab = room ?? this.#openSlab(row, batch, { rowLimit: MAX_SLAB_ROWS, isLate: true });
    const column = slab.addColumn(series.id);
    series.columns = [...series.columns, column];
    return column;
  }

  /** Finds the slab for the next sample of a series and opens a column there. */
  #place(series: HeadSeries, row: SampleRow, batch: number): SlabColumn {
    const previous = series.current?.slab;
    if (previous?.isOpen && previous.isPast(row.timestampMs)) this.#seal(previous);
    const slab =
      this.#successorOf(previous, row, batch) ??
      this.#slabWithRoom(row) ??
      this.#openSlab(row, batch, { rowLimit: this.#firstRowLimit(series.id), isLate: false });
    const column = slab.addColumn(series.id);
    series.current = column;
    series.columns = [...series.columns, column];
    return column;
  }

  #successorOf(previous: Slab | undefined, row: SampleRow, batch: number): Slab | undefined {
    if (previous === undefined || previous.isOpen) return undefined;
    if (previous.columns.length < MIN_COLUMNS_TO_CONTINUE) return undefined;
    previous.successor ??= this.#openSlab(row, batch, { rowLimit: MAX_SLAB_ROWS, isLate: false });
    const { successor } = previous;
    return successor.hasRoom && canTake(successor, row.timestampMs) ? successor : undefined;
  }

  #slabWithRoom(row: SampleRow): Slab | undefined {
    return this.#openSlabs
      .get(row.group)
      ?.findLast((slab) => !slab.origin.isLate && slab.hasRoom && canTake(slab, row.timestampMs));
  }

  #openSlab(row: SampleRow, batch: number, kind: Pick<SlabOrigin, 'rowLimit' | 'isLate'>): Slab {
    const slab = new Slab({
      id: this.#nextSlabId++,
      group: row.group,
      ...kind,
      isReplayed: this.#isReplaying,
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

import { bitsOf } from '@telltale/model';
import type { SampleRow } from '@telltale/model';
import { RowLayout, canFollow } from './row-layout.ts';
import type { LayoutRun } from './row-layout.ts';
import { areSameSample } from './sample-identity.ts';
import type { SamplePlace } from './sample-identity.ts';
import { MAX_SLAB_ROWS, MAX_SLAB_SPAN_MS, Slab } from './slab.ts';
import type { SlabColumn, SlabOrigin } from './slab.ts';

/** A slab without a new row for so long is cut: its series have ended, or are sampled very seldom. */
const MAX_SLAB_IDLE_MS = 10 * 60_000;

/** Successors are made only for slabs at least this full, so that slabs shrunk by churn merge again. */
const MIN_COLUMNS_TO_CONTINUE = 32;

/** Rows of fewer samples are taken one by one. */
const MIN_LAYOUT_SAMPLES = 8;

/** Open slabs for late samples of a group: samples that come ever older each need another one. */
const MAX_LATE_SLABS = 32;

interface HeadSeries {
  readonly id: number;
  /**
   * Of the newest sample, unless that is in the current column, which may be ahead of it; NaN while it is not known
   * how far the blocks on disk go.
   */
  lastTimestampMs: number;
  /** Where the next sample goes; undefined when it needs a new place. */
  current: SlabColumn | undefined;
  /** The column opened last of those not yet in blocks; each knows the one before it. */
  newest: SlabColumn | undefined;
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

/** A row on its way in, and what has become of it. */
interface Taking {
  readonly row: SampleRow;
  readonly words: Uint32Array;
  readonly batch: number;
  readonly nowMs: number;
  readonly fates: Record<LateFate, number>;
}

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
  /** By group, where its last row went. */
  readonly #layouts = new Map<string, RowLayout>();
  #blocks = NO_BLOCKS;
  #nextSlabId = 1;
  #accepted = new Uint32Array(256);
  #isReplaying = true;

  constructor(options: HeadOptions) {
    this.#options = options;
  }

  /** Makes a series known; samples of unknown series are a mistake of the caller. */
  addSeries(id: number): void {
    this.#series[id] = { id, lastTimestampMs: NaN, current: undefined, newest: undefined };
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
    if (this.#accepted.length < ids.length) this.#accepted = new Uint32Array(ids.length * 2);
    const fates = { accepted: 0, duplicates: 0, conflicting: 0, tooOld: 0 };
    const taking = { row, words: bitsOf(row.values), batch, nowMs: this.#options.nowMs(), fates };
    const layout = histograms === undefined ? this.#layouts.get(row.group) : undefined;
    const runs = layout?.isOf(ids) ? layout.runs : [];
    // Before any sample is taken: a slab may have several runs.
    const isAsBefore = runs.map((run) => canFollow(run, timestampMs));
    for (const [i, run] of runs.entries()) {
      if (isAsBefore[i]) this.#takeRun(run, taking);
      else this.#takeEach(run.from, run.to, taking);
    }
    if (runs.length === 0) this.#takeEach(0, ids.length, taking);
    if (runs.length === 0 || isAsBefore.includes(false)) this.#rememberLayout(taking);
    return { ...fates, accepted: this.#accepted.subarray(0, fates.accepted) };
  }

  /** The columns of a series that are not in blocks yet, in the order they were opened; they may overlap in time. */
  columnsOf(id: number): readonly SlabColumn[] {
    const columns: SlabColumn[] = [];
    for (let column = this.#series[id]?.newest; column !== undefined; column = column.older)
      columns.push(column);
    return columns.reverse();
  }

  /** Whether a series has samples that are in no block yet. */
  hasColumns(id: number): boolean {
    return this.#series[id]?.newest !== undefined;
  }

  /** The next sample of the series starts a new run, because the one before it is elsewhere. */
  endRun(id: number): void {
    const series = this.#series[id];
    if (series !== undefined) this.#leave(series, undefined);
  }

  /** From now on samples are also compared with those in blocks. */
  finishReplay(blocks: BlocksBehind): void {
    this.#isReplaying = false;
    this.#blocks = blocks;
    this.#layouts.clear();
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
      unlink(series, column);
      // A series that ended must not hold the slab, its successor and so all later ones in memory.
      if (series.current === column) this.#leave(series, undefined);
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
    for (const slab of this.#liveSlabs.values()) count += slab.sampleCount;
    return count;
  }

  /** Takes samples that go where those of the row before went. */
  #takeRun({ slab, firstColumn, from, to }: LayoutRun, { row, words, nowMs, fates }: Taking): void {
    slab.beginRow(row.timestampMs, nowMs);
    slab.putAll(firstColumn, words.subarray(from * 2, to * 2));
    for (let i = from; i < to; i++) this.#accepted[fates.accepted++] = i;
  }

  /** Takes samples `from` up to `to` of a row, each where it belongs. */
  #takeEach(from: number, to: number, { row, words, batch, nowMs, fates }: Taking): void {
    const { ids, timestampMs, histograms } = row;
    // Most series of a row share a slab with the one before: what was found out of it holds for them.
    let slab: Slab | undefined;
    for (let i = from; i < to; i++) {
      const series = this.#series[ids[i]];
      if (series === undefined) continue;
      let column = series.current;
      if (timestampMs > this.#newestMsOf(series)) {
        if (column === undefined || (column.slab !== slab && !canTake(column.slab, timestampMs))) {
          column = this.#place(series, row, batch);
        }
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
        slab.beginRow(timestampMs, nowMs);
      }
      const histogram = histograms?.[i];
      if (histogram === undefined) slab.put(column.index, words, i);
      else slab.putHistogram(column.index, histogram);
      this.#accepted[fates.accepted++] = i;
    }
  }

  /** Remembers where a row went, if all of it was taken. */
  #rememberLayout({ row: { group, ids }, fates }: Taking): void {
    const isWhole = ids.length >= MIN_LAYOUT_SAMPLES && fates.accepted === ids.length;
    const layout = isWhole ? RowLayout.of(ids, (id) => this.#series[id]?.current) : undefined;
    if (layout === undefined) this.#layouts.delete(group);
    else this.#layouts.set(group, layout);
  }

  #newestMsOf(series: HeadSeries): number {
    if (Number.isNaN(series.lastTimestampMs)) {
      let last = this.#blocks.lastTimestampMs(series.id);
      for (let column = series.newest; column !== undefined; column = column.older) {
        last = Math.max(last, column.lastTimestampMs);
      }
      series.lastTimestampMs = last;
    }
    return series.current === undefined
      ? series.lastTimestampMs
      : Math.max(series.lastTimestampMs, series.current.lastTimestampMs);
  }

  /** From now on the samples of a series go elsewhere. */
  #leave(series: HeadSeries, next: SlabColumn | undefined): void {
    const { current } = series;
    if (current !== undefined) {
      current.slab.departures++;
      // Stays NaN where it is not known.
      series.lastTimestampMs = Math.max(series.lastTimestampMs, current.lastTimestampMs);
    }
    series.current = next;
  }

  /** What becomes of a sample that is not newer than the last one of its series. */
  #fateOf(series: HeadSeries, row: SampleRow, index: number, nowMs: number): LateFate {
    const { timestampMs, values, histograms } = row;
    const { outOfOrderWindowMs = Infinity } = this.#options;
    // A clock that was ahead for a while must not keep the right times out when it is right again.
    const newestMs = Math.min(this.#newestMsOf(series), nowMs);
    // What is in the log was within the window when it came.
    if (timestampMs < newestMs - outOfOrderWindowMs && !this.#isReplaying) return 'tooOld';
    const there = this.#find(series, timestampMs);
    if (there === undefined) return 'accepted';
    return areSameSample(there, { values, histograms, index }) ? 'duplicates' : 'conflicting';
  }

  #find(series: HeadSeries, timestampMs: number): SamplePlace | undefined {
    for (let column = series.newest; column !== undefined; column = column.older) {
      const { slab, index, presence } = column;
      const at = slab.indexOf(index, timestampMs);
      if (at < 0) continue;
      const values = slab.valuesOf(index, presence, at, at + 1);
      return { values, histograms: slab.histogramsOf(index, presence, at, at + 1), index: 0 };
    }
    return this.#blocks.find(series.id, timestampMs);
  }

  /** Finds or opens a column for a late sample, in a slab whose rows are older than it. */
  #placeLate(series: HeadSeries, row: SampleRow, batch: number): SlabColumn {
    const { timestampMs, group } = row;
    const own = this.columnsOf(series.id).find(
      ({ slab, lastTimestampMs }) =>
        slab.origin.isLate && canTake(slab, timestampMs) && lastTimestampMs < timestampMs,
    );
    if (own !== undefined) return own;
    const slabs = this.#openSlabs.get(group)?.filter(({ origin }) => origin.isLate) ?? [];
    const room = slabs.findLast((slab) => slab.hasRoom && canTake(slab, timestampMs));
    if (room === undefined && slabs.length >= MAX_LATE_SLABS) this.#seal(slabs[0]);
    return addColumn(series, room ?? this.#openSlab(row, batch, { rowLimit: MAX_SLAB_ROWS, isLate: true }));
  }

  /** Finds the slab for the next sample of a series and opens a column there. */
  #place(series: HeadSeries, row: SampleRow, batch: number): SlabColumn {
    const previous = series.current?.slab;
    if (previous?.isOpen && previous.isPast(row.timestampMs)) this.#seal(previous);
    const slab =
      this.#successorOf(previous, row, batch) ??
      this.#slabWithRoom(row) ??
      this.#openSlab(row, batch, { rowLimit: this.#firstRowLimit(series.id), isLate: false });
    const column = addColumn(series, slab);
    this.#leave(series, column);
    return column;
  }

  #successorOf(previous: Slab | undefined, row: SampleRow, batch: number): Slab | undefined {
    if (previous === undefined || previous.isOpen) return undefined;
    if (previous.columns.length < MIN_COLUMNS_TO_CONTINUE) return undefined;
    const columns = previous.columns.length;
    previous.successor ??= this.#openSlab(row, batch, { rowLimit: MAX_SLAB_ROWS, isLate: false, columns });
    const { successor } = previous;
    return successor.hasRoom && canTake(successor, row.timestampMs) ? successor : undefined;
  }

  #slabWithRoom(row: SampleRow): Slab | undefined {
    return this.#openSlabs
      .get(row.group)
      ?.findLast((slab) => !slab.origin.isLate && slab.hasRoom && canTake(slab, row.timestampMs));
  }

  #openSlab(row: SampleRow, batch: number, kind: Pick<SlabOrigin, 'rowLimit' | 'isLate' | 'columns'>): Slab {
    const slab = new Slab({
      id: this.#nextSlabId++,
      group: row.group,
      ...kind,
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
    if (open.length === 0) {
      this.#openSlabs.delete(group);
      this.#layouts.delete(group);
    } else this.#openSlabs.set(group, open);
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

function addColumn(series: HeadSeries, slab: Slab): SlabColumn {
  const column = slab.addColumn(series.id);
  column.older = series.newest;
  series.newest = column;
  return column;
}

/** Takes a column out of those of a series. */
function unlink(series: HeadSeries, column: SlabColumn): void {
  if (series.newest === column) series.newest = column.older;
  for (let other = series.newest; other !== undefined; other = other.older) {
    if (other.older === column) other.older = column.older;
  }
  column.older = undefined;
}

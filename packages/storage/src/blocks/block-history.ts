import type { HistogramColumn } from '@telltale/model';
import type { Presence } from '../codec/presence.ts';
import type { Block } from './block.ts';
import type { BlockCache } from './block-cache.ts';
import type { BlockIndex, BlockRef, RosterPlace } from './block-index.ts';

/** The samples of a series in one block, by their times. */
interface StoredRun {
  readonly axis: Float64Array;
  readonly presence: Presence;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The runs of a series that end at `fromMs` or later. */
interface Recent {
  readonly fromMs: number;
  readonly runs: readonly StoredRun[];
}

/** Late samples in the log are seldom older than the first ones by more than this. */
const LATE_MARGIN_MS = 3_600_000;

/** One sample of a column. */
interface StoredSample {
  readonly values: Float64Array;
  readonly histograms: HistogramColumn | undefined;
  readonly index: number;
}

/** Answers what of a series is in blocks; late samples make its blocks overlap. */
export class BlockHistory {
  readonly #index: BlockIndex;
  readonly #cache: BlockCache;
  /** By series id. */
  #recent: (Recent | undefined)[] = [];

  constructor(index: BlockIndex, cache: BlockCache) {
    this.#index = index;
    this.#cache = cache;
  }

  /** The time of the newest sample of a series in blocks, or -Infinity. */
  lastTimestampMs(seriesId: number): number {
    let last = -Infinity;
    for (const place of this.#index.placesOf(seriesId)) {
      for (const block of place.roster.blocks) {
        if (block.endMs > last) last = Math.max(last, this.#runIn(block, place)?.lastMs ?? -Infinity);
      }
    }
    return last;
  }

  /** The sample of a series at a time, if it is in a block. */
  find(seriesId: number, timestampMs: number): StoredSample | undefined {
    for (const { roster, column } of this.#index.placesOf(seriesId)) {
      if (roster.startMs > timestampMs || roster.endMs < timestampMs) continue;
      for (const block of roster.blocks) {
        if (block.startMs > timestampMs || block.endMs < timestampMs) continue;
        const sample = this.#cache.read(block, (opened) => sampleAt(opened, column, timestampMs));
        if (sample !== undefined) return sample;
      }
    }
    return undefined;
  }

  /**
   * Whether a sample of the log is in a block already. Ask in the order of the log, at start only: what
   * was found of a series is remembered, and older blocks are not looked at before an older sample comes.
   */
  covers(seriesId: number, timestampMs: number): boolean {
    let recent = this.#recent[seriesId];
    if (recent === undefined || timestampMs < recent.fromMs) {
      const fromMs = timestampMs - LATE_MARGIN_MS;
      recent = { fromMs, runs: this.#runsFrom(seriesId, fromMs) };
      this.#recent[seriesId] = recent;
    }
    for (const run of recent.runs) if (indexIn(run, timestampMs) >= 0) return true;
    return false;
  }

  /** Lets go of what `covers` remembers. */
  forget(): void {
    this.#recent = [];
  }

  #runsFrom(seriesId: number, fromMs: number): StoredRun[] {
    const runs: StoredRun[] = [];
    for (const place of this.#index.placesOf(seriesId)) {
      if (place.roster.endMs < fromMs) continue;
      for (const block of place.roster.blocks) {
        const run = block.endMs >= fromMs ? this.#runIn(block, place) : undefined;
        if (run !== undefined) runs.push(run);
      }
    }
    return runs;
  }

  #runIn(block: BlockRef, { column }: RosterPlace): StoredRun | undefined {
    return this.#cache.read(block, (opened) => {
      const presence = opened.presence(column);
      const { firstRow, count, rows } = presence;
      const lastRow = rows === undefined ? firstRow + count - 1 : rows[count - 1];
      const axis = opened.timestamps;
      return { axis, presence, firstMs: axis[firstRow], lastMs: axis[lastRow] };
    });
  }
}

function sampleAt(block: Block, column: number, timestampMs: number): StoredSample | undefined {
  const index = indexAt(block.timestamps, block.presence(column), timestampMs);
  if (index < 0) return undefined;
  return { values: block.values(column), histograms: block.histograms(column), index };
}

function indexIn({ axis, presence, firstMs, lastMs }: StoredRun, timestampMs: number): number {
  return timestampMs < firstMs || timestampMs > lastMs ? -1 : indexAt(axis, presence, timestampMs);
}

/** The number of the sample of a time in a column, or -1. */
function indexAt(axis: Float64Array, { firstRow, count, rows }: Presence, timestampMs: number): number {
  const row = rowAt(axis, timestampMs);
  if (rows !== undefined) return row < 0 ? -1 : rows.indexOf(row);
  return row >= firstRow && row < firstRow + count ? row - firstRow : -1;
}

/** The row of a time, or -1; times ascend. */
function rowAt(axis: Float64Array, timestampMs: number): number {
  let low = 0;
  let high = axis.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (axis[middle] < timestampMs) low = middle + 1;
    else high = middle;
  }
  return axis[low] === timestampMs ? low : -1;
}

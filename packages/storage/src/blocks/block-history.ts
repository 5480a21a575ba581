import type { BlockCache } from './block-cache.ts';
import type { BlockIndex, BlockRef, RosterPlace } from './block-index.ts';

/** First and last sample of a series in one block. */
interface Interval {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Answers how far the blocks of a series go; the columns of a series never overlap. */
export class BlockHistory {
  readonly #index: BlockIndex;
  readonly #cache: BlockCache;
  readonly #recent = new Map<number, readonly Interval[]>();

  constructor(index: BlockIndex, cache: BlockCache) {
    this.#index = index;
    this.#cache = cache;
  }

  /** The time of the newest sample of a series in blocks, or -Infinity. */
  lastTimestampMs(seriesId: number): number {
    let last = -Infinity;
    for (const place of this.#index.placesOf(seriesId)) {
      for (const block of place.roster.blocks) {
        if (block.endMs > last) last = Math.max(last, this.#intervalIn(block, place)?.lastMs ?? -Infinity);
      }
    }
    return last;
  }

  /**
   * Whether a sample of the log is in a block already. Ask in the order of the log: only blocks that
   * end at or after the first time asked for a series are looked at.
   */
  covers(seriesId: number, timestampMs: number): boolean {
    let intervals = this.#recent.get(seriesId);
    if (intervals === undefined) {
      intervals = this.#intervalsFrom(seriesId, timestampMs);
      this.#recent.set(seriesId, intervals);
    }
    return intervals.some(({ firstMs, lastMs }) => timestampMs >= firstMs && timestampMs <= lastMs);
  }

  #intervalsFrom(seriesId: number, fromMs: number): Interval[] {
    const intervals: Interval[] = [];
    for (const place of this.#index.placesOf(seriesId)) {
      if (place.roster.endMs < fromMs) continue;
      for (const block of place.roster.blocks) {
        const interval = block.endMs >= fromMs ? this.#intervalIn(block, place) : undefined;
        if (interval !== undefined) intervals.push(interval);
      }
    }
    return intervals;
  }

  #intervalIn(block: BlockRef, { column }: RosterPlace): Interval | undefined {
    return this.#cache.read(block, (opened) => {
      const { firstRow, count, rows } = opened.presence(column);
      const lastRow = rows === undefined ? firstRow + count - 1 : rows[count - 1];
      return { firstMs: opened.timestamps[firstRow], lastMs: opened.timestamps[lastRow] };
    });
  }
}

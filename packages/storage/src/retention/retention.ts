import type { Clock } from '@telltale/model';
import type { BlockIndex, BlockRef } from '../blocks/block-index.ts';
import { databaseBytes, dayFilePath, folderBytes } from '../folder/data-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { SNAPSHOT_FOLDER } from '../snapshot/snapshot-name.ts';
import type { WriterRequest } from '../worker/messages.ts';
import { planSizeCut } from './size-cut.ts';
import type { DayUsage } from './size-cut.ts';

const DAY_MS = 86_400_000;

export interface RetentionOptions {
  readonly folderPath: string;
  readonly blocks: BlockIndex;
  readonly clock: Clock;
  readonly retentionMs: number;
  readonly retentionBytes: number;
  readonly outOfOrderWindowMs: number;
  /** Makes readers forget a day or blocks of it; returns the series that have no block left. */
  readonly forgetDay: (dayMs: number) => readonly number[];
  readonly forgetBlocks: (dayMs: number, blocks: readonly BlockRef[]) => readonly number[];
  readonly forgetSeries: (ids: readonly number[]) => void;
  readonly hasSamples: (seriesId: number) => boolean;
  readonly request: (request: WriterRequest) => Promise<number>;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** A day is finished when late samples cannot come any more, and nobody asks for its hours every few seconds. */
const FINISHED_AFTER_MS = 6 * 3_600_000;

/** Deletes what is older than the store keeps, and the oldest when it takes too much space. */
export class Retention {
  readonly #options: RetentionOptions;
  /**
   * Series whose last block went. They are forgotten in the next hourly run if no sample came until
   * then: after a long sleep of the machine whoever writes them still has their ids.
   */
  #endedSeries = new Set<number>();
  /** Days whose blocks were compressed by this process, or before. */
  readonly #packedDays = new Set<number>();
  #isCutting = false;
  #isOverLimit = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** The start of the oldest day that is kept. */
  firstDayMs(): number {
    const oldestMs = this.#options.clock.now() - this.#options.retentionMs;
    return Math.floor(oldestMs / DAY_MS) * DAY_MS;
  }

  /** To be called every hour: what is too old goes, and series that had samples in nothing else. */
  async applyTime(): Promise<void> {
    const { blocks, forgetDay, forgetSeries, hasSamples } = this.#options;
    const ended = [...this.#endedSeries].filter((id) => !hasSamples(id));
    const days = blocks.days().filter((dayMs) => dayMs < this.firstDayMs());
    forgetSeries(ended);
    this.#endedSeries = new Set(days.flatMap(forgetDay));
    await this.#perform([
      ...(days.length > 0 ? [{ kind: 'dropDays' as const, days }] : []),
      ...(ended.length > 0 ? [{ kind: 'dropSeries' as const, ids: ended }] : []),
    ]);
  }

  /** To be called every hour: finished days are compressed, some blocks at a time. */
  async packFinishedDays(): Promise<void> {
    const { blocks, clock, outOfOrderWindowMs, request } = this.#options;
    const finishedMs = clock.now() - DAY_MS - Math.max(FINISHED_AFTER_MS, outOfOrderWindowMs);
    try {
      for (const dayMs of blocks.days()) {
        if (dayMs > finishedMs || this.#packedDays.has(dayMs)) continue;
        this.#packedDays.add(dayMs);
        let last = 0;
        do last = await request({ kind: 'packBlocks', dayMs, afterId: last });
        while (last > 0);
      }
    } catch {
      // The disk may have no room; the days are as good as before, and the next start tries again.
    }
  }

  /** To be called after anything large was written: what is too much goes, oldest first. */
  async applySize(): Promise<void> {
    const { retentionBytes, forgetDay, forgetBlocks } = this.#options;
    if (this.#isCutting || retentionBytes === Infinity) return;
    const usage = this.#usage();
    // The folder is gone: that is for the writer thread to tell.
    if (usage === undefined) return;
    const cut = planSizeCut(usage.usedBytes, retentionBytes, usage.days);
    this.#tellOverLimit(usage.usedBytes, cut.days.length + cut.blocks.length === 0);
    for (const id of cut.days.flatMap(forgetDay)) this.#endedSeries.add(id);
    const dayMs = cut.blocks.at(0)?.dayMs ?? 0;
    if (cut.blocks.length > 0) for (const id of forgetBlocks(dayMs, cut.blocks)) this.#endedSeries.add(id);
    this.#isCutting = true;
    await this.#perform([
      ...(cut.days.length > 0 ? [{ kind: 'dropDays' as const, days: cut.days }] : []),
      ...(cut.blocks.length > 0
        ? [{ kind: 'dropBlocks' as const, dayMs, blockIds: cut.blocks.map(({ id }) => id) }]
        : []),
    ]);
    this.#isCutting = false;
  }

  #usage(): { readonly usedBytes: number; readonly days: readonly DayUsage[] } | undefined {
    const { folderPath, blocks } = this.#options;
    try {
      const days = blocks.days().map((dayMs) => ({
        dayMs,
        bytes: databaseBytes(dayFilePath(folderPath, dayMs)),
        blocks: blocks.blocksOf(dayMs),
      }));
      return { usedBytes: folderBytes(folderPath, SNAPSHOT_FOLDER), days };
    } catch {
      return undefined;
    }
  }

  async #perform(requests: readonly WriterRequest[]): Promise<void> {
    try {
      for (const request of requests) await this.#options.request(request);
    } catch {
      // The thread has told why; what is left is tried again at the next start.
    }
  }

  #tellOverLimit(usedBytes: number, isNothingLeft: boolean): void {
    const { retentionBytes, onNotice } = this.#options;
    const isOverLimit = isNothingLeft && usedBytes > retentionBytes;
    if (isOverLimit && !this.#isOverLimit) {
      onNotice({
        kind: 'over-limit',
        message: `The data folder takes ${usedBytes} bytes, more than the ${retentionBytes} it may, and has no block that could be deleted: samples stay in the log for up to two hours. Allow more, or collect less.`,
      });
    }
    this.#isOverLimit = isOverLimit;
  }
}

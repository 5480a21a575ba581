import type { Clock } from '@telltale/model';
import type { BlockIndex, BlockRef } from '../blocks/block-index.ts';
import { databaseBytes, dayFilePath, folderBytes, listDays } from '../folder/data-folder.ts';
import { NEIGHBOURS } from './neighbours.ts';
import type { StoreNotice } from '../notice.ts';
import type { WriterRequest } from '../worker/messages.ts';
import { DueDays } from './due-days.ts';
import type { RetentionLimits } from './retention-limits.ts';
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
  readonly #dueDays: DueDays;
  #maxBytes: number;
  /**
   * Series whose last block went. They are forgotten in the next hourly run if no sample came until
   * then: after a long sleep of the machine whoever writes them still has their ids.
   */
  readonly #endedSeries = new Set<number>();
  /** Days whose blocks were compressed by this process, or before. */
  readonly #packedDays = new Set<number>();
  #isCutting = false;
  #isOverLimit = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#dueDays = new DueDays(options);
    this.#maxBytes = options.retentionBytes;
  }

  /** Keeps as much as this from now on: what is too much goes at once. */
  async change({ retentionMs, maxBytes }: RetentionLimits): Promise<void> {
    this.#dueDays.keep(retentionMs);
    this.#maxBytes = maxBytes;
    await this.applyTime();
    await this.applySize();
  }

  /** The start of the oldest day that is kept. */
  firstDayMs(): number {
    return this.#dueDays.firstDayMs();
  }

  /** To be called at start and every hour: what is too old goes, and series that had samples in nothing else. */
  async applyTime(): Promise<void> {
    const { forgetSeries, hasSamples, request } = this.#options;
    const ended = [...this.#endedSeries].filter((id) => !hasSamples(id));
    this.#endedSeries.clear();
    if (ended.length > 0) forgetSeries(ended);
    const days = this.#dueDays.of(this.#listDays());
    await this.#perform(async () => {
      if (ended.length > 0) await request({ kind: 'dropSeries', ids: ended });
      await this.#dropDays(days);
    });
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
    const { forgetBlocks, request } = this.#options;
    const maxBytes = this.#maxBytes;
    if (this.#isCutting || maxBytes === Infinity) return;
    const usage = this.#usage();
    // The folder is gone: that is for the writer thread to tell.
    if (usage === undefined) return;
    const cut = planSizeCut(usage.usedBytes, maxBytes, usage.days, ({ samples }) => samples);
    this.#tellOverLimit(usage.usedBytes, cut.days.length + cut.blocks.length === 0);
    const dayMs = cut.blocks.at(0)?.dayMs ?? 0;
    for (const id of forgetBlocks(dayMs, cut.blocks)) this.#endedSeries.add(id);
    this.#isCutting = true;
    await this.#perform(async () => {
      await this.#dropDays(cut.days);
      const blockIds = cut.blocks.map(({ id }) => id);
      if (blockIds.length > 0) await request({ kind: 'dropBlocks', dayMs, blockIds });
    });
    this.#isCutting = false;
  }

  #listDays(): number[] {
    try {
      return listDays(this.#options.folderPath);
    } catch {
      // The folder is gone: that is for the writer thread to tell.
      return [];
    }
  }

  async #dropDays(days: readonly number[]): Promise<void> {
    if (days.length === 0) return;
    this.#forgetDays(days);
    await this.#options.request({ kind: 'dropDays', days });
    // The thread may have committed blocks to them, and told so, just before it got here.
    this.#forgetDays(days);
  }

  #forgetDays(days: readonly number[]): void {
    for (const id of days.flatMap(this.#options.forgetDay)) this.#endedSeries.add(id);
  }

  #usage(): { readonly usedBytes: number; readonly days: readonly DayUsage<BlockRef>[] } | undefined {
    const { folderPath, blocks } = this.#options;
    try {
      const days = blocks.days().map((dayMs) => ({
        dayMs,
        bytes: databaseBytes(dayFilePath(folderPath, dayMs)),
        blocks: blocks.blocksOf(dayMs),
      }));
      return { usedBytes: folderBytes(folderPath, NEIGHBOURS), days };
    } catch {
      return undefined;
    }
  }

  async #perform(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      // The thread has told why; what is left is tried again at the next start.
    }
  }

  #tellOverLimit(usedBytes: number, isNothingLeft: boolean): void {
    const { onNotice } = this.#options;
    const isOverLimit = isNothingLeft && usedBytes > this.#maxBytes;
    if (isOverLimit && !this.#isOverLimit) {
      onNotice({
        kind: 'over-limit',
        message: `The data folder takes ${usedBytes} bytes, more than the ${this.#maxBytes} it may, and has no block that could be deleted: samples stay in the log for up to two hours. Allow more, or collect less.`,
      });
    }
    this.#isOverLimit = isOverLimit;
  }
}

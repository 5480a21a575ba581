import type { Clock } from '@telltale/model';
import type { BlockIndex, BlockRef } from '../blocks/block-index.ts';
import { databaseBytes, dayFilePath, folderBytes, listDays } from '../folder/data-folder.ts';
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

/** As many as a weekend without the machine makes; more at once, and the clock may be wrong. */
const MAX_DAYS_AT_ONCE = 2;
/** Hourly looks after which the clock is believed. */
const LOOKS_BEFORE_BELIEF = 2;

/** A day is finished when late samples cannot come any more, and nobody asks for its hours every few seconds. */
const FINISHED_AFTER_MS = 6 * 3_600_000;

/** Deletes what is older than the store keeps, and the oldest when it takes too much space. */
export class Retention {
  readonly #options: RetentionOptions;
  /**
   * Series whose last block went. They are forgotten in the next hourly run if no sample came until
   * then: after a long sleep of the machine whoever writes them still has their ids.
   */
  readonly #endedSeries = new Set<number>();
  /** Days whose blocks were compressed by this process, or before. */
  readonly #packedDays = new Set<number>();
  /** How often more days than usual were due, one look after the other. */
  #looks = 0;
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

  /** To be called at start and every hour: what is too old goes, and series that had samples in nothing else. */
  async applyTime(): Promise<void> {
    const { forgetSeries, hasSamples, request } = this.#options;
    const ended = [...this.#endedSeries].filter((id) => !hasSamples(id));
    this.#endedSeries.clear();
    if (ended.length > 0) forgetSeries(ended);
    const days = this.#dueDays();
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
    const { retentionBytes, forgetBlocks, request } = this.#options;
    if (this.#isCutting || retentionBytes === Infinity) return;
    const usage = this.#usage();
    // The folder is gone: that is for the writer thread to tell.
    if (usage === undefined) return;
    const cut = planSizeCut(usage.usedBytes, retentionBytes, usage.days);
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

  /** The days whose files are to be deleted now. */
  #dueDays(): number[] {
    const days = this.#listDays();
    const due = days.filter((dayMs) => dayMs < this.firstDayMs());
    const isUnusual = due.length > MAX_DAYS_AT_ONCE || (due.length > 0 && due.length === days.length);
    if (!isUnusual) this.#looks = 0;
    else if (this.#looks++ < LOOKS_BEFORE_BELIEF) {
      if (this.#looks === 1) this.#tellHeld(due);
      return [];
    }
    return due;
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

  async #perform(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      // The thread has told why; what is left is tried again at the next start.
    }
  }

  #tellHeld(due: readonly number[]): void {
    const { clock, onNotice } = this.#options;
    const [now, first, last] = [clock.now(), due[0], due[due.length - 1]].map((timeMs) =>
      new Date(timeMs).toISOString().slice(0, 10),
    );
    onNotice({
      kind: 'retention-held',
      message: `By the clock today is ${now}, and ${due.length} days from ${first} to ${last} are older than the retention: they are deleted in two hours. Set the clock, or a longer retention, to keep them.`,
    });
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

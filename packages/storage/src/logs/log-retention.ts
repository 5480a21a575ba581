import type { Clock } from '@telltale/model';
import { databaseBytes, folderBytes } from '../folder/data-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { DueDays } from '../retention/due-days.ts';
import type { RetentionLimits } from '../retention/retention-limits.ts';
import { planSizeCut } from '../retention/size-cut.ts';
import { listLogDays, logFilePath } from './file/log-files.ts';
import type { LogBlockIndex } from './log-block-index.ts';
import type { LogBlockRef } from './search/log-block-ref.ts';
import type { LogWriterRequest } from './thread/writer-messages.ts';

export interface LogRetentionOptions {
  readonly folderPath: string;
  readonly blocks: LogBlockIndex;
  readonly clock: Clock;
  readonly retentionMs: number;
  readonly maxBytes: number;
  /** Makes readers forget days, and resolves when those that still read them have ended. */
  readonly forgetDays: (days: readonly number[]) => Promise<void>;
  /** The same for blocks. */
  readonly forgetBlocks: (dayMs: number, blocks: readonly LogBlockRef[]) => Promise<void>;
  readonly request: (request: LogWriterRequest) => Promise<void>;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** Deletes what is older than the store keeps, and the oldest when it takes too much space. */
export class LogRetention {
  readonly #options: LogRetentionOptions;
  readonly #dueDays: DueDays;
  #maxBytes: number;
  #isCutting = false;
  #isOverLimit = false;

  constructor(options: LogRetentionOptions) {
    this.#options = options;
    this.#dueDays = new DueDays(options);
    this.#maxBytes = options.maxBytes;
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

  /** To be called at start and every hour: what is too old goes. */
  async applyTime(): Promise<void> {
    await this.#perform(() => this.#dropDays(this.#dueDays.of(listLogDays(this.#options.folderPath))));
  }

  /** To be called after anything large was written: what is too much goes, the oldest first. */
  async applySize(): Promise<void> {
    const { blocks, folderPath, forgetBlocks, request } = this.#options;
    const maxBytes = this.#maxBytes;
    if (this.#isCutting || maxBytes === Infinity) return;
    this.#isCutting = true;
    await this.#perform(async () => {
      const days = blocks.days().map((dayMs) => ({
        dayMs,
        bytes: databaseBytes(logFilePath(folderPath, dayMs)),
        blocks: blocks.blocksOf(dayMs).map((block) => ({ ...block, endMs: block.endUs / 1000 })),
      }));
      const usedBytes = folderBytes(folderPath);
      const cut = planSizeCut(usedBytes, maxBytes, days, ({ records }) => records);
      this.#tellOverLimit(usedBytes, cut.days.length + cut.blocks.length === 0);
      await this.#dropDays(cut.days);
      const dayMs = cut.blocks.at(0)?.dayMs;
      if (dayMs === undefined) return;
      await forgetBlocks(dayMs, cut.blocks);
      await request({ kind: 'dropBlocks', dayMs, blockIds: cut.blocks.map(({ id }) => id) });
    });
    this.#isCutting = false;
  }

  async #dropDays(days: readonly number[]): Promise<void> {
    if (days.length === 0) return;
    const { forgetDays, request } = this.#options;
    await forgetDays(days);
    await request({ kind: 'dropDays', days });
    // The thread may have committed blocks to them, and told so, just before it got here.
    await forgetDays(days);
  }

  #tellOverLimit(usedBytes: number, isNothingLeft: boolean): void {
    const { folderPath, onNotice } = this.#options;
    const maxBytes = this.#maxBytes;
    const isOverLimit = isNothingLeft && usedBytes > maxBytes;
    if (isOverLimit && !this.#isOverLimit) {
      const message = `${folderPath} takes ${usedBytes} bytes, more than the ${maxBytes} it may, and has no block that could be deleted. Allow more.`;
      onNotice({ kind: 'over-limit', message });
    }
    this.#isOverLimit = isOverLimit;
  }

  async #perform(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      // The folder is gone, or the thread has told why; what is left is tried again at the next look.
    }
  }
}

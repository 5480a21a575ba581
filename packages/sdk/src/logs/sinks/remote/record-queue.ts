import type { LogDropReason } from '../../log-counts.ts';
import type { SizedRecord } from '../../records/record-builder.ts';
import { nodeCrypto } from '../../../platform/node-modules.ts';
import type { DeliveryResult, WaitingRecord } from './delivery.ts';
import type { LogSpool, Segment } from './log-spool.ts';

/** What a {@link RecordQueue} works with. */
export interface RecordQueueOptions {
  /** Memory for records that wait, in bytes. */
  readonly bufferBytes: number;
  /** Where they wait when memory is full, or the process ends. */
  readonly spool: LogSpool | undefined;
  readonly notice: (message: string) => void;
  readonly dropped: (reason: LogDropReason, count: number) => void;
}

interface Waiting extends WaitingRecord {
  readonly size: number;
}

/** Records that are sent together: from memory, or all of a file of the spool. */
export interface Batch {
  readonly records: readonly WaitingRecord[];
  /** Says what became of them: those that were not sent are the first again. */
  settle(result: DeliveryResult): void;
}

const BATCH_BYTES = 1024 * 1024;
/** The largest part of the memory that is written to disk at once, so that nobody waits for it. */
const SEGMENT_BYTES = 512 * 1024;
const TOUCH_EVERY_MS = 60_000;
/** As many are sent together. */
export const BATCH_RECORDS = 500;

/** Records that wait to be sent, in their order: what is in the spool came before what is in memory. */
export class RecordQueue {
  readonly #options: RecordQueueOptions;
  readonly #run = nodeCrypto().randomBytes(6).toString('hex');
  #count = 0;
  #memory: Waiting[] = [];
  /** Records of the memory that are being sent. */
  #taken: readonly Waiting[] = [];
  #bytes = 0;
  #hasLookedForOthers = false;
  #touchTimer: NodeJS.Timeout | undefined;

  constructor(options: RecordQueueOptions) {
    this.#options = options;
  }

  /** Records in memory that nobody sends yet. */
  get inMemory(): number {
    return this.#memory.length;
  }

  /** Takes a record in; one that has no room anywhere is counted and dropped. */
  add({ record, size }: SizedRecord): void {
    if (this.#bytes + size > this.#options.bufferBytes && !this.#spill()) {
      this.#options.dropped('buffer_full', 1);
      return;
    }
    this.#memory.push({ id: `${this.#run}-${(this.#count++).toString(36)}`, record, size });
    this.#bytes += size;
  }

  /** The next records to send; `undefined` where none wait. */
  next(): Batch | undefined {
    this.#lookForOthers();
    const { spool } = this.#options;
    const segment = spool?.segments[0];
    if (spool && segment) return this.#segmentBatch(spool, segment);
    return this.#memory.length === 0 ? undefined : this.#memoryBatch();
  }

  /** The process ends: what waits in memory is written to the spool. */
  save(): void {
    clearInterval(this.#touchTimer);
    const rest = [...this.#taken, ...this.#memory];
    this.#memory = rest;
    this.#taken = [];
    while (this.#memory.length > 0) {
      if (this.#spill()) continue;
      this.#options.dropped('not_written', this.#memory.length);
      this.#memory = [];
      this.#bytes = 0;
    }
  }

  #memoryBatch(): Batch {
    const records = this.#memory.splice(0, this.#countUpTo(BATCH_BYTES, BATCH_RECORDS));
    this.#taken = records;
    return {
      records,
      settle: ({ unsent }) => {
        // They were saved meanwhile: the process ends.
        if (this.#taken !== records) return;
        const ids = new Set(unsent.map(({ id }) => id));
        const back = records.filter(({ id }) => ids.has(id));
        this.#taken = [];
        this.#memory = [...back, ...this.#memory];
        for (const { id, size } of records) if (!ids.has(id)) this.#bytes -= size;
      },
    };
  }

  #segmentBatch(spool: LogSpool, segment: Segment): Batch {
    const records = spool.read(segment);
    return {
      records,
      settle: ({ unsent }) => {
        const isPart = unsent.length > 0 && unsent.length < records.length;
        if (unsent.length === 0 || (isPart && this.#spool(unsent))) spool.remove(segment);
      },
    };
  }

  /** Moves the oldest records of the memory to the spool; `false` where that has no room. */
  #spill(): boolean {
    const count = this.#countUpTo(SEGMENT_BYTES, Infinity);
    const records = this.#memory.slice(0, count);
    if (count === 0 || !this.#spool(records)) return false;
    this.#memory.splice(0, count);
    for (const { size } of records) this.#bytes -= size;
    return true;
  }

  #spool(records: readonly WaitingRecord[]): boolean {
    try {
      return this.#options.spool?.append(records) ?? false;
    } catch (error) {
      this.#options.notice(`log records cannot be spooled: ${String(error)}`);
      return false;
    }
  }

  #countUpTo(maxBytes: number, maxRecords: number): number {
    let bytes = 0;
    let count = 0;
    while (count < this.#memory.length && count < maxRecords && bytes < maxBytes)
      bytes += this.#memory[count++].size;
    return count;
  }

  /** What dead processes have left is sent first. */
  #lookForOthers(): void {
    const { spool, notice } = this.#options;
    if (this.#hasLookedForOthers || !spool) return;
    this.#hasLookedForOthers = true;
    try {
      spool.takeOver();
    } catch (error) {
      notice(`the spool of log records cannot be used: ${String(error)}`);
    }
    this.#touchTimer = setInterval(() => spool.touch(), TOUCH_EVERY_MS);
    this.#touchTimer.unref();
  }
}

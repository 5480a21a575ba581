import type { LogRecord, LogTest } from '@telltale/model';
import type { LogIntake } from '../intake/intake.ts';

/** Records that wait for a client, and characters of their messages; more are never held. */
const CAPACITY = 1000;
const MAX_CHARACTERS = 4 * 1024 * 1024;

/** What came since the last time, and how many records are missing before it. */
export interface TailBatch {
  /** Records left out because the client did not follow; they came before the others. */
  readonly dropped: number;
  readonly records: readonly LogRecord[];
}

/** What {@link LogTail} takes. */
export interface LogTailOptions {
  readonly intake: Pick<LogIntake, 'onRecords'>;
  /** Says which records are wanted. */
  readonly test: LogTest;
  /** Records that wait at most. Default: 1000. */
  readonly capacity?: number;
}

/**
 * The records of a filter as they come in, for one client. The intake never waits: where the client is slower than
 * the records, the oldest ones that wait are left out and counted.
 */
export class LogTail {
  readonly #capacity: number;
  readonly #unsubscribe: () => void;
  #waiting: LogRecord[] = [];
  #characters = 0;
  #dropped = 0;
  #wake: (() => void) | undefined;
  #isClosed = false;

  constructor({ intake, test, capacity = CAPACITY }: LogTailOptions) {
    this.#capacity = capacity;
    this.#unsubscribe = intake.onRecords((records) => this.#add(records.filter(test)));
  }

  /** What came since the last call, as soon as there is any; nothing once the tail is closed. */
  async next(): Promise<TailBatch | undefined> {
    if (this.#waiting.length === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#isClosed) return undefined;
    const batch = { dropped: this.#dropped, records: this.#waiting };
    this.#waiting = [];
    this.#characters = 0;
    this.#dropped = 0;
    return batch;
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    this.#waiting = [];
    this.#wake?.();
  }

  #add(records: readonly LogRecord[]): void {
    if (records.length === 0) return;
    const newest = records.slice(-this.#capacity);
    this.#dropped += records.length - newest.length;
    this.#waiting.push(...newest);
    for (const { message } of newest) this.#characters += message.length;
    this.#dropOldest();
    this.#wake?.();
  }

  #dropOldest(): void {
    let count = Math.max(0, this.#waiting.length - this.#capacity);
    for (let i = 0; i < count; i++) this.#characters -= this.#waiting[i].message.length;
    while (this.#characters > MAX_CHARACTERS && count < this.#waiting.length) {
      this.#characters -= this.#waiting[count++].message.length;
    }
    this.#waiting.splice(0, count);
    this.#dropped += count;
  }
}

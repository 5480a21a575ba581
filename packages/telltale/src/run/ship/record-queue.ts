import type { LogRecord } from '@telltale/model';

/** What waits at most: records, and characters of their messages and attributes. */
const MAX_RECORDS = 100_000;
const MAX_CHARACTERS = 64 * 1024 * 1024;
/** Places of records that are gone are given back when there are so many. */
const COMPACT_AT = 10_000;

interface Waiting {
  readonly record: LogRecord;
  readonly characters: number;
}

/** Records that wait to be sent, in memory. When there is no room the oldest are dropped and counted. */
export class RecordQueue {
  #waiting: Waiting[] = [];
  /** Where the oldest record that waits is. */
  #begin = 0;
  #characters = 0;
  #dropped = 0;

  get length(): number {
    return this.#waiting.length - this.#begin;
  }

  /** How full it is, from 0 to 1. */
  get fill(): number {
    return Math.max(this.length / MAX_RECORDS, this.#characters / MAX_CHARACTERS);
  }

  /** Records that were dropped since the last call. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  add(record: LogRecord, characters: number): void {
    this.#waiting.push({ record, characters });
    this.#characters += characters;
    while (this.length > 1 && (this.length > MAX_RECORDS || this.#characters > MAX_CHARACTERS)) {
      this.#removeOldest();
      this.#dropped++;
    }
  }

  /** The oldest records, which stay until they are {@link remove}d. */
  first(count: number, characters: number): readonly LogRecord[] {
    const records: LogRecord[] = [];
    let size = 0;
    for (let at = this.#begin; at < this.#waiting.length && records.length < count; at++) {
      if (records.length > 0 && size >= characters) break;
      size += this.#waiting[at].characters;
      records.push(this.#waiting[at].record);
    }
    return records;
  }

  /** Takes out those of the records of {@link first} that are still there: the oldest may have been dropped. */
  remove(records: readonly LogRecord[]): void {
    const last = records.at(-1);
    const end = this.#waiting.findIndex(({ record }, at) => at >= this.#begin && record === last);
    for (let count = end + 1 - this.#begin; count > 0; count--) this.#removeOldest();
  }

  #removeOldest(): void {
    this.#characters -= this.#waiting[this.#begin++].characters;
    if (this.#begin < COMPACT_AT) return;
    this.#waiting = this.#waiting.slice(this.#begin);
    this.#begin = 0;
  }
}

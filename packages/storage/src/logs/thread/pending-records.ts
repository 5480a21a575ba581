import type { BlockRecord } from '../block/encode-log-block.ts';
import { dayOf } from '../file/log-files.ts';
import type { PackedRecords, PackedSource } from '../record/packed-records.ts';

/** Records of a block: enough to compress well, few enough that opening one is a matter of milliseconds. */
const MAX_BLOCK_RECORDS = 4096;
/** Of a block of large records, in bytes of the intake log. */
const MAX_BLOCK_BYTES = 8 * 1024 * 1024;
/** Different sources that are remembered. */
const MAX_SOURCES = 10_000;

/** A batch of the intake log. */
interface PendingBatch {
  readonly number: number;
  readonly bytes: number;
  /** Of its records those that are in no block yet. */
  left: number;
}

/** A record, the batch it came with, and its share of the bytes. */
export interface PendingRecord extends BlockRecord {
  readonly batch: PendingBatch;
  readonly bytes: number;
}

interface PendingDay {
  records: PendingRecord[];
  bytes: number;
  /** When its first record came. */
  sinceMs: number;
}

/** Records that wait for their block, by days, each in the order of arrival. */
export class PendingRecords {
  readonly #committed: ReadonlyMap<number, number>;
  readonly #days = new Map<number, PendingDay>();
  readonly #sources = new Map<string, PackedSource>();
  /** Those that the log still has, the oldest first. */
  #batches: PendingBatch[] = [];
  #batchBytes = 0;
  #released = 0;

  constructor(committed: ReadonlyMap<number, number>) {
    this.#committed = committed;
  }

  /** All records of the batches up to this one are done with. */
  get released(): number {
    const end = this.#batches.findIndex(({ left }) => left > 0);
    const done = this.#batches.splice(0, end === -1 ? this.#batches.length : end);
    for (const { bytes } of done) this.#batchBytes -= bytes;
    this.#released = done.at(-1)?.number ?? this.#released;
    return this.#released;
  }

  /** Bytes that the log keeps from its first batch with a pending record on. */
  get heldBytes(): number {
    return this.#batchBytes;
  }

  /** The day whose first record has waited for longest. */
  get oldestDay(): number | undefined {
    let oldest: { readonly dayMs: number; readonly batch: number } | undefined;
    for (const [dayMs, { records }] of this.#days) {
      const batch = records[0].batch.number;
      if (oldest === undefined || batch < oldest.batch) oldest = { dayMs, batch };
    }
    return oldest?.dayMs;
  }

  add(number: number, packed: PackedRecords, bytes: number, nowMs: number): void {
    const sources = packed.sources.map((source) => this.#shared(source));
    const batch: PendingBatch = { number, bytes, left: 0 };
    const bytesEach = bytes / packed.records.length;
    for (const record of packed.records) {
      const dayMs = dayOf(record[0]);
      if (record[1] <= (this.#committed.get(dayMs) ?? 0)) continue;
      batch.left++;
      const day = this.#dayOf(dayMs, nowMs);
      day.records.push({ record, source: sources[record[2]], batch, bytes: bytesEach });
      day.bytes += bytesEach;
    }
    this.#batches.push(batch);
    this.#batchBytes += bytes;
  }

  get days(): number[] {
    return [...this.#days.keys()];
  }

  /** Days with a full block, or with records that came before a time. */
  due(beforeMs: number): number[] {
    return [...this.#days]
      .filter(([, day]) => isFull(day) || day.sinceMs <= beforeMs)
      .map(([dayMs]) => dayMs);
  }

  hasFull(dayMs: number): boolean {
    const day = this.#days.get(dayMs);
    return day !== undefined && isFull(day);
  }

  /** The records of the next block of a day, as they came. */
  next(dayMs: number): readonly PendingRecord[] {
    const records = this.#days.get(dayMs)?.records ?? [];
    let bytes = 0;
    const end = records.findIndex((record) => (bytes += record.bytes) > MAX_BLOCK_BYTES);
    return records.slice(0, Math.min(MAX_BLOCK_RECORDS, end === -1 ? records.length : Math.max(end, 1)));
  }

  /** The first records of a day are in a block. */
  release(dayMs: number, records: readonly PendingRecord[], nowMs: number): void {
    const day = this.#days.get(dayMs);
    if (day === undefined) return;
    for (const { batch, bytes } of records) {
      batch.left--;
      day.bytes -= bytes;
    }
    day.records = day.records.slice(records.length);
    day.sinceMs = nowMs;
    if (day.records.length === 0) this.#days.delete(dayMs);
  }

  /** Forgets the records of a day. */
  drop(dayMs: number): void {
    for (const { batch } of this.#days.get(dayMs)?.records ?? []) batch.left--;
    this.#days.delete(dayMs);
  }

  #dayOf(dayMs: number, nowMs: number): PendingDay {
    let day = this.#days.get(dayMs);
    if (day === undefined) {
      day = { records: [], bytes: 0, sinceMs: nowMs };
      this.#days.set(dayMs, day);
    }
    return day;
  }

  /** Equal sources are the same object from here on. */
  #shared(source: PackedSource): PackedSource {
    const json = JSON.stringify(source);
    let shared = this.#sources.get(json);
    if (shared === undefined) {
      if (this.#sources.size === MAX_SOURCES) this.#sources.clear();
      this.#sources.set(json, (shared = source));
    }
    return shared;
  }
}

function isFull({ records, bytes }: PendingDay): boolean {
  return records.length >= MAX_BLOCK_RECORDS || bytes >= MAX_BLOCK_BYTES;
}

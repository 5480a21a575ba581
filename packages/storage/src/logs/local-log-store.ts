import { basename } from 'node:path';
import { TelltaleError, logFieldsOf } from '@telltale/model';
import type {
  CancelTimer,
  Clock,
  LogContext,
  LogCount,
  LogField,
  LogFilter,
  LogPage,
  LogRecord,
  LogSearch,
  LogSelection,
  LogStore,
  LogStoreStats,
} from '@telltale/model';
import { folderBytes } from '../folder/data-folder.ts';
import type { IntakeLog } from '../intake-log/intake-log.ts';
import type { StoreNotice } from '../notice.ts';
import { copyDatabases, createCopyFolder } from '../snapshot/copy-databases.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { listLogDays, logFilePath } from './file/log-files.ts';
import type { LogBlockIndex } from './log-block-index.ts';
import type { RetentionLimits } from '../retention/retention-limits.ts';
import { LogIntake } from './log-intake.ts';
import { LogReads } from './log-reads.ts';
import { LogRetention } from './log-retention.ts';
import { storedRecordOf } from './record/kept-record.ts';
import type { KeptRecord } from './record/kept-record.ts';
import { parseRecordId } from './record/record-key.ts';
import type { RecordKey } from './record/record-key.ts';
import { checkFilterSize } from './search/filter-size.ts';
import type { LogTail } from './tail/log-tail.ts';
import { LogReaderThread } from './thread/log-reader-thread.ts';
import { LogWriterThread } from './thread/log-writer-thread.ts';
import type { LogWriterEvent } from './thread/log-writer-thread.ts';
import type { LogWriterOptions } from './thread/writer-messages.ts';

const HOUR_MS = 3_600_000;

/** A log store in a folder of this machine. */
export interface LocalLogStore extends LogStore {
  /** Makes blocks of all records that wait for others, and everything durable against the loss of power. */
  flush(): Promise<void>;
  /**
   * Copies the store to an empty folder while it goes on; the copy can be opened as a store, and has every record that
   * was taken before the call.
   *
   * @throws TelltaleError TT_DATA_FOLDER when the disk refuses.
   */
  copyTo(folder: string): Promise<void>;
  /** Keeps as much as this from now on; what is too much by it is deleted. */
  setRetention(limits: RetentionLimits): void;
}

export interface LogStoreParts {
  readonly lock: SqlDriver;
  readonly log: IntakeLog;
  readonly tail: LogTail;
  readonly blocks: LogBlockIndex;
  readonly firstSequence: number;
  readonly writer: LogWriterOptions;
  readonly retentionMs: number;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** Wires the parts of the store; each method says which. */
export class FolderLogStore implements LocalLogStore {
  readonly #parts: LogStoreParts;
  readonly #writer: LogWriterThread;
  readonly #reader: LogReaderThread;
  readonly #reads: LogReads;
  readonly #intake: LogIntake;
  readonly #retention: LogRetention;
  readonly #damaged = new Set<string>();
  #releasing: Promise<void> = Promise.resolve();
  #cancelTimer: CancelTimer = () => {};
  #closing: Promise<void> | undefined;

  constructor(parts: LogStoreParts) {
    const { tail, blocks, log, writer, onNotice } = parts;
    this.#parts = parts;
    this.#writer = new LogWriterThread(writer, (event) => this.#onEvent(event));
    this.#reader = new LogReaderThread(writer, (dayMs, blockId) => this.#tellDamaged(dayMs, blockId));
    this.#reads = new LogReads({ tail, blocks, reader: this.#reader });
    this.#retention = new LogRetention({
      ...parts,
      folderPath: writer.folderPath,
      forgetDays: (days) => this.#forgetDays(days),
      forgetBlocks: async (dayMs, gone) => {
        blocks.dropBlocks(dayMs, new Set(gone.map(({ id }) => id)));
        await this.#reads.settled();
      },
      request: (request) => this.#writer.request(request),
    });
    this.#intake = new LogIntake({
      ...parts,
      log,
      firstDayMs: () => this.#retention.firstDayMs(),
      onTaken: (records, number, bytes) => {
        tail.add(records);
        this.#writer.send(number, bytes);
      },
      onNotice,
    });
    void this.#retention.applyTime();
    this.#scheduleUpkeep();
  }

  /** Hands a batch over that the intake log had at the start; its records are in the tail already. */
  replay(number: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#writer.send(number, bytes);
  }

  append(records: readonly LogRecord[]): Promise<void> {
    return this.#intake.append(records);
  }

  async search(search: LogSearch, signal?: AbortSignal): Promise<LogPage> {
    const { records, hasMore } = await this.#search(search, signal);
    return { records: records.map(storedRecordOf), hasMore };
  }

  async counts(selection: LogSelection, stepMs: number, signal?: AbortSignal): Promise<LogCount[]> {
    checkFilterSize(selection.filter);
    return this.#reads.counts(selection, stepMs, signal);
  }

  async fields(selection: LogSelection, limit: number, signal?: AbortSignal): Promise<LogField[]> {
    const { records } = await this.#search({ ...selection, limit }, signal);
    return logFieldsOf(records);
  }

  async context(
    id: string,
    size: { readonly before: number; readonly after: number },
    signal?: AbortSignal,
  ): Promise<LogContext | undefined> {
    const key = parseRecordId(id);
    const record = key && (await this.#find(key, signal));
    if (record === undefined) return undefined;
    const filter: LogFilter = { kind: 'field', field: 'service', operator: '=', value: record.service };
    const all = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER, filter, after: id };
    const [before, after] = await Promise.all([
      this.#search({ ...all, order: 'newest', limit: size.before }, signal),
      this.#search({ ...all, order: 'oldest', limit: size.after }, signal),
    ]);
    return {
      before: before.records.map(storedRecordOf).reverse(),
      record: storedRecordOf(record),
      after: after.records.map(storedRecordOf),
    };
  }

  async stats(): Promise<LogStoreStats> {
    const { tail, blocks, writer } = this.#parts;
    const oldest = [tail.oldestMs(), blocks.oldestMs()].filter((timeMs) => timeMs !== undefined);
    return {
      records: tail.count + blocks.records,
      bytes: folderBytes(writer.folderPath),
      ...(oldest.length > 0 && { oldestMs: Math.min(...oldest) }),
    };
  }

  async flush(): Promise<void> {
    await this.#writer.request({ kind: 'flush' });
    await this.#releasing;
    await this.#parts.log.sync();
  }

  async copyTo(folder: string): Promise<void> {
    const { log, writer } = this.#parts;
    // The log first: what moves from it to the files meanwhile is then in both, and taken once.
    await log.copyTo(createCopyFolder(folder));
    for (const dayMs of listLogDays(writer.folderPath)) {
      await copyDatabases(writer.folderPath, folder, [basename(logFilePath(folder, dayMs))]);
    }
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#cancelTimer();
    this.#intake.tellTooOld();
    try {
      await this.#reader.close();
      await this.#writer.close();
    } finally {
      await this.#parts.log.close().finally(() => this.#parts.lock.close());
    }
  }

  /** @throws TelltaleError TT_LOG_PAGE where `after` is no record. */
  async #search(
    search: LogSearch,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly records: readonly KeptRecord[]; readonly hasMore: boolean }> {
    checkFilterSize(search.filter);
    const { order = 'newest', after } = search;
    const key = after === undefined ? undefined : parseRecordId(after);
    if (after !== undefined && key === undefined) {
      throw new TelltaleError('TT_LOG_PAGE', `There is no log record '${after}' to go on after.`);
    }
    const limit = Math.floor(search.limit);
    const page = await this.#reads.search(
      { ...search, order, after: key, limit: Math.max(1, limit) },
      signal,
    );
    if (limit >= 1) return page;
    return { records: [], hasMore: page.records.length > 0 };
  }

  async #find(key: RecordKey, signal: AbortSignal | undefined): Promise<KeptRecord | undefined> {
    const startMs = key.timeUs / 1000;
    const endMs = (key.timeUs + 1) / 1000;
    const after = { ...key, sequence: key.sequence - 1 };
    const { records } = await this.#reads.search(
      { startMs, endMs, order: 'oldest', after, limit: 1 },
      signal,
    );
    return records.find(({ sequence }) => sequence === key.sequence);
  }

  #onEvent(event: LogWriterEvent): void {
    const { tail, blocks, log, onNotice } = this.#parts;
    switch (event.kind) {
      case 'committed':
        // In one step: a search sees the records exactly once.
        blocks.add(event.dayMs, event.entry);
        tail.release(event.dayMs, event.entry.lastSequence);
        void this.#retention.applySize();
        break;
      case 'released':
        this.#releasing = log.release(event.number);
        break;
      case 'notice':
        onNotice(event.notice);
        break;
    }
  }

  async #forgetDays(days: readonly number[]): Promise<void> {
    const { tail, blocks } = this.#parts;
    for (const dayMs of days) {
      tail.dropDay(dayMs);
      blocks.dropDay(dayMs);
    }
    await this.#reads.settled();
    this.#reader.closeDays(days);
  }

  #tellDamaged(dayMs: number, blockId: number): void {
    const name = `${dayMs}/${blockId}`;
    if (this.#damaged.has(name)) return;
    this.#damaged.add(name);
    const day = new Date(dayMs).toISOString().slice(0, 10);
    const message = `Block ${blockId} of the logs of ${day} is damaged; its records are missing from answers.`;
    this.#parts.onNotice({ kind: 'block-damaged', message });
  }

  setRetention(limits: RetentionLimits): void {
    void this.#retention.change(limits);
  }

  #scheduleUpkeep(): void {
    this.#cancelTimer = this.#parts.clock.after(HOUR_MS, () => {
      this.#scheduleUpkeep();
      this.#intake.tellTooOld();
      void this.#retention.applyTime();
    });
  }
}

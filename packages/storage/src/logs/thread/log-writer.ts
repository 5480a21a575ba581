import { encodeLogBlock } from '../block/encode-log-block.ts';
import { LogDayWriter } from '../file/log-day-file.ts';
import type { LogBlockEntry } from '../file/log-day-file.ts';
import { logFilePath } from '../file/log-files.ts';
import { parseBatch } from '../record/packed-records.ts';
import { deleteDatabase, messageOf } from '../../folder/data-folder.ts';
import { openForWriting } from '../../sql/sql-driver.ts';
import { PendingRecords } from './pending-records.ts';
import type { PendingRecord } from './pending-records.ts';
import type {
  LogWriterMessage,
  LogWriterOptions,
  LogWriterReport,
  LogWriterRequest,
} from './writer-messages.ts';

/** Today's file, yesterday's around midnight, and some for late records. */
const MAX_OPEN_FILES = 4;

/**
 * Makes blocks of the records of the intake log; the only code that writes to the files of the days. What fails for
 * lack of space or permission is kept and tried again at the next tick.
 */
export class LogWriter {
  readonly #options: LogWriterOptions;
  readonly #report: (report: LogWriterReport) => void;
  readonly #pending: PendingRecords;
  readonly #files = new Map<number, LogDayWriter>();
  #released = 0;
  #isFailing = false;

  constructor(options: LogWriterOptions, report: (report: LogWriterReport) => void) {
    this.#options = options;
    this.#report = report;
    this.#pending = new PendingRecords(options.committed);
  }

  handle(message: LogWriterMessage): void {
    if (message.kind === 'batch') this.#take(message.number, message.bytes);
    else this.#answer(message.id, message.request);
  }

  /** What has to happen regularly. */
  tick(): void {
    const beforeMs = performance.now() - this.#options.sealAfterMs;
    this.#attempt(() => {
      for (const dayMs of this.#pending.due(beforeMs)) this.#commitNext(dayMs);
    });
  }

  #take(number: number, bytes: Uint8Array): void {
    this.#pending.add(number, parseBatch(bytes), bytes.length, performance.now());
    this.#tellReleased();
    // What fails would fail again with every batch.
    if (!this.#isFailing) this.#attempt(() => this.#commitFull());
  }

  #commitFull(): void {
    for (const dayMs of this.#pending.due(-Infinity)) {
      while (this.#pending.hasFull(dayMs)) this.#commitNext(dayMs);
    }
    // A late record, whose day gets no others, would keep all that came after it in the log.
    for (;;) {
      const { heldBytes, oldestDay } = this.#pending;
      if (oldestDay === undefined || heldBytes <= this.#options.maxHeldBytes) return;
      this.#commitNext(oldestDay);
    }
  }

  #commitNext(dayMs: number): void {
    const records = this.#pending.next(dayMs);
    const entry = this.#write(dayMs, records);
    this.#pending.release(dayMs, records, performance.now());
    this.#report({ kind: 'committed', dayMs, entry });
    this.#tellReleased();
    this.#tellRecovered();
  }

  #write(dayMs: number, records: readonly PendingRecord[]): LogBlockEntry {
    const inOrder = records.toSorted((a, b) => a.record[0] - b.record[0] || a.record[1] - b.record[1]);
    return this.#fileOf(dayMs).add(encodeLogBlock(inOrder));
  }

  #answer(id: number, request: LogWriterRequest): void {
    try {
      this.#perform(request);
      this.#report({ kind: 'done', id });
    } catch (error) {
      this.#report({ kind: 'failed', id, message: messageOf(error) });
    }
  }

  #perform(request: LogWriterRequest): void {
    switch (request.kind) {
      case 'flush':
        for (const dayMs of this.#pending.days) {
          while (this.#pending.next(dayMs).length > 0) this.#commitNext(dayMs);
        }
        break;
      case 'dropDays':
        for (const dayMs of request.days) this.#dropDay(dayMs);
        this.#tellReleased();
        break;
      case 'dropBlocks':
        this.#fileOf(request.dayMs).drop(request.blockIds);
        break;
      case 'close':
        for (const dayMs of this.#files.keys()) this.#close(dayMs);
        break;
    }
  }

  #dropDay(dayMs: number): void {
    this.#pending.drop(dayMs);
    this.#close(dayMs);
    deleteDatabase(logFilePath(this.#options.folderPath, dayMs));
  }

  #fileOf(dayMs: number): LogDayWriter {
    let file = this.#files.get(dayMs);
    if (file === undefined) {
      for (const oldest of this.#files.keys()) {
        if (this.#files.size < MAX_OPEN_FILES) break;
        this.#close(oldest);
      }
      file = new LogDayWriter(openForWriting(logFilePath(this.#options.folderPath, dayMs)));
      this.#files.set(dayMs, file);
    }
    return file;
  }

  #close(dayMs: number): void {
    this.#files.get(dayMs)?.close();
    this.#files.delete(dayMs);
  }

  #tellReleased(): void {
    const { released } = this.#pending;
    if (released === this.#released) return;
    this.#released = released;
    this.#report({ kind: 'released', number: released });
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (this.#isFailing) return;
      this.#isFailing = true;
      const message = `Cannot write log records to ${this.#options.folderPath}: ${messageOf(error)}. They stay in the intake log; trying again.`;
      this.#report({ kind: 'notice', notice: { kind: 'write-failed', message } });
    }
  }

  #tellRecovered(): void {
    if (!this.#isFailing) return;
    this.#isFailing = false;
    const message = `Writing log records to ${this.#options.folderPath} works again.`;
    this.#report({ kind: 'notice', notice: { kind: 'write-recovered', message } });
  }
}

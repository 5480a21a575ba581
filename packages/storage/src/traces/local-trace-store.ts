import { TelltaleError } from '@telltale/model';
import type {
  CancelTimer,
  Clock,
  OperationSelection,
  OperationStats,
  ServiceEdge,
  Span,
  TailSampling,
  TimeRange,
  Trace,
  TraceSearch,
  TraceStore,
  TraceStoreStats,
  TraceSummary,
} from '@telltale/model';
import { folderBytes } from '../folder/data-folder.ts';
import type { IntakeLog } from '../intake-log/intake-log.ts';
import type { StoreNotice } from '../notice.ts';
import type { RetentionLimits } from '../retention/retention-limits.ts';
import { DueDays } from '../retention/due-days.ts';
import { copyDatabases, createCopyFolder } from '../snapshot/copy-databases.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { Turn } from '../turns/turn.ts';
import { SpanBatchWriter } from './codec/span-batch.ts';
import { checkSampling } from './check-sampling.ts';
import { listTraceFiles, printTraceFileName } from './file/trace-file-name.ts';
import { FILES_OF_LATE_SPANS } from './file/trace-files.ts';
import { unpackTrace } from './read/packed-trace.ts';
import { soundSpan } from './sound-span.ts';
import type { TraceThread } from './thread/trace-thread.ts';

const HOUR_MS = 3_600_000;
/** Spans that are looked at without a look at the clock. */
const SPANS_PER_LOOK = 1024;

/** A trace store in a folder of this machine. */
export interface LocalTraceStore extends TraceStore {
  /** Decides on all traces at once, whatever may still come of them, and makes everything durable. */
  flush(): Promise<void>;
  /**
   * Copies the store to an empty folder while it goes on; the copy can be opened as a store, and has every span that
   * was taken before the call, kept or waiting for the rest of its trace.
   *
   * @throws TelltaleError TT_DATA_FOLDER when the disk refuses.
   */
  copyTo(folder: string): Promise<void>;
  /**
   * Changes which traces are kept; holds for all that are not decided on.
   *
   * @throws RangeError for a share that is not from 0 to 1, or a duration below 0.
   */
  setSampling(sampling: TailSampling): void;
  /** Keeps as much as this from now on; what is too much by it is deleted. */
  setRetention(limits: RetentionLimits): void;
}

export interface TraceStoreParts {
  readonly folder: string;
  readonly lock: SqlDriver;
  readonly log: IntakeLog;
  readonly thread: TraceThread;
  readonly retentionMs: number;
  readonly flushIntervalMs: number;
  readonly clock: Clock;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** Takes spans into the log and hands them to the thread, which answers what is asked. */
export class FolderTraceStore implements LocalTraceStore {
  readonly #parts: TraceStoreParts;
  readonly #batches = new SpanBatchWriter();
  readonly #dueDays: DueDays;
  #encoded: Promise<unknown> = Promise.resolve();
  readonly #appending = new Set<Promise<unknown>>();
  #cancelTick: CancelTimer = () => {};
  #cancelRetention: CancelTimer = () => {};
  #closing: Promise<void> | undefined;

  constructor(parts: TraceStoreParts) {
    this.#parts = parts;
    this.#dueDays = new DueDays(parts);
    this.#scheduleTick();
    this.#applyRetention();
  }

  append(spans: readonly Span[]): Promise<void> {
    if (spans.length === 0) return Promise.resolve();
    const appending = this.#append(spans);
    this.#appending.add(appending);
    return appending.finally(() => this.#appending.delete(appending));
  }

  async get(traceId: string, signal?: AbortSignal): Promise<Trace | undefined> {
    const packed = await this.#parts.thread.ask({ kind: 'get', traceId }, signal);
    return packed && unpackTrace(packed, signal);
  }

  search(search: TraceSearch, signal?: AbortSignal): Promise<TraceSummary[]> {
    return this.#parts.thread.ask({ kind: 'search', search }, signal);
  }

  services(range: TimeRange, signal?: AbortSignal): ReturnType<TraceStore['services']> {
    return this.#parts.thread.ask({ kind: 'services', range }, signal);
  }

  edges(range: TimeRange, signal?: AbortSignal): Promise<ServiceEdge[]> {
    return this.#parts.thread.ask({ kind: 'edges', range }, signal);
  }

  operations(selection: OperationSelection, signal?: AbortSignal): Promise<OperationStats[]> {
    return this.#parts.thread.ask({ kind: 'operations', selection }, signal);
  }

  async stats(): Promise<TraceStoreStats> {
    const { oldestMs, ...figures } = await this.#parts.thread.ask({ kind: 'stats' });
    return {
      ...figures,
      bytes: folderBytes(this.#parts.folder),
      ...(oldestMs !== undefined && { oldestMs }),
    };
  }

  async flush(): Promise<void> {
    await Promise.allSettled(this.#appending);
    await this.#parts.thread.ask({ kind: 'flush' });
    await this.#parts.log.sync();
  }

  async copyTo(folder: string): Promise<void> {
    const { log, folder: own } = this.#parts;
    // The log first: what moves from it to a file meanwhile is then in both, and counted once.
    await log.copyTo(createCopyFolder(folder));
    const names = listTraceFiles(own).map(printTraceFileName);
    // What a file says of the log holds for all: those that are written are taken at one moment.
    await copyDatabases(own, folder, names.splice(-FILES_OF_LATE_SPANS));
    for (const name of names) await copyDatabases(own, folder, [name]);
  }

  setSampling(sampling: TailSampling): void {
    checkSampling(sampling);
    this.#parts.thread.setSampling(sampling);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #append(spans: readonly Span[]): Promise<void> {
    const { log, thread, clock, folder } = this.#parts;
    if (thread.failure !== undefined) throw thread.failure;
    if (this.#closing !== undefined) {
      throw new TelltaleError('TT_DATA_FOLDER', `Cannot write to ${folder}: the trace store is closed`);
    }
    // One after another, so that the log has them in the order of the calls.
    const encoded = this.#encoded.then(() => this.#encode(spans));
    this.#encoded = encoded.catch(() => {});
    const bytes = await encoded;
    const number = await log.append(bytes);
    thread.sendBatch(number, bytes, clock.now());
  }

  async #encode(spans: readonly Span[]): Promise<Uint8Array<ArrayBuffer>> {
    const nowMs = this.#parts.clock.now();
    const turn = new Turn();
    const sound: Span[] = [];
    for (const span of spans) {
      sound.push(soundSpan(span, nowMs));
      if (sound.length % SPANS_PER_LOOK === 0 && turn.isOver) await turn.end();
    }
    return this.#batches.write(sound);
  }

  #scheduleTick(): void {
    const { clock, flushIntervalMs, thread } = this.#parts;
    this.#cancelTick = clock.after(flushIntervalMs, () => {
      this.#scheduleTick();
      thread.tick(clock.now());
    });
  }

  setRetention({ retentionMs, maxBytes }: RetentionLimits): void {
    this.#dueDays.keep(retentionMs);
    this.#parts.thread.setMaxBytes(maxBytes);
    void this.#dropDueDays();
  }

  #applyRetention(): void {
    this.#cancelRetention = this.#parts.clock.after(HOUR_MS, () => this.#applyRetention());
    void this.#dropDueDays();
  }

  async #dropDueDays(): Promise<void> {
    const { thread } = this.#parts;
    try {
      const days = this.#dueDays.of(await thread.ask({ kind: 'days' }));
      if (days.length > 0) await thread.ask({ kind: 'dropDays', days });
    } catch {
      // The store is closed, or the thread has told why it ended.
    }
  }

  async #close(): Promise<void> {
    const { thread, log, lock } = this.#parts;
    this.#cancelTick();
    this.#cancelRetention();
    await Promise.allSettled(this.#appending);
    try {
      await thread.close();
    } finally {
      await log.close().finally(() => lock.close());
    }
  }
}

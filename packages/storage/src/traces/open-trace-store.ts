import { join } from 'node:path';
import { TelltaleError, systemClock } from '@telltale/model';
import type { Clock, TailSampling } from '@telltale/model';
import { DEFAULT_RETENTION_MS } from '../folder/default-retention.ts';
import { createFolder, messageOf } from '../folder/data-folder.ts';
import { lockFolder } from '../folder/folder-lock.ts';
import { openIntakeLog } from '../intake-log/intake-log.ts';
import type { StoreNotice } from '../notice.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { checkSampling } from './check-sampling.ts';
import { FolderTraceStore } from './local-trace-store.ts';
import type { LocalTraceStore } from './local-trace-store.ts';
import { TraceThread } from './thread/trace-thread.ts';

const DEFAULT_DECISION_DELAY_MS = 10_000;
/** A trace to which spans come all the time is decided on after so long. */
const MAX_WAIT_MS = 30_000;
const DEFAULT_FLUSH_INTERVAL_MS = 1000;
const DEFAULT_MAX_PENDING_BYTES = 128 * 1024 * 1024;
/** Files of the log are as small as a part of the limit of all files, so that they go sooner. */
const SEGMENTS_WITHIN_LIMIT = 32;
const MIN_SEGMENT_BYTES = 64 * 1024;
const MAX_SEGMENT_BYTES = 8 * 1024 * 1024;

/** What {@link openTraceStore} takes. */
export interface TraceStoreOptions {
  /** Has the files of the traces and nothing else; created when missing. Used by one process at a time. */
  readonly folder: string;
  /** Traces that were written longer ago are deleted, whole UTC days at a time. Default: 15 days. */
  readonly retentionMs?: number;
  /** The most that all files of the folder may take: the oldest are deleted to stay below it. Default: no limit. */
  readonly maxBytes?: number;
  /** Which traces are kept. All spans are counted, whatever it says. Default: all. */
  readonly sampling?: TailSampling;
  /**
   * A trace is decided on when no span of it has come for so long; after 30 s in any case, and earlier when too
   * much waits. Default: 10,000 ms, at most 30,000.
   */
  readonly decisionDelayMs?: number;
  /** How often traces that have waited long enough are written. Default: 1000 ms. */
  readonly flushIntervalMs?: number;
  /**
   * The most bytes of spans, some hundred each, that were taken and are in no file; beyond, `append` refuses. From
   * half of it on traces are decided on before their time. Default: 128 MiB.
   */
  readonly maxPendingBytes?: number;
  readonly clock?: Clock;
  /** Receives what the operator should know. Default: nobody. */
  readonly onNotice?: (notice: StoreNotice) => void;
}

/**
 * Opens the trace store in a folder and brings back every span that was taken.
 *
 * Traces wait in memory until all their spans have come, as far as one can tell; then they are counted and kept, or
 * counted alone. What comes later belongs to them: it is kept where they are, and where they are not, only when it is
 * an error or slow. Rates, errors, durations and the map of services are counted from all spans.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the folder cannot be written, TT_DATA_LOCKED when another store has it
 * open; RangeError for a sampling that is none.
 *
 * @example
 * ```ts
 * const traces = await openTraceStore({ folder: '.telltale/traces', sampling: { ratio: 0.1, slowerThanMs: 1000 } });
 * const range = { startMs: Date.now() - 3_600_000, endMs: Date.now() + 1 };
 * await traces.append([
 *   {
 *     traceId: '0af7651916cd43dd8448eb211c80319c',
 *     spanId: 'b7ad6b7169203331',
 *     name: 'GET /orders',
 *     kind: 'server',
 *     startMs: Date.now(),
 *     durationMs: 12.5,
 *     status: 'error',
 *     service: 'shop',
 *     attributes: {},
 *     events: [],
 *     links: [],
 *     resource: {},
 *   },
 * ]);
 * const [found] = await traces.search({ ...range, status: 'error', limit: 20 });
 * console.log(found.operation, found.errors); // GET /orders 1
 * await traces.close();
 * ```
 */
export async function openTraceStore(options: TraceStoreOptions): Promise<LocalTraceStore> {
  const { folder, clock = systemClock, onNotice = () => {} } = options;
  checkSampling(options.sampling ?? {});
  const lock = lockTraceFolder(folder);
  const flushIntervalMs = options.flushIntervalMs ?? DEFAULT_FLUSH_INTERVAL_MS;
  const maxPendingBytes = options.maxPendingBytes ?? DEFAULT_MAX_PENDING_BYTES;
  const maxBytes = options.maxBytes ?? Infinity;
  let release = (_number: number): void => {};
  const thread = new TraceThread(
    {
      folder,
      sampling: options.sampling ?? {},
      decisionDelayMs: Math.min(options.decisionDelayMs ?? DEFAULT_DECISION_DELAY_MS, MAX_WAIT_MS),
      maxWaitMs: MAX_WAIT_MS,
      maxPendingBytes,
      maxBytes,
      nowMs: clock.now(),
    },
    (event) => (event.kind === 'released' ? release(event.number) : onNotice(event.notice)),
  );
  try {
    const firstNumber = await thread.ask({ kind: 'open' });
    const maxSegmentBytes = Math.max(
      MIN_SEGMENT_BYTES,
      Math.min(MAX_SEGMENT_BYTES, maxBytes / SEGMENTS_WITHIN_LIMIT),
    );
    const log = await openIntakeLog(
      {
        folder: join(folder, 'intake'),
        firstNumber,
        maxPendingBytes,
        syncIntervalMs: flushIntervalMs,
        maxSegmentBytes,
        onNotice,
      },
      ({ number, bytes }) => thread.sendBatch(number, Uint8Array.from(bytes), clock.now()),
    );
    release = (number) => void log.release(number);
    const retentionMs = options.retentionMs ?? DEFAULT_RETENTION_MS;
    return new FolderTraceStore({ folder, lock, log, thread, retentionMs, flushIntervalMs, clock, onNotice });
  } catch (error) {
    await thread.close().catch(() => {});
    lock.close();
    throw error;
  }
}

function lockTraceFolder(path: string): SqlDriver {
  try {
    createFolder(path);
  } catch (cause) {
    const message = `Cannot create the data folder ${path}: ${messageOf(cause)}`;
    throw new TelltaleError('TT_DATA_FOLDER', message, { cause });
  }
  return lockFolder({ path, lockPath: join(path, 'lock.db') });
}

import { TelltaleError, systemClock } from '@telltale/model';
import type { Clock } from '@telltale/model';
import { DEFAULT_RETENTION_MS } from '../folder/default-retention.ts';
import { createFolder, messageOf } from '../folder/data-folder.ts';
import { lockFolder } from '../folder/folder-lock.ts';
import { openIntakeLog } from '../intake-log/intake-log.ts';
import type { IntakeLogOptions } from '../intake-log/intake-log.ts';
import type { IntakeBatch } from '../intake-log/replay.ts';
import type { StoreNotice } from '../notice.ts';
import { dayOf, logFolderAt } from './file/log-files.ts';
import type { LogFolder } from './file/log-files.ts';
import { loadBlocks } from './load-blocks.ts';
import { FolderLogStore } from './local-log-store.ts';
import type { LocalLogStore } from './local-log-store.ts';
import { parseBatch, unpackRecords } from './record/packed-records.ts';
import { LogTail } from './tail/log-tail.ts';

/** Blocks of a service that logs little are then a few dozen a day. */
const DEFAULT_SEAL_AFTER_MS = 3_600_000;
const DEFAULT_FLUSH_INTERVAL_MS = 1000;
const DEFAULT_MAX_PENDING_BYTES = 64 * 1024 * 1024;
/** Of the intake log: what has to be read again at a start. */
const MAX_HELD_BYTES = 16 * 1024 * 1024;

/** What {@link openLogStore} takes. */
export interface LogStoreOptions {
  /** Has the files of the logs and nothing else; created when missing. Used by one process at a time. */
  readonly folder: string;
  /** Records older than this are deleted, whole UTC days at a time. Default: 15 days. */
  readonly retentionMs?: number;
  /**
   * The most that all files of the folder may take. The oldest days are deleted to stay below it, and of the newest
   * day the oldest blocks. Default: no limit.
   */
  readonly maxBytes?: number;
  /** How often what was taken is made durable against the loss of power. Default: 1000 ms. */
  readonly flushIntervalMs?: number;
  /** The most bytes of records that were taken and are in no block; beyond, `append` refuses. Default: 64 MiB. */
  readonly maxPendingBytes?: number;
  /** How long records wait for others before they become a smaller block. Default: 1 hour. */
  readonly sealAfterMs?: number;
  readonly clock?: Clock;
  /** Receives what the operator should know. Default: nobody. */
  readonly onNotice?: (notice: StoreNotice) => void;
}

/**
 * Opens the log store in a folder and brings back every record that was taken.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the folder cannot be written, TT_DATA_LOCKED when another store has it
 * open.
 *
 * @example
 * ```ts
 * const logs = await openLogStore({ folder: '.telltale/logs' });
 * await logs.append([
 *   { timeMs: Date.now(), severity: 17, service: 'shop', message: 'payment failed', attributes: {}, resource: {} },
 * ]);
 * const page = await logs.search({
 *   startMs: Date.now() - 3_600_000,
 *   endMs: Date.now() + 1,
 *   filter: { kind: 'text', text: 'Payment' },
 *   limit: 100,
 * });
 * console.log(page.records[0].message); // payment failed
 * await logs.close();
 * ```
 */
export async function openLogStore(options: LogStoreOptions): Promise<LocalLogStore> {
  const folder = createLogFolder(options.folder);
  const lock = lockFolder(folder);
  try {
    const { onNotice = () => {}, maxPendingBytes = DEFAULT_MAX_PENDING_BYTES } = options;
    const { index: blocks, committed } = loadBlocks(folder.path, onNotice);
    const replay = new Replay(committed);
    const log = await openIntakeLog(
      { ...logOptionsOf(options), maxPendingBytes, folder: folder.intakePath, onNotice },
      (batch) => replay.add(batch),
    );
    const store = new FolderLogStore({
      lock,
      log,
      tail: replay.tail,
      blocks,
      firstSequence: replay.lastSequence + 1,
      writer: {
        folderPath: folder.path,
        sealAfterMs: options.sealAfterMs ?? DEFAULT_SEAL_AFTER_MS,
        maxHeldBytes: Math.min(MAX_HELD_BYTES, maxPendingBytes / 2),
        tickMs: options.flushIntervalMs ?? DEFAULT_FLUSH_INTERVAL_MS,
        committed,
      },
      retentionMs: options.retentionMs ?? DEFAULT_RETENTION_MS,
      maxBytes: options.maxBytes ?? Infinity,
      clock: options.clock ?? systemClock,
      onNotice,
    });
    for (const { number, bytes } of replay.batches) store.replay(number, Uint8Array.from(bytes));
    return store;
  } catch (error) {
    lock.close();
    throw error;
  }
}

function createLogFolder(path: string): LogFolder {
  try {
    createFolder(path);
    return logFolderAt(path);
  } catch (cause) {
    const message = `Cannot create the data folder ${path}: ${messageOf(cause)}`;
    throw new TelltaleError('TT_DATA_FOLDER', message, { cause });
  }
}

/** Of a store that may have little space the log, too, has little files, which go sooner. */
function logOptionsOf({
  flushIntervalMs = DEFAULT_FLUSH_INTERVAL_MS,
  maxBytes = Infinity,
}: LogStoreOptions): Pick<IntakeLogOptions, 'syncIntervalMs' | 'maxSegmentBytes'> {
  const maxSegmentBytes = Math.min(8 * 1024 * 1024, Math.max(64 * 1024, maxBytes / 32));
  return { syncIntervalMs: flushIntervalMs, maxSegmentBytes };
}

/** What the intake log has at the start: records that are in no block go to the tail. */
class Replay {
  readonly tail = new LogTail();
  readonly batches: IntakeBatch[] = [];
  readonly #committed: ReadonlyMap<number, number>;
  /** Of all records that are there. */
  lastSequence: number;

  constructor(committed: ReadonlyMap<number, number>) {
    this.#committed = committed;
    this.lastSequence = Math.max(0, ...committed.values());
  }

  add(batch: IntakeBatch): void {
    const records = unpackRecords(parseBatch(batch.bytes));
    this.tail.add(
      records.filter(({ timeUs, sequence }) => sequence > (this.#committed.get(dayOf(timeUs)) ?? 0)),
    );
    for (const { sequence } of records) this.lastSequence = Math.max(this.lastSequence, sequence);
    this.batches.push(batch);
  }
}

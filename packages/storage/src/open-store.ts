import { systemClock } from '@telltale/model';
import type { Clock } from '@telltale/model';
import { catalogError, openCatalog } from './catalog/open-catalog.ts';
import { DEFAULT_RETENTION_MS } from './folder/default-retention.ts';
import { createDataFolder } from './folder/data-folder.ts';
import { lockFolder } from './folder/folder-lock.ts';
import { LocalStore } from './local-store.ts';
import type { StoreNotice } from './notice.ts';
import { deleteUnfinishedSnapshots } from './snapshot/take-snapshot.ts';
import { sqlFailureOf } from './sql/sql-failure.ts';
import type { Store } from './store.ts';

const DEFAULT_MAX_EXEMPLARS = 100_000;
const DEFAULT_OUT_OF_ORDER_WINDOW_MS = 3_600_000;
/** About 0.6 GB on the heap, with labels of a usual length. */
const DEFAULT_MAX_SERIES = 500_000;

/** What {@link openStore} takes. */
export interface StoreOptions {
  /** The data folder; created when missing. Used by one process at a time. */
  readonly folder: string;
  /** Samples older than this are deleted, whole UTC days at a time. Default: 15 days. */
  readonly retentionMs?: number;
  /**
   * The most that all files of the data folder may take, snapshots aside. The oldest days are deleted
   * to stay below it, and of the newest day the oldest blocks. The log of the samples that are in no
   * block yet, two hours of them, has to fit too. Default: no limit.
   */
  readonly retentionBytes?: number;
  /** How many exemplars are kept; the oldest go first. Default: 100,000. */
  readonly maxExemplars?: number;
  /**
   * How much older than the newest sample of its series a sample may be; 0 refuses all that do not
   * come in order. Default: 1 hour.
   */
  readonly outOfOrderWindowMs?: number;
  /**
   * How many series there may be. Beyond it `intern` of a new label set throws TT_SERIES_LIMIT; known
   * series go on. A series counts until all its samples are older than the retention. Default: 500,000.
   */
  readonly maxSeries?: number;
  /** How often the log is made durable and finished slabs become blocks. Default: 1000 ms. */
  readonly flushIntervalMs?: number;
  /**
   * Whether somebody reads `Store.log`: files of the log are then kept, beyond the blocks that have their samples,
   * until `keepFrom` says that they were read. Default: false.
   */
  readonly followsLog?: boolean;
  readonly clock?: Clock;
  /** Receives what the operator should know. Default: nobody. */
  readonly onNotice?: (notice: StoreNotice) => void;
}

/**
 * Opens the store in a folder and brings back everything that was durable.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the folder cannot be written, TT_DATA_LOCKED when another
 * store has it open, TT_DATA_CORRUPT when the catalog cannot be read.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const folder = createDataFolder(options.folder);
  const lock = lockFolder(folder);
  try {
    deleteUnfinishedSnapshots(folder.path);
    return new LocalStore({
      folder,
      lock,
      ...openCatalog(folder),
      retentionMs: options.retentionMs ?? DEFAULT_RETENTION_MS,
      retentionBytes: options.retentionBytes ?? Infinity,
      maxExemplars: options.maxExemplars ?? DEFAULT_MAX_EXEMPLARS,
      outOfOrderWindowMs: options.outOfOrderWindowMs ?? DEFAULT_OUT_OF_ORDER_WINDOW_MS,
      maxSeries: options.maxSeries ?? DEFAULT_MAX_SERIES,
      flushIntervalMs: options.flushIntervalMs ?? 1000,
      followsLog: options.followsLog ?? false,
      clock: options.clock ?? systemClock,
      onNotice: options.onNotice ?? (() => {}),
    });
  } catch (error) {
    lock.close();
    // Damage in a later page of the catalog shows only when recovery reads it; damaged logs and days do not throw.
    throw sqlFailureOf(error) === 'damaged' ? catalogError(folder, error) : error;
  }
}

import { TelltaleError } from '@telltale/model';
import { openLocked } from '../sql/sql-driver.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { sqlFailureOf } from '../sql/sql-failure.ts';
import { messageOf } from './data-folder.ts';
import type { DataFolder } from './data-folder.ts';

/**
 * Takes the folder for this process by an exclusive lock of the operating system on `lock.db`, so
 * that a killed process leaves nothing behind that would have to be cleaned up.
 *
 * @throws TelltaleError TT_DATA_LOCKED, or TT_DATA_FOLDER when the lock file cannot be written.
 */
export function lockFolder(folder: Pick<DataFolder, 'path' | 'lockPath'>): SqlDriver {
  try {
    return openLocked(folder.lockPath);
  } catch (cause) {
    if (sqlFailureOf(cause) === 'locked') {
      throw new TelltaleError('TT_DATA_LOCKED', `Another station is using the data folder ${folder.path}.`, {
        cause,
      });
    }
    throw new TelltaleError(
      'TT_DATA_FOLDER',
      `Cannot write to the data folder ${folder.path}: ${messageOf(cause)}`,
      { cause },
    );
  }
}

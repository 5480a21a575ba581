import { TelltaleError } from '@telltale/model';
import { messageOf } from '../folder/data-folder.ts';
import { sqlFailureOf } from '../sql/sql-failure.ts';

/** An error for people where the disk is full or refuses; any other as it is. */
export function writeError(path: string, cause: unknown): unknown {
  if (sqlFailureOf(cause) !== 'unwritable') return cause;
  const message = `Cannot write to the data folder ${path}: ${messageOf(cause)}`;
  return new TelltaleError('TT_DATA_FOLDER', message, { cause });
}

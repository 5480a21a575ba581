import { TelltaleError } from '@telltale/model';
import { messageOf } from '../folder/data-folder.ts';

/** The disk is full, or refuses. */
export function writeError(path: string, cause: unknown): TelltaleError {
  return new TelltaleError('TT_DATA_FOLDER', `Cannot write to the data folder ${path}: ${messageOf(cause)}`, {
    cause,
  });
}

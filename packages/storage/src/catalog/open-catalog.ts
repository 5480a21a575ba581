import { TelltaleError } from '@telltale/model';
import { messageOf } from '../folder/data-folder.ts';
import type { DataFolder } from '../folder/data-folder.ts';
import { openForWriting } from '../sql/sql-driver.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { sqlFailureOf } from '../sql/sql-failure.ts';
import { prepareCatalog, readStoreId } from './catalog.ts';

/** Opens the catalog of a folder for writing, made when missing. */
export function openCatalog(folder: DataFolder): { readonly catalog: SqlDriver; readonly storeId: string } {
  const { catalogPath } = folder;
  let catalog: SqlDriver | undefined;
  try {
    catalog = openForWriting(catalogPath);
    if (!prepareCatalog(catalog)) {
      throw new TelltaleError(
        'TT_DATA_CORRUPT',
        `${catalogPath} was written by a newer version of Telltale.`,
        { fix: 'Use that version, or choose another folder with --data.' },
      );
    }
    return { catalog, storeId: readStoreId(catalog) };
  } catch (error) {
    catalog?.close();
    throw error instanceof TelltaleError ? error : catalogError(folder, error);
  }
}

/** What cannot be read, or written, as an error for people. */
export function catalogError({ path, catalogPath }: DataFolder, cause: unknown): TelltaleError {
  return sqlFailureOf(cause) === 'damaged'
    ? new TelltaleError('TT_DATA_CORRUPT', `${catalogPath} cannot be read: ${messageOf(cause)}`, { cause })
    : new TelltaleError('TT_DATA_FOLDER', `Cannot write to the data folder ${path}: ${messageOf(cause)}`, {
        cause,
      });
}

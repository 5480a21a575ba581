import { openCatalog } from '../catalog/open-catalog.ts';
import { DEFAULT_RETENTION_MS } from '../folder/default-retention.ts';
import { createDataFolder } from '../folder/data-folder.ts';
import { lockFolder } from '../folder/folder-lock.ts';
import { BlockImporter } from './block-importer.ts';
import type { ImportOptions, Importer } from './importer.ts';
import { writeError } from './write-error.ts';

const DEFAULT_MAX_SERIES = 500_000;
/** About 60 MB. */
const MAX_BUFFERED_SAMPLES = 2_000_000;

/**
 * Opens a data folder for importing old samples: they go into blocks at once, in the order and time they
 * come in, beside what is there. What the store has at the same time stays.
 *
 * @throws TelltaleError TT_DATA_LOCKED when a station has it open, TT_DATA_FOLDER when it cannot be
 * written, TT_DATA_CORRUPT when the catalog cannot be read.
 */
export function openImporter(options: ImportOptions): Importer {
  const folder = createDataFolder(options.folder);
  const lock = lockFolder(folder);
  try {
    return new BlockImporter({
      folder,
      lock,
      ...openCatalog(folder),
      oldestMs: (options.nowMs ?? Date.now()) - (options.retentionMs ?? DEFAULT_RETENTION_MS),
      maxSeries: options.maxSeries ?? DEFAULT_MAX_SERIES,
      maxBufferedSamples: options.maxBufferedSamples ?? MAX_BUFFERED_SAMPLES,
    });
  } catch (error) {
    lock.close();
    throw writeError(folder.path, error);
  }
}

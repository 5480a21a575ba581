import { closeSync, openSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { DAY_LAYOUT } from './blocks/day-file.ts';
import { CATALOG_LAYOUT } from './catalog/catalog.ts';
import { LOG_LAYOUT } from './logs/file/log-day-file.ts';
import { TRACE_LAYOUT } from './traces/file/schema.ts';

/** Databases of a station's data folder, with the newest layout that this version knows. */
const KNOWN: readonly { readonly folder: string; readonly name: RegExp; readonly layout: number }[] = [
  { folder: '', name: /^catalog\.db$/, layout: CATALOG_LAYOUT },
  { folder: '', name: /^metrics-\d+\.db$/, layout: DAY_LAYOUT },
  { folder: 'logs', name: /^logs-\d+\.db$/, layout: LOG_LAYOUT },
  { folder: 'traces', name: /^traces-\d+(?:-\d+)?\.db$/, layout: TRACE_LAYOUT },
];

/** Where the header of an SQLite file has the number of its layout, 4 bytes with the highest first. */
const LAYOUT_OFFSET = 60;

/**
 * Refuses a data folder that a newer version has written to, before anything of it is opened: what that version keeps
 * there is neither moved nor missed.
 *
 * @throws TelltaleError TT_DATA_CORRUPT which names the file
 */
export function refuseNewerFolder(path: string): void {
  for (const { folder, name, layout } of KNOWN) {
    for (const file of filesIn(join(path, folder))) {
      if (!name.test(file) || layoutOf(join(path, folder, file)) <= layout) continue;
      throw new TelltaleError(
        'TT_DATA_CORRUPT',
        `${join(path, folder, file)} was written by a newer version of Telltale. Nothing was changed.`,
        { fix: 'Use that version or a newer one, or choose another folder with --data.' },
      );
    }
  }
}

function filesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    // A new data folder; or one that cannot be read, which the store will say.
    return [];
  }
}

/** 0 for a file that has no whole header: it is for its store to say what that means. */
function layoutOf(path: string): number {
  const bytes = Buffer.alloc(4);
  try {
    const file = openSync(path, 'r');
    try {
      return readSync(file, bytes, 0, 4, LAYOUT_OFFSET) === 4 ? bytes.readUInt32BE() : 0;
    } finally {
      closeSync(file);
    }
  } catch {
    return 0;
  }
}

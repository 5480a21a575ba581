import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { createFolder, messageOf } from '../folder/data-folder.ts';
import { freezeDatabase } from '../sql/sql-driver.ts';
import type { FrozenDatabase } from '../sql/sql-driver.ts';

/**
 * Copies databases of a folder to another, each as it is now, while their writer goes on. Of those that are named
 * together none has what was written after the call. One that the retention has deleted is left out.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the disk refuses.
 */
export async function copyDatabases(from: string, to: string, names: readonly string[]): Promise<void> {
  const frozen: { readonly name: string; readonly database: FrozenDatabase }[] = [];
  try {
    for (const name of names) {
      const database = freeze(join(from, name));
      if (database) frozen.push({ name, database });
    }
    for (const { name, database } of frozen) await database.copyTo(join(to, name));
  } catch (cause) {
    throw new TelltaleError('TT_DATA_FOLDER', `Cannot copy ${from} to ${to}: ${messageOf(cause)}`, { cause });
  } finally {
    for (const { database } of frozen) database.close();
  }
}

/**
 * Creates the folder of a copy and the intake log's in it; returns the latter.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the disk refuses.
 */
export function createCopyFolder(path: string): string {
  const intake = join(path, 'intake');
  try {
    createFolder(intake);
    return intake;
  } catch (cause) {
    throw new TelltaleError('TT_DATA_FOLDER', `Cannot create ${path}: ${messageOf(cause)}`, { cause });
  }
}

function freeze(path: string): FrozenDatabase | undefined {
  try {
    return freezeDatabase(path);
  } catch (error) {
    if (existsSync(path)) throw error;
    return undefined;
  }
}

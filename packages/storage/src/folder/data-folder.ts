import { copyFileSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TelltaleError } from '@telltale/model';

const DAY_FILE = /^metrics-(\d{4})(\d{2})(\d{2})\.db$/;

/** Has a limit of its own: that of those who send on what is in it. */
export const UNSENT_FOLDER = 'wal-unsent';

/** The files of the store, by name. */
export interface DataFolder {
  readonly path: string;
  readonly lockPath: string;
  readonly catalogPath: string;
  readonly logFolder: string;
  /** Files of the log that are in blocks, but not yet sent on. */
  readonly unsentFolder: string;
}

/**
 * Names the files of a store and creates its folders.
 *
 * @throws TelltaleError TT_DATA_FOLDER where that is not possible.
 */
export function createDataFolder(path: string): DataFolder {
  const folder = {
    path,
    lockPath: join(path, 'lock.db'),
    catalogPath: join(path, 'catalog.db'),
    logFolder: join(path, 'wal'),
    unsentFolder: join(path, UNSENT_FOLDER),
  };
  try {
    createFolder(folder.logFolder);
  } catch (cause) {
    throw new TelltaleError('TT_DATA_FOLDER', `Cannot create the data folder ${path}: ${messageOf(cause)}`, {
      cause,
    });
  }
  return folder;
}

/**
 * Creates a folder and those above it where they are missing, one at a time: Node's `recursive` never returns where an
 * existing folder refuses a new one with ENOENT, as `/proc` does (seen in 24.21). Nobody but its owner looks into a new
 * one, whatever the umask; the rights of one that is there stay as they are.
 */
export function createFolder(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) createFolder(parent);
  try {
    mkdirSync(path, 0o700);
  } catch (error) {
    // Another process may have created it in between.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The file with the blocks of the UTC day that starts at `dayMs`. */
export function dayFilePath(folderPath: string, dayMs: number): string {
  const day = new Date(dayMs).toISOString().slice(0, 10).replaceAll('-', '');
  return join(folderPath, `metrics-${day}.db`);
}

/** Starts of the days that have a file, ascending. */
export function listDays(folderPath: string): number[] {
  return readdirSync(folderPath)
    .flatMap((name) => {
      const match = DAY_FILE.exec(name);
      return match === null ? [] : [Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))];
    })
    .sort((a, b) => a - b);
}

/** Gives a file that does not change any more a second name, or copies it where there are no such names. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** Deletes a database file and what SQLite keeps beside it. */
export function deleteDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

/** Renames a damaged database file, so that the store can go on without it; returns the new path. */
export function setAside(path: string): string {
  const aside = `${path}.damaged-${Date.now()}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (statSync(path + suffix, { throwIfNoEntry: false })) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}

/** Size of a database and what SQLite keeps beside it. */
export function databaseBytes(path: string): number {
  let bytes = 0;
  for (const suffix of ['', '-wal']) bytes += statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0;
  return bytes;
}

/** Size of all files below a folder, without those of some folders in it. */
export function folderBytes(folderPath: string, except: readonly string[] = []): number {
  let bytes = 0;
  for (const entry of readdirSync(folderPath, { withFileTypes: true })) {
    if (except.includes(entry.name)) continue;
    const path = join(folderPath, entry.name);
    bytes += entry.isDirectory() ? folderBytes(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  }
  return bytes;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

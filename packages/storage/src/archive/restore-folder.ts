import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TelltaleError, formatCompactTime } from '@telltale/model';
import { createFolder, messageOf } from '../folder/data-folder.ts';
import { lockFolder } from '../folder/folder-lock.ts';
import { syncFolder } from '../folder/sync-folder.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import type { BackupKind } from './archive-paths.ts';
import type { BackupManifest } from './manifest.ts';
import { readArchive } from './read-archive.ts';

/** What {@link restoreFolder} takes. */
export interface RestoreOptions {
  /** The backup. */
  readonly file: string;
  /** What it has to be a backup of. */
  readonly kind: BackupKind;
  /** Created where it is missing; must else be empty. */
  readonly folder: string;
  /** Whether what is in the folder is moved aside. Default: no. */
  readonly replaces?: boolean;
}

/** What a restore did. */
export interface RestoreReport {
  readonly manifest: BackupManifest;
  /** Where what was in the folder is now. */
  readonly aside?: string;
}

/** Behind the name of the folder while files are written. */
const RESTORING = '.restoring';
const LOCK_FILE = 'lock.db';

/**
 * Puts the files of a backup into a folder. All of it is checked before anything is written, and once more as it is
 * written, beside the folder; only when everything is on disk it becomes the folder, by being renamed. So whatever ends
 * a restore leaves the folder as it was, or complete.
 *
 * @throws TelltaleError TT_BACKUP_DAMAGED, TT_BACKUP_VERSION, TT_RESTORE_TARGET, TT_DATA_LOCKED, TT_FILE_READ,
 * TT_FILE_WRITE
 */
export async function restoreFolder(options: RestoreOptions): Promise<RestoreReport> {
  const { file, kind, folder, replaces = false } = options;
  const manifest = await readArchive(file, {
    onManifest: async (read) => {
      checkKind(file, read, kind);
      await checkTarget(folder, replaces);
    },
  });
  return asFileError(folder, async () => {
    const restoring = await openRestoring(folder);
    try {
      await checkRoom(folder, manifest);
      await unpack(file, restoring.path);
      // What is restored has nothing but what was in the backup; the lock holds without its files.
      for (const name of [LOCK_FILE, `${LOCK_FILE}-journal`])
        await rm(join(restoring.path, name), { force: true });
      const aside = await takePlace(restoring.path, folder, kind);
      return { manifest, ...(aside !== undefined && { aside }) };
    } catch (error) {
      await rm(restoring.path, { recursive: true, force: true });
      throw error;
    } finally {
      restoring.lock.close();
    }
  });
}

function checkKind(file: string, { kind }: BackupManifest, wanted: BackupKind): void {
  if (kind === wanted) return;
  throw new TelltaleError('TT_USAGE', `${file} is a backup of a ${NAMES[kind]}, not of a ${NAMES[wanted]}`, {
    fix: `Restore it with ${RESTORE_OPTIONS[kind]}.`,
  });
}

const NAMES: Readonly<Record<BackupKind, string>> = {
  station: 'station',
  prometheus: 'Prometheus',
  grafana: 'Grafana',
};
const RESTORE_OPTIONS: Readonly<Record<BackupKind, string>> = {
  station: '--data',
  prometheus: '--prometheus-data',
  grafana: '--grafana',
};

async function checkTarget(folder: string, replaces: boolean): Promise<void> {
  if (!replaces && (await contentOf(folder)).length > 0) {
    throw new TelltaleError('TT_RESTORE_TARGET', `${folder} is not empty; nothing was changed.`);
  }
}

/** Names in a folder; none where it does not exist. */
async function contentOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new TelltaleError('TT_RESTORE_TARGET', `${folder} cannot be used: ${messageOf(cause)}`, { cause });
  }
}

/** The folder that is written, locked; what a killed restore left of it is gone. */
async function openRestoring(folder: string): Promise<{ readonly path: string; readonly lock: SqlDriver }> {
  const path = folder + RESTORING;
  createFolder(path);
  const lock = lockOf(path, 'Another restore is writing it.');
  try {
    for (const name of await readdir(path)) {
      if (!name.startsWith(LOCK_FILE)) await rm(join(path, name), { recursive: true });
    }
    return { path, lock };
  } catch (error) {
    lock.close();
    throw error;
  }
}

function lockOf(path: string, reason: string): SqlDriver {
  try {
    return lockFolder({ path, lockPath: join(path, LOCK_FILE) });
  } catch (cause) {
    if (!(cause instanceof TelltaleError) || cause.code !== 'TT_DATA_LOCKED') throw cause;
    throw new TelltaleError('TT_DATA_LOCKED', `${path} is in use. ${reason}`, {
      fix: 'Stop what uses it, and try again.',
      cause,
    });
  }
}

async function checkRoom(folder: string, { files }: BackupManifest): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(folder));
  const needed = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (needed <= bavail * bsize) return;
  const message = `${folder} has room for ${bavail * bsize} bytes, and the backup has ${needed}; nothing was changed.`;
  throw new TelltaleError('TT_RESTORE_TARGET', message, { fix: 'Make room, or choose another disk.' });
}

async function unpack(file: string, folder: string): Promise<void> {
  const folders = new Set([folder]);
  await readArchive(file, {
    onFile: ({ path }, chunks) =>
      asFileError(folder, async () => {
        const target = join(folder, ...path.split('/'));
        await mkdir(dirname(target), { recursive: true });
        for (let above = dirname(target); above !== folder; above = dirname(above)) folders.add(above);
        // As the station writes it: what is in it is for who runs it.
        const handle = await open(target, 'wx', 0o600);
        try {
          for await (const chunk of chunks) await handle.writeFile(chunk);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }),
  });
  for (const path of folders) await syncFolder(path);
}

/** Renames the folder that was written to the one that was meant; returns where what was there is now. */
async function takePlace(restoring: string, folder: string, kind: BackupKind): Promise<string | undefined> {
  let aside: string | undefined;
  if ((await contentOf(folder)).length > 0) {
    if (kind === 'prometheus') checkPrometheusLock(folder);
    const lock = existsSync(join(folder, LOCK_FILE))
      ? lockOf(folder, 'A station has it open; nothing was changed.')
      : undefined;
    try {
      aside = freeNameBeside(folder);
      await rename(folder, aside);
    } finally {
      lock?.close();
    }
  } else if (existsSync(folder)) {
    await rmdir(folder);
  }
  try {
    await rename(restoring, folder);
  } catch (error) {
    if (aside !== undefined) await rename(aside, folder);
    throw error;
  }
  await syncFolder(dirname(folder));
  return aside;
}

/** A name with the time, also for the second restore within one second. */
function freeNameBeside(folder: string): string {
  const name = `${folder}.before-${formatCompactTime(Date.now())}`;
  for (let number = 1; ; number++) {
    const path = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(path)) return path;
  }
}

/** A Prometheus has this file while it runs, and leaves it behind where it was killed. */
function checkPrometheusLock(folder: string): void {
  const path = join(folder, 'lock');
  if (!existsSync(path)) return;
  throw new TelltaleError('TT_DATA_LOCKED', `A Prometheus has ${folder} open; nothing was changed.`, {
    fix: `Stop it. Where none runs, it was killed: delete ${path}.`,
  });
}

/** What the disk refuses, with the folder; other errors as they are. */
async function asFileError<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof TelltaleError || cause instanceof RangeError)
      throw cause;
    // Of the file itself: `readArchive` tells it in its own words.
    if ('code' in cause && String(cause.code).startsWith('Z_')) throw cause;
    const message = `${basename(folder)} cannot be restored to ${dirname(folder)}: ${messageOf(cause)}`;
    throw new TelltaleError('TT_FILE_WRITE', message, { cause });
  }
}

import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { dayFilePath, listDays, messageOf } from '../folder/data-folder.ts';
import { SNAPSHOT_FOLDER, createSnapshotName } from './snapshot-name.ts';
import type { SnapshotRequest } from './snapshot-writer.ts';

export interface SnapshotOptions {
  readonly folderPath: string;
  readonly nowMs: number;
  /** Days that start before this get no samples any more. */
  readonly finishedBeforeMs: number;
  /** Has the writer thread write its part. */
  readonly write: (request: SnapshotRequest) => Promise<unknown>;
}

/**
 * Copies the store to a new folder. The writer thread copies what changes, at one moment; finished
 * days, the bulk of it, are copied afterwards while it goes on writing.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the disk refuses; nothing of the copy is left then.
 */
export async function takeSnapshot(options: SnapshotOptions): Promise<{ name: string; path: string }> {
  const { folderPath, nowMs, finishedBeforeMs, write } = options;
  const name = createSnapshotName(nowMs);
  const path = join(folderPath, SNAPSHOT_FOLDER, name);
  const target = `${path}.unfinished`;
  const days = listDays(folderPath);
  const finishedDays = days.filter((dayMs) => dayMs < finishedBeforeMs);
  const changingDays = days.filter((dayMs) => dayMs >= finishedBeforeMs);
  try {
    await mkdir(target, { recursive: true });
    await write({ target, changingDays, finishedDays });
    for (const dayMs of finishedDays) await copyDay(folderPath, target, dayMs);
    await rename(target, path);
  } catch (cause) {
    await rm(target, { recursive: true, force: true });
    if (cause instanceof TelltaleError) throw cause;
    throw new TelltaleError('TT_DATA_FOLDER', `Cannot write the snapshot ${path}: ${messageOf(cause)}`, {
      cause,
    });
  }
  return { name, path };
}

/** Copies the file of a day, unless the retention has deleted it meanwhile. */
async function copyDay(folderPath: string, target: string, dayMs: number): Promise<void> {
  const path = dayFilePath(folderPath, dayMs);
  if (existsSync(path)) await copyFile(path, dayFilePath(target, dayMs), constants.COPYFILE_FICLONE);
}

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { listDays, messageOf } from '../folder/data-folder.ts';
import { SNAPSHOT_FOLDER, createSnapshotName } from './snapshot-name.ts';
import type { SnapshotRequest } from './snapshot-writer.ts';

/** Ends the name of a snapshot until it is complete. */
const UNFINISHED = '.unfinished';

/** What {@link copyStore} copies, and who does it. */
export interface StoreCopy {
  readonly folderPath: string;
  /** Days that start before this get no samples any more. */
  readonly finishedBeforeMs: number;
  /** Has the writer thread copy what changes. */
  readonly copyChanging: (request: SnapshotRequest) => Promise<unknown>;
  /** Has the writer thread copy a finished day, too: nobody else knows that nothing is written to it meanwhile. */
  readonly copyDay: (target: string, dayMs: number) => Promise<unknown>;
}

/**
 * Copies the store to an empty folder: what changes at one moment; then finished days, the bulk of it, one
 * after the other, so that the thread can write between them.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the disk refuses.
 */
export async function copyStore(copy: StoreCopy, target: string): Promise<void> {
  const { folderPath, finishedBeforeMs, copyChanging, copyDay } = copy;
  const days = listDays(folderPath);
  const finishedDays = days.filter((dayMs) => dayMs < finishedBeforeMs);
  const changingDays = days.filter((dayMs) => dayMs >= finishedBeforeMs);
  try {
    await copyChanging({ target, changingDays });
    for (const dayMs of finishedDays) await copyDay(target, dayMs);
  } catch (cause) {
    if (cause instanceof TelltaleError) throw cause;
    throw new TelltaleError('TT_DATA_FOLDER', `Cannot write the copy ${target}: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/**
 * Copies the store to a new folder among its snapshots.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the disk refuses; nothing of the copy is left then.
 */
export async function takeSnapshot(copy: StoreCopy, nowMs: number): Promise<{ name: string; path: string }> {
  const name = createSnapshotName(nowMs);
  const path = join(copy.folderPath, SNAPSHOT_FOLDER, name);
  const target = path + UNFINISHED;
  try {
    await mkdir(target, { recursive: true });
    await copyStore(copy, target);
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

/**
 * A new, empty folder for a copy that is needed for a while, on the disk of the store: files can have a second name
 * there. Whoever asks for it deletes it; what a killed process left is deleted at the next start.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the disk refuses.
 */
export async function createPassingFolder(folderPath: string, nowMs: number): Promise<string> {
  const path = join(folderPath, SNAPSHOT_FOLDER, createSnapshotName(nowMs) + UNFINISHED);
  try {
    await mkdir(path, { recursive: true });
    return path;
  } catch (cause) {
    throw new TelltaleError('TT_DATA_FOLDER', `Cannot create ${path}: ${messageOf(cause)}`, { cause });
  }
}

/** Deletes what a killed process left of its snapshots. Call it before any is taken. */
export function deleteUnfinishedSnapshots(folderPath: string): void {
  const folder = join(folderPath, SNAPSHOT_FOLDER);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.endsWith(UNFINISHED)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

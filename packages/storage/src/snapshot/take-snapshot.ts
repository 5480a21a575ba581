import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { listDays, messageOf } from '../folder/data-folder.ts';
import { SNAPSHOT_FOLDER, createSnapshotName } from './snapshot-name.ts';
import type { SnapshotRequest } from './snapshot-writer.ts';

/** Ends the name of a snapshot until it is complete. */
const UNFINISHED = '.unfinished';

export interface SnapshotOptions {
  readonly folderPath: string;
  readonly nowMs: number;
  /** Days that start before this get no samples any more. */
  readonly finishedBeforeMs: number;
  /** Has the writer thread copy what changes. */
  readonly copyChanging: (request: SnapshotRequest) => Promise<unknown>;
  /** Has the writer thread copy a finished day, too: nobody else knows that nothing is written to it meanwhile. */
  readonly copyDay: (target: string, dayMs: number) => Promise<unknown>;
}

/**
 * Copies the store to a new folder: what changes at one moment; then finished days, the bulk of it, one
 * after the other, so that the thread can write between them.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the disk refuses; nothing of the copy is left then.
 */
export async function takeSnapshot(options: SnapshotOptions): Promise<{ name: string; path: string }> {
  const { folderPath, nowMs, finishedBeforeMs, copyChanging, copyDay } = options;
  const name = createSnapshotName(nowMs);
  const path = join(folderPath, SNAPSHOT_FOLDER, name);
  const target = path + UNFINISHED;
  const days = listDays(folderPath);
  const finishedDays = days.filter((dayMs) => dayMs < finishedBeforeMs);
  const changingDays = days.filter((dayMs) => dayMs >= finishedBeforeMs);
  try {
    await mkdir(target, { recursive: true });
    await copyChanging({ target, changingDays });
    for (const dayMs of finishedDays) await copyDay(target, dayMs);
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

/** Deletes what a killed process left of its snapshots. Call it before any is taken. */
export function deleteUnfinishedSnapshots(folderPath: string): void {
  const folder = join(folderPath, SNAPSHOT_FOLDER);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.endsWith(UNFINISHED)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

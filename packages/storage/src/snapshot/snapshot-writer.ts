import { constants, copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createFolder, dayFilePath, linkOrCopy } from '../folder/data-folder.ts';
import { copyDatabase, openForWriting } from '../sql/sql-driver.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import type { Segment } from '../wal/segment.ts';

/** What the writer thread copies in one go, so that all of it is of one moment. */
export interface SnapshotRequest {
  /** An empty folder. */
  readonly target: string;
  /** Days that still get samples. */
  readonly changingDays: readonly number[];
}

export interface SnapshotSources {
  readonly folderPath: string;
  readonly catalog: SqlDriver;
  /** Finished log files with everything that is not in blocks; nobody writes to them any more. */
  readonly segments: readonly Segment[];
}

/** Writes everything of a snapshot but the finished days, at one moment; lives in the writer thread. */
export function writeSnapshot(request: SnapshotRequest, sources: SnapshotSources): void {
  const { target, changingDays } = request;
  const { folderPath, catalog, segments } = sources;
  createFolder(join(target, 'wal'));
  copyDatabase(catalog, join(target, 'catalog.db'));
  for (const dayMs of changingDays) {
    withDay(folderPath, dayMs, (day) => copyDatabase(day, dayFilePath(target, dayMs)));
  }
  for (const { path } of segments) linkOrCopy(path, join(target, 'wal', basename(path)));
}

/** Copies the file of a finished day as it is, which is quicker than writing it anew; lives in the writer thread. */
export function copyFinishedDay(folderPath: string, target: string, dayMs: number): void {
  withDay(folderPath, dayMs, (day) => {
    day.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    const from = dayFilePath(folderPath, dayMs);
    const to = dayFilePath(target, dayMs);
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    // Nearly always empty: a reader can keep the end of the journal from being moved to the file.
    if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
  });
}

function withDay(folderPath: string, dayMs: number, work: (day: SqlDriver) => void): void {
  const path = dayFilePath(folderPath, dayMs);
  // The retention may have deleted it since the snapshot was asked for.
  if (!existsSync(path)) return;
  const day = openForWriting(path);
  try {
    work(day);
  } finally {
    day.close();
  }
}

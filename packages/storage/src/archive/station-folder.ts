import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { lockFolder } from '../folder/folder-lock.ts';
import { openForReading, recoverDatabase } from '../sql/sql-driver.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { sqlFailureOf } from '../sql/sql-failure.ts';
import { isBackupPath } from './archive-paths.ts';
import type { ArchiveSource } from './create-archive.ts';
import type { BackupHead } from './manifest.ts';

/** Folders of a data folder with something that a backup has; with `/` between their parts. */
const FOLDERS = ['', 'wal', 'logs', 'logs/intake', 'traces', 'traces/intake'];
/** Folders that are locked each by itself. */
const LOCKED = ['', 'logs', 'traces'];

/** The data folder of a station that does not run, and cannot be started while it is held. */
export interface StoppedFolder extends Pick<BackupHead, 'timeRange' | 'counts' | 'notes'> {
  readonly files: readonly ArchiveSource[];
  /** Lets go of the folder. */
  readonly release: () => void;
}

/** The files of a data folder, or of a copy of one, that a backup has. */
export function stationFiles(folder: string): ArchiveSource[] {
  return FOLDERS.flatMap((below) => {
    const path = join(folder, ...below.split('/'));
    if (!existsSync(path)) return [];
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => ({ path: below === '' ? name : `${below}/${name}`, content: join(path, name) }))
      .filter((file) => isBackupPath('station', file.path));
  }).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Holds the data folder of a station that does not run, and says what is in it. What a killed station left behind of
 * its last changes is put where it belongs, as a start would.
 *
 * @throws TelltaleError TT_FILE_READ when it is no data folder, TT_DATA_LOCKED when a station has it open,
 * TT_DATA_FOLDER when it cannot be written.
 */
export function holdStoppedFolder(folder: string): StoppedFolder {
  // The lock would make an empty folder of any name.
  if (!existsSync(join(folder, 'catalog.db'))) {
    throw new TelltaleError('TT_FILE_READ', `${folder} is no data folder of a station`, {
      fix: 'Name the folder with --data, or a running station with --url.',
    });
  }
  const locks: SqlDriver[] = [];
  const release = (): void => {
    for (const lock of locks.toReversed()) lock.close();
  };
  try {
    for (const name of LOCKED) {
      const path = join(folder, name);
      if (existsSync(path)) locks.push(lockFolder({ path, lockPath: join(path, 'lock.db') }));
    }
    for (const { path, content } of databasesOf(folder))
      asTelltaleError(path, () => recoverDatabase(content));
    const files = stationFiles(folder);
    return { files, ...contentsOf(folder), release };
  } catch (error) {
    release();
    throw error;
  }
}

function databasesOf(folder: string): { readonly path: string; readonly content: string }[] {
  return stationFiles(folder).flatMap(({ path, content }) =>
    path.endsWith('.db') && typeof content === 'string' ? [{ path, content }] : [],
  );
}

/** A damaged file is taken as it is: it costs what is in it, wherever it is opened. */
function asTelltaleError(path: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    if (sqlFailureOf(cause) === 'damaged') return;
    throw new TelltaleError('TT_DATA_FOLDER', `Cannot write to ${path}: ${String(cause)}`, { cause });
  }
}

/** What is in the blocks of a folder; the logs of what is in none would have to be read. */
function contentsOf(folder: string): Pick<BackupHead, 'timeRange' | 'counts' | 'notes'> {
  const counts = { series: 0, samples: 0, logRecords: 0, traces: 0, spans: 0 };
  const begins: number[] = [];
  for (const { path, content } of databasesOf(folder)) {
    if (path === 'catalog.db') [counts.series = 0] = numbersOf(content, 'SELECT count(*) FROM series');
    if (path.startsWith('metrics-')) {
      const [samples = 0, startMs] = numbersOf(content, 'SELECT sum(samples), min(start_ms) FROM block');
      counts.samples += samples;
      if (startMs !== undefined) begins.push(startMs);
    }
    if (path.startsWith('logs/')) {
      const [records = 0, startUs] = numbersOf(content, 'SELECT sum(records), min(start_us) FROM block');
      counts.logRecords += records;
      if (startUs !== undefined) begins.push(startUs / 1000);
    }
    if (path.startsWith('traces/')) {
      const [traces = 0, spans = 0] = numbersOf(content, 'SELECT sum(traces), sum(spans) FROM totals');
      counts.traces += traces;
      counts.spans += spans;
    }
  }
  const endMs = Math.max(
    ...stationFiles(folder).flatMap(({ content }) =>
      typeof content === 'string' ? [statSync(content).mtimeMs] : [],
    ),
  );
  return {
    counts,
    ...(begins.length > 0 && { timeRange: { startMs: Math.min(...begins), endMs } }),
    notes: ['What was in no block yet when the station ended is in the backup, but not in its counts.'],
  };
}

/** The first row of an answer; nothing of a file that cannot be read. */
function numbersOf(path: string, sql: string): number[] {
  let database: SqlDriver | undefined;
  try {
    database = openForReading(path);
    return (database.prepare(sql).get() ?? []).flatMap((value) => (value === null ? [] : [Number(value)]));
  } catch {
    return [];
  } finally {
    database?.close();
  }
}

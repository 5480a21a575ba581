import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { processIdentity } from './process-identity.ts';

/** The folder of the data folder with what belongs to a running station, not to its data. */
export const RUN_FOLDER = 'run';

/** A station, as it says of itself in its data folder. */
export interface StationRecord {
  readonly pid: number;
  /** By which it is told from another program that got its number. */
  readonly identity: string;
  readonly url: string;
  readonly version: string;
  readonly startedAt: string;
}

/** What a data folder says of its station. */
export interface StationOfFolder {
  readonly record: StationRecord;
  /** Whether that very process is there; otherwise it ended without a word. */
  readonly isRunning: boolean;
}

/** The station that a data folder names; nothing where none does, or nobody can read it. */
export function stationOfFolder(dataFolder: string): StationOfFolder | undefined {
  const record = readRecord(fileOf(dataFolder));
  if (record === undefined) return undefined;
  const identity = processIdentity(record.pid);
  return { record, isRunning: identity !== '' && identity === record.identity };
}

/** Says who runs on a data folder; to be called by the station that holds its lock. */
export function recordStation(dataFolder: string, station: Pick<StationRecord, 'url' | 'version'>): void {
  const file = fileOf(dataFolder);
  const { pid } = process;
  const record: StationRecord = {
    pid,
    identity: processIdentity(pid),
    ...station,
    startedAt: new Date().toISOString(),
  };
  mkdirSync(join(dataFolder, RUN_FOLDER), { recursive: true, mode: 0o700 });
  // Whoever reads it finds all of it, or what was there before.
  writeFileSync(`${file}.new`, `${JSON.stringify(record, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** Takes away what this process said; another station may have started since. */
export function forgetStation(dataFolder: string, pid: number = process.pid): void {
  if (readRecord(fileOf(dataFolder))?.pid === pid) rmSync(fileOf(dataFolder), { force: true });
}

/**
 * Refuses to start where a station runs already, before anything of the folder is touched.
 *
 * @throws TelltaleError TT_DATA_LOCKED with where it is
 */
export function refuseSecondStation(dataFolder: string): void {
  const station = stationOfFolder(dataFolder);
  if (!station?.isRunning) return;
  const { url, pid, startedAt } = station.record;
  throw new TelltaleError(
    'TT_DATA_LOCKED',
    `A station runs on ${dataFolder} already: ${url}, process ${pid}, since ${startedAt}`,
    { fix: 'Look at it, end it with `telltale stop`, or choose another folder with --data.' },
  );
}

function fileOf(dataFolder: string): string {
  return join(dataFolder, RUN_FOLDER, 'station.json');
}

function readRecord(file: string): StationRecord | undefined {
  try {
    const { pid, identity, url, version, startedAt } = JSON.parse(readFileSync(file, 'utf8'));
    const isRecord = [identity, url, version, startedAt].every((text) => typeof text === 'string');
    return isRecord && Number.isSafeInteger(pid) && pid > 0
      ? { pid, identity, url, version, startedAt }
      : undefined;
  } catch {
    return undefined;
  }
}

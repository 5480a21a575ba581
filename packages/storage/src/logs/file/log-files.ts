import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const NAME = /^logs-(\d{4})(\d{2})(\d{2})\.db$/;
export const DAY_MS = 86_400_000;

/** The files of a log store. */
export interface LogFolder {
  readonly path: string;
  readonly lockPath: string;
  readonly intakePath: string;
}

export function logFolderAt(path: string): LogFolder {
  return { path, lockPath: join(path, 'lock.db'), intakePath: join(path, 'intake') };
}

/** The start of the UTC day of a time in microseconds. */
export function dayOf(timeUs: number): number {
  return Math.floor(timeUs / 1000 / DAY_MS) * DAY_MS;
}

/** The file with the records of the UTC day that starts at `dayMs`. */
export function logFilePath(folderPath: string, dayMs: number): string {
  const day = new Date(dayMs).toISOString().slice(0, 10).replaceAll('-', '');
  return join(folderPath, `logs-${day}.db`);
}

/** Starts of the days that have a file, ascending. */
export function listLogDays(folderPath: string): number[] {
  return readdirSync(folderPath)
    .flatMap((name) => {
      const match = NAME.exec(name);
      return match === null ? [] : [Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))];
    })
    .sort((a, b) => a - b);
}

import { readdirSync } from 'node:fs';

const NAME = /^traces-(\d{4})(\d{2})(\d{2})(?:-(\d{1,6}))?\.db$/;

/** A day has more than one file only where all files together have a limit. */
export interface TraceFileName {
  /** Begin of the UTC day in which its traces were written. */
  readonly dayMs: number;
  /** 0 is the first of the day. */
  readonly number: number;
}

export function printTraceFileName({ dayMs, number }: TraceFileName): string {
  const day = new Date(dayMs).toISOString().slice(0, 10).replaceAll('-', '');
  return number === 0 ? `traces-${day}.db` : `traces-${day}-${number}.db`;
}

/** The files of a folder, the oldest first. */
export function listTraceFiles(folder: string): TraceFileName[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const match = NAME.exec(name);
      if (match === null) return [];
      const [year, month, day, number] = match.slice(1).map((digits) => Number(digits ?? 0));
      return [{ dayMs: Date.UTC(year, month - 1, day), number }];
    })
    .sort((a, b) => a.dayMs - b.dayMs || a.number - b.number);
}

import type { SeverityName } from '@telltale/model';
import type { LogScope } from './log-scope.ts';

/** The levels by the numbers that pino and bunyan have for them. */
export const LEVEL_NUMBERS: Readonly<Record<SeverityName, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
};

/** Beyond all levels: nothing is logged. */
export const SILENT = Infinity;

/** The word for a number between or beyond those of the levels, the less severe one. */
export function levelName(level: number): SeverityName {
  if (level >= 60) return 'fatal';
  if (level >= 50) return 'error';
  if (level >= 40) return 'warn';
  if (level >= 30) return 'info';
  return level >= 20 ? 'debug' : 'trace';
}

/** Where a record belongs. */
export interface Correlation {
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
  readonly requestId?: string | undefined;
  /** What the program added to all records of the work. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

/** What is logged, as the program gave it: nothing in it was looked at. */
export interface LogEntry {
  readonly timeMs: number;
  /** As in {@link LEVEL_NUMBERS}. */
  readonly level: number;
  readonly scope: LogScope;
  readonly message: string;
  readonly fields: object | undefined;
  /** What went wrong, where it was given by itself and not as a field. */
  readonly error: unknown;
  /** Name of the event. */
  readonly event: string | undefined;
  readonly correlation: Correlation;
}

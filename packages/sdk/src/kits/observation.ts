import { NO_TRACING } from '../traces/no-tracing.ts';
import type { Tracing } from '../traces/tracing.ts';

/** What takes a line for each call that is observed: a logger. */
export interface CallLog {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** What work becomes beside metrics: spans, and lines in the log where there is one. */
export interface Observation {
  readonly tracing: Tracing;
  readonly log?: CallLog | undefined;
}

/** Where there are metrics only. */
export const METRICS_ONLY: Observation = { tracing: NO_TRACING };

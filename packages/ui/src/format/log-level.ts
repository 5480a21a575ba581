import type { SeverityName } from '@telltale/station/contract';

/** Levels of log records, the worst first; of some nobody knows it. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'unknown'] as const;

/** One of {@link LOG_LEVELS}. */
export type LogLevel = SeverityName | 'unknown';

const NAMES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
/** OpenTelemetry has four numbers for each word. */
const NUMBERS_OF_NAME = 4;

/** The level of a record, by its number of 1 to 24; 0 says that nobody knows. */
export function levelOf(severity: number): LogLevel {
  return severity >= 1 ? (NAMES[Math.floor((severity - 1) / NUMBERS_OF_NAME)] ?? 'unknown') : 'unknown';
}

import type { LogLevel } from './view-state.ts';

const NAMES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
/** OpenTelemetry has four numbers for each word. */
const NUMBERS_OF_NAME = 4;

/** The level of a record, by its number of 1 to 24; 0 says that nobody knows. */
export function levelOf(severity: number): LogLevel {
  return severity >= 1 ? (NAMES[Math.floor((severity - 1) / NUMBERS_OF_NAME)] ?? 'unknown') : 'unknown';
}

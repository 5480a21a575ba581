import type { LogLevel } from '../resolved/resolved-logs.ts';

/** A severity, also by the names that other loggers have for it, in capitals or not. */
export type LogLevelName = LogLevel | Uppercase<LogLevel> | 'warning' | 'WARNING' | 'critical' | 'CRITICAL';

import type { FormatIssue } from '../yaml/format-issue.ts';

/** A formatter of Python's logging. */
export interface PythonFormatter {
  /** The format, with `%(message)s` and the like. */
  readonly format?: string;
  /** What makes it, in place of `logging.Formatter`: the key `()` or `class`. */
  readonly factory?: string;
}

/** A handler of Python's logging. */
export interface PythonHandler {
  readonly name: string;
  /** `logging.StreamHandler` … */
  readonly class: string;
  readonly level?: string;
  readonly formatter?: string;
  /** `ext://sys.stdout`, `ext://sys.stderr`. */
  readonly stream?: string;
  readonly filename?: string;
  readonly maxBytes?: number;
  readonly backupCount?: number;
  /** When a `TimedRotatingFileHandler` rotates: `midnight`. */
  readonly when?: string;
  /** Offset in the file. */
  readonly offset: number;
}

/** A logger of Python's logging; the root has an empty name. */
export interface PythonLogger {
  readonly name: string;
  readonly level?: string;
  readonly handlers: readonly string[];
  readonly offset: number;
}

/** A configuration of Python's logging, as `logging.config.dictConfig` takes it. */
export interface PythonLoggingConfig {
  readonly formatters: ReadonlyMap<string, PythonFormatter>;
  readonly handlers: readonly PythonHandler[];
  readonly loggers: readonly PythonLogger[];
}

/** A configuration as read, and every fault. */
export interface ParsedPythonLogging extends PythonLoggingConfig {
  readonly issues: readonly FormatIssue[];
}

/** Severity of a log record, from the least to the most. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Somewhere log records go. */
export interface ResolvedLogSink {
  readonly kind: 'console' | 'file' | 'elasticsearch' | 'otlp';
  /** File, for the kind `file`. */
  readonly path?: string;
  /** The least severity that goes there; that of the section where absent. */
  readonly level?: string;
  readonly format?: 'json' | 'text';
  /** A file that is larger is rotated. */
  readonly maxBytes?: number;
  /** Rotated files that are kept. */
  readonly maxFiles?: number;
  /** Address, for `elasticsearch` and `otlp`. */
  readonly url?: string;
}

/** The service's logs. */
export interface ResolvedLogs {
  readonly level: string;
  readonly sinks: readonly ResolvedLogSink[];
  /** Index or data stream in Elasticsearch; where it is given, the stack ships the logs there. */
  readonly index?: string;
  readonly retentionMs?: number;
}

import type { Secret } from '@telltale/model';

/** Severity of a log record, from the least to the most. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Somewhere log records go. */
export interface ResolvedLogSink {
  readonly kind: 'console' | 'file' | 'elasticsearch' | 'otlp' | 'station';
  /** File, for the kind `file`. */
  readonly path?: string;
  /** The least severity that goes there; that of the section where absent. */
  readonly level?: string;
  /** Absent for a console that decides by itself. */
  readonly format?: 'json' | 'text' | 'ecs' | 'simple';
  /** Of the console. */
  readonly stream?: 'stdout' | 'stderr';
  /** A file that is larger is rotated. */
  readonly maxBytes?: number;
  /** Rotated files that are kept. */
  readonly maxFiles?: number;
  /** Whether a file is begun each day. */
  readonly daily?: boolean;
  /** Whether rotated files are compressed. */
  readonly gzip?: boolean;
  /** Address, for `elasticsearch`, `otlp` and `station`. */
  readonly url?: string;
  /** All addresses of an Elasticsearch that has several. */
  readonly hosts?: readonly string[];
  /** Index or data stream of this sink alone. */
  readonly index?: string;
  readonly headers?: Readonly<Record<string, string | Secret>>;
  readonly token?: Secret;
  readonly apiKey?: Secret;
  readonly username?: string;
  readonly password?: Secret;
  /** Memory for records that wait. */
  readonly bufferBytes?: number;
  /** Folder for records that wait longer; `false` for none. */
  readonly spool?: string | false;
  readonly spoolBytes?: number;
}

/** Which records are sampled. */
export interface ResolvedLogSampling {
  readonly logger?: string;
  readonly message?: string;
  readonly event?: string;
  readonly upTo: LogLevel;
  readonly ratio: number;
}

/** A declared event. */
export interface ResolvedLogEvent {
  readonly level: LogLevel;
  readonly message?: string;
  /** Names of its fields, and whether each may be left out. */
  readonly fields: readonly { readonly name: string; readonly type: string; readonly isOptional: boolean }[];
}

/** The service's logs. */
export interface ResolvedLogs {
  readonly level: string;
  readonly sinks: readonly ResolvedLogSink[];
  /** Index or data stream in Elasticsearch; where it is given, the stack ships the logs there. */
  readonly index?: string;
  readonly retentionMs?: number;
  readonly loggers?: Readonly<Record<string, LogLevel>>;
  readonly events?: Readonly<Record<string, ResolvedLogEvent>>;
  readonly fields?: Readonly<Record<string, string | number | boolean>>;
  readonly redact?: readonly string[];
  readonly allowSensitive?: readonly string[];
  readonly sampling?: readonly ResolvedLogSampling[];
  /** Records a second of a message. */
  readonly rateLimit?: number;
  readonly dedupeMs?: number;
  readonly flushEveryMs?: number;
  readonly levelSignal?: boolean;
}

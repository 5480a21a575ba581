import type { Secret } from '@telltale/model';
import type { ByteSize } from '../size/byte-size.ts';
import type { Duration } from '../time/duration.ts';
import type { LogEventDeclarations } from './event.ts';
import type { LogLevelName } from './level-name.ts';
import type { LogMetricDeclarations } from './log-metric.ts';

/**
 * How records are written: `json`, a line each; `text` for people, `time [LEVEL] logger: message`; `ecs`, JSON in
 * Elastic's common schema; `simple`, `level: message {…}` as winston has it.
 */
export type LogFormat = 'json' | 'text' | 'ecs' | 'simple';

interface SinkBase {
  /** The least severity that goes there; that of the section by default. */
  readonly level?: LogLevelName;
}

/** The console. */
export interface ConsoleSinkDeclaration extends SinkBase {
  readonly kind: 'console';
  /** JSON lines by default, and text where the console is a terminal. */
  readonly format?: LogFormat;
  /** `stdout` by default. */
  readonly stream?: 'stdout' | 'stderr';
}

/** A file that is rotated. A second process with the same path writes a file of its own: `app.2.log`. */
export interface FileSinkDeclaration extends SinkBase {
  readonly kind: 'file';
  readonly path: string;
  /** JSON lines by default. */
  readonly format?: LogFormat;
  /** No file becomes larger; 10MB by default. */
  readonly maxSize?: ByteSize;
  /** Rotated files that are kept, `app.log.1` being the newest; 5 by default. */
  readonly maxFiles?: number;
  /** Whether a new file is begun each day, in UTC, too. */
  readonly daily?: boolean;
  /** Whether rotated files are compressed: `app.log.1.gz`. */
  readonly gzip?: boolean;
}

/** What all that is sent over the network has. */
interface RemoteSink extends SinkBase {
  /** The format of the receiver is used; `json` or `ecs` say nothing more. */
  readonly format?: LogFormat;
  /** Memory for records that wait to be sent; 8MB by default. */
  readonly buffer?: ByteSize;
  /**
   * Folder for records that wait longer than memory lasts, or longer than the process; `false` for none. By
   * default a folder of the user in the system's temporary folder.
   */
  readonly spool?: string | false;
  /** The most that is kept in that folder; 64MB by default. What comes on top is counted and dropped. */
  readonly spoolSize?: ByteSize;
}

/** An OTLP receiver, such as a collector: HTTP with protobuf. */
export interface OtlpSinkDeclaration extends RemoteSink {
  readonly kind: 'otlp';
  /** Of an address without a path, `/v1/logs` is used. */
  readonly url: string;
  /** Headers of each request; what is secret is named. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
}

/** A station: `TELLTALE_STATION`, or the one on this machine. */
export interface StationSinkDeclaration extends RemoteSink {
  readonly kind: 'station';
  readonly url?: string;
  /** The station's token, where it asks for one. */
  readonly token?: Secret;
}

/** Elasticsearch, by its own client `@elastic/elasticsearch`, which the program installs. */
export interface ElasticsearchSinkDeclaration extends RemoteSink {
  readonly kind: 'elasticsearch';
  readonly url?: string;
  /** In place of `url`: `['elasticsearch:9200']`. */
  readonly hosts?: readonly string[];
  /** Index (one a day) or data stream (`logs-…`); that of the section by default. */
  readonly index?: string;
  readonly apiKey?: Secret;
  readonly username?: string;
  readonly password?: Secret;
}

/** Somewhere log records go. */
export type LogSinkDeclaration =
  | ConsoleSinkDeclaration
  | FileSinkDeclaration
  | OtlpSinkDeclaration
  | StationSinkDeclaration
  | ElasticsearchSinkDeclaration;

/** Which records a rule of sampling is for; all that is given must hold. Errors are always kept. */
export interface LogSamplingDeclaration {
  /** Name of a logger; those below it (`orders.cart`) belong to it. */
  readonly logger?: string;
  /** The whole message, as it stands in the program. */
  readonly message?: string;
  /** Name of an event. */
  readonly event?: string;
  /** The most severe records that are sampled: `debug`, `info` (default) or `warn`. */
  readonly upTo?: 'trace' | 'debug' | 'info' | 'warn';
  /** Share that is kept, from 0 to 1. Records of a trace are kept or dropped together. */
  readonly ratio: number;
}

/** The service's logs. */
export interface LogsDeclaration<
  Events extends LogEventDeclarations = LogEventDeclarations,
  Metrics extends LogMetricDeclarations = LogMetricDeclarations,
> {
  /** The least severity that is logged; `info` by default. `LOG_LEVEL` and `TELLTALE_LOG_LEVEL` come first. */
  readonly level?: LogLevelName;
  /** Where records go; the console by default. */
  readonly sinks?: readonly LogSinkDeclaration[];
  /** Other levels, by the name of a logger; those below it (`orders.cart`) follow. */
  readonly loggers?: Readonly<Record<string, LogLevelName>>;
  /** Events by name, each made by `event({ … })`. */
  readonly events?: Events;
  /**
   * Metrics that the station makes of the log records it takes in, by name: `logCounter({ … })`, `logHistogram({ … })`.
   * They are in `m` like all others; the service itself registers none of them.
   */
  readonly metrics?: Metrics;
  /** Fields of all records, such as `version`; `service` in place of the definition's. */
  readonly fields?: Readonly<Record<string, string | number | boolean>>;
  /** More names of fields whose values are never shown, at any depth; passwords, tokens and the like never are. */
  readonly redact?: readonly string[];
  /** Names of fields that look secret and are not. */
  readonly allowSensitive?: readonly string[];
  /** Which share of which records is kept; the first rule that fits counts. All by default. */
  readonly sampling?: readonly LogSamplingDeclaration[];
  /** The most records a second of each logger with the same message; errors are not limited. None by default. */
  readonly rateLimit?: number;
  /** Time in which a message that is repeated is told once, with how often at the end; errors are all told. */
  readonly dedupe?: Duration;
  /** How long lines may wait to be written, 100ms by default: what a killed process loses. `0ms` writes each. */
  readonly flushEvery?: Duration;
  /** Whether SIGUSR2 switches to `debug` and back, by itself after ten minutes. */
  readonly levelSignal?: boolean;
  /**
   * Index (one a day) or data stream (`logs-…`) in Elasticsearch. Where it is given, the generated stack ships
   * the logs there: from a file or the console by Filebeat and Logstash. With a sink `elasticsearch` the
   * service sends them itself, to `logs-<service>` by default.
   */
  readonly index?: string;
  /** How long Elasticsearch keeps them; 30d by default. */
  readonly retention?: Duration;
}

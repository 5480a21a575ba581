import type { LogLevel } from '../resolved/resolved-logs.ts';
import type { ByteSize } from '../size/byte-size.ts';
import type { Duration } from '../time/duration.ts';

interface SinkBase {
  /** The least severity that goes there; that of the section by default. */
  readonly level?: LogLevel;
  /** JSON lines by default. */
  readonly format?: 'json' | 'text';
}

/** Somewhere log records go. */
export type LogSinkDeclaration =
  | (SinkBase & { readonly kind: 'console' })
  | (SinkBase & {
      readonly kind: 'file';
      readonly path: string;
      /** A larger file is rotated; 10MB by default. */
      readonly maxSize?: ByteSize;
      /** Rotated files that are kept; 5 by default. */
      readonly maxFiles?: number;
    })
  | (SinkBase & { readonly kind: 'elasticsearch' | 'otlp'; readonly url: string });

/** The service's logs. */
export interface LogsDeclaration {
  /** The least severity that is logged; `info` by default. */
  readonly level?: LogLevel;
  /** Where records go; JSON lines on the console by default. */
  readonly sinks?: readonly LogSinkDeclaration[];
  /**
   * Index (one a day) or data stream (`logs-…`) in Elasticsearch. Where it is given, the generated stack ships
   * the logs there: from a file or the console by Filebeat and Logstash. With a sink `elasticsearch` the
   * service sends them itself, to `logs-<service>` by default.
   */
  readonly index?: string;
  /** How long Elasticsearch keeps them; 30d by default. */
  readonly retention?: Duration;
}

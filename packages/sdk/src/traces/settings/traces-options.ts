/** What is said of traces where a definition is instrumented; it counts before the definition. */
export interface TracesOptions {
  /** Headers of each request that carries spans, for example `authorization`. They are never shown. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Spans that wait to be sent at most; 2048 by default. What comes beyond is dropped and counted. */
  readonly maxQueueSize?: number;
  /** How long spans wait to be sent together, in milliseconds; 1 s by default. */
  readonly delayMs?: number;
  /** For one attempt to send, in milliseconds; 10 s by default. */
  readonly timeoutMs?: number;
  /** How long the end of the program is held up at most, in milliseconds; 5 s by default. */
  readonly endTimeoutMs?: number;
  /** Processors of OpenTelemetry's SDK that get the spans as well: those of a user's own exporter. */
  readonly processors?: readonly SpanProcessorLike[];
}

/** A processor of OpenTelemetry's SDK. */
export interface SpanProcessorLike {
  forceFlush(): Promise<void>;
  onStart(span: never, context: never): void;
  onEnd(span: never): void;
  shutdown(): Promise<void>;
}

import type { Attributes } from '../attributes/attributes.ts';

/** What a span is in the exchange between programs. */
export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** How it ended; `unset` where the program does not say, which is well. */
export type SpanStatus = 'unset' | 'ok' | 'error';

/** Something that happened in a span. */
export interface SpanEvent {
  readonly timeMs: number;
  readonly name: string;
  readonly attributes: Attributes;
}

/** Another span that has to do with this one. */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

/**
 * A piece of work of one program, as OpenTelemetry has it. Times are milliseconds since the epoch, with fractions to
 * the microsecond.
 */
export interface Span {
  /** 32 hexadecimal digits, lower case. */
  readonly traceId: string;
  /** 16 hexadecimal digits, lower case. */
  readonly spanId: string;
  /** Absent at the root of a trace. */
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startMs: number;
  readonly durationMs: number;
  readonly status: SpanStatus;
  readonly statusMessage?: string;
  /** `service.name`; `unknown_service` where the program does not say. */
  readonly service: string;
  /** The library that made the span: OpenTelemetry's scope. */
  readonly scope?: string;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  /** What is known of the program, but for `service.name`. Spans of one program share the object. */
  readonly resource: Attributes;
}

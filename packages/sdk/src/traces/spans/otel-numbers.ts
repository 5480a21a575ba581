import type { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { TraceSpanKind } from './trace-span.ts';

/* The numbers of OpenTelemetry's API, which is loaded only where traces are on. */
/* oxlint-disable typescript/no-unsafe-enum-assignment */

export const STATUS_UNSET: SpanStatusCode = 0;
export const STATUS_OK: SpanStatusCode = 1;
export const STATUS_ERROR: SpanStatusCode = 2;

export const SPAN_KINDS: Readonly<Record<TraceSpanKind, SpanKind>> = {
  internal: 0,
  server: 1,
  client: 2,
  producer: 3,
  consumer: 4,
};

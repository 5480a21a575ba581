/** What an exemplar says of the span it was recorded in. */
export interface SpanLabels extends Readonly<Record<string, string>> {
  readonly trace_id: string;
  readonly span_id: string;
}

/** Where all copies of OpenTelemetry's API, version 1, keep what is registered: to be read by each other. */
const API = Symbol.for('opentelemetry.js.api.1');
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN');
const FLAG_SAMPLED = 1;
const TRACE_ID = /^(?!0+$)[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0+$)[0-9a-f]{16}$/;

/** Of the API, what is used here. */
interface RegisteredApi {
  readonly context?: {
    active(): { getValue(key: symbol): { spanContext(): SpanContext } | undefined };
  };
}

interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** Where a piece of work belongs. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** The context that was asked for last, and what was found of it: contexts do not change. */
let lastContext: SpanContext | undefined;
let lastIds: SpanIds | undefined;

/**
 * The ids of the span that is active where this is called, kept or not: log records of a trace belong together
 * either way. Without OpenTelemetry in the program there are none.
 */
export function activeSpanIds(): SpanIds | undefined {
  const api = Reflect.get(globalThis, API) as RegisteredApi | undefined;
  const context = api?.context?.active().getValue(SPAN)?.spanContext();
  if (context === lastContext) return lastIds;
  lastContext = context;
  const isSound = context && TRACE_ID.test(context.traceId) && SPAN_ID.test(context.spanId);
  lastIds = isSound ? { traceId: context.traceId, spanId: context.spanId } : undefined;
  return lastIds;
}

/**
 * The span that is active where this is called, if it is sampled: a trace that is not kept is no help. Without
 * OpenTelemetry in the program there is none; it is not loaded for this.
 */
export function activeSpan(): SpanLabels | undefined {
  const api = Reflect.get(globalThis, API) as RegisteredApi | undefined;
  const context = api?.context?.active().getValue(SPAN)?.spanContext();
  if (!context || (context.traceFlags & FLAG_SAMPLED) === 0) return undefined;
  const { traceId, spanId } = context;
  return TRACE_ID.test(traceId) && SPAN_ID.test(spanId) ? { trace_id: traceId, span_id: spanId } : undefined;
}

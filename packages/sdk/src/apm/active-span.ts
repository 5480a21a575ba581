import type { SpanAttributes } from '../traces/spans/trace-span.ts';

/** Where all copies of OpenTelemetry's API, version 1, keep what is registered: to be read by each other. */
const API = Symbol.for('opentelemetry.js.api.1');
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN');

/** Of a span of OpenTelemetry, what is used here. */
export interface ActiveSpan {
  addEvent(name: string, attributes: SpanAttributes): unknown;
  setAttributes(attributes: SpanAttributes): unknown;
  recordException(exception: {
    readonly name: string;
    readonly message: string;
    readonly stack?: string;
  }): void;
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  updateName(name: string): unknown;
  spanContext(): { readonly traceId: string; readonly spanId: string };
}

interface RegisteredApi {
  readonly context?: { active(): { getValue(key: symbol): ActiveSpan | undefined } };
}

/** The span in which this is called, whoever has made it. Without OpenTelemetry in the program there is none. */
export function activeSpan(): ActiveSpan | undefined {
  const api = Reflect.get(globalThis, API) as RegisteredApi | undefined;
  return api?.context?.active().getValue(SPAN);
}

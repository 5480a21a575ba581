import type { WorkSpan } from './spans/work-span.ts';
import type { OtelTracer } from './spans/otel-tracer.ts';
import type { SpanAttributes, TraceFunction, TraceSpanKind } from './spans/trace-span.ts';
import type { Propagation } from './propagation/propagation.ts';

/** What a span begins with. */
export interface SpanStart {
  readonly kind?: TraceSpanKind;
  readonly attributes?: SpanAttributes;
  readonly isRoot?: boolean;
  /** Headers of the request or message that the work comes from. */
  readonly from?: object;
}

/** Spans of the program's own work; without the section `traces` of the definition the work is done, and that is all. */
export interface Traces {
  /**
   * Runs a task in a span: `t.trace('charge', async (span) => { span.set({ 'order.id': 7 }); … })`. What the task
   * returns or throws is handed on; errors are noted in the span.
   */
  readonly trace: TraceFunction;
  /** A tracer of OpenTelemetry's API, for libraries that take one. */
  readonly tracer: OtelTracer;
  /** Tells other programs which trace and request work belongs to: for queues, WebSockets and the like. */
  readonly propagation: Propagation;
}

/** What makes spans, for the rest of the SDK. */
export interface Tracing extends Traces {
  /** Whether spans are made. */
  readonly isOn: boolean;
  /** Whether another SDK of OpenTelemetry makes them, which instruments what it likes itself. */
  readonly isForeign: boolean;
  /** Begins a span that the caller ends; nothing where traces are off. */
  begin(name: string, start: SpanStart): WorkSpan | undefined;
  /** The server span of the request that is being answered here, where another SDK has made one. */
  activeServerSpan(): WorkSpan | undefined;
  /** Sends what has ended; a program that ends waits for it. Never rejects. */
  flush(): Promise<void>;
  /** Sends a last time and ends. Never rejects. */
  shutdown(): Promise<void>;
}

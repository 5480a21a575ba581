/*
 * The shape of OpenTelemetry's tracers, for programs that have its API and for those that have not: its own types
 * would have to be installed by everybody. What is made by it is compatible with `@opentelemetry/api` both ways.
 */

/** A context of OpenTelemetry. */
export interface OtelContext {
  getValue(key: symbol): unknown;
  setValue(key: symbol, value: unknown): OtelContext;
  deleteValue(key: symbol): OtelContext;
}

/** A moment: milliseconds since the epoch or of `performance.now()`, seconds and nanoseconds, or a date. */
export type OtelTime = number | [number, number] | Date;

/** Attributes by name. */
export interface OtelAttributes {
  [name: string]: SpanValue;
}

type SpanValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | Uint8Array
  | SpanValue[]
  | { [name: string]: SpanValue };

/** What other programs are told of a span. */
export interface OtelSpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly isRemote?: boolean;
}

/** A span of OpenTelemetry's API. */
export interface OtelSpan {
  spanContext(): OtelSpanContext;
  setAttribute(key: string, value: SpanValue): this;
  setAttributes(attributes: OtelAttributes): this;
  addEvent(name: string, attributesOrTime?: OtelAttributes | OtelTime, time?: OtelTime): this;
  addLink(link: { context: OtelSpanContext; attributes?: OtelAttributes }): this;
  addLinks(links: { context: OtelSpanContext; attributes?: OtelAttributes }[]): this;
  setStatus(status: { code: number; message?: string }): this;
  updateName(name: string): this;
  end(time?: OtelTime): void;
  isRecording(): boolean;
  recordException(
    exception: string | { message: string; name?: string; stack?: string },
    time?: OtelTime,
  ): void;
}

/** What a span of OpenTelemetry's API begins with. */
export interface OtelSpanOptions {
  kind?: number;
  attributes?: OtelAttributes;
  links?: { context: OtelSpanContext; attributes?: OtelAttributes }[];
  startTime?: OtelTime;
  root?: boolean;
}

/** A tracer of OpenTelemetry's API. */
export interface OtelTracer {
  startSpan(name: string, options?: OtelSpanOptions, context?: OtelContext): OtelSpan;
  startActiveSpan<Task extends (span: OtelSpan) => unknown>(name: string, task: Task): ReturnType<Task>;
  startActiveSpan<Task extends (span: OtelSpan) => unknown>(
    name: string,
    options: OtelSpanOptions,
    task: Task,
  ): ReturnType<Task>;
  startActiveSpan<Task extends (span: OtelSpan) => unknown>(
    name: string,
    options: OtelSpanOptions,
    context: OtelContext,
    task: Task,
  ): ReturnType<Task>;
}

const NO_CONTEXT: OtelSpanContext = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };

const NO_OTEL_SPAN: OtelSpan = {
  spanContext: () => NO_CONTEXT,
  setAttribute: self,
  setAttributes: self,
  addEvent: self,
  addLink: self,
  addLinks: self,
  setStatus: self,
  updateName: self,
  end: () => undefined,
  isRecording: () => false,
  recordException: () => undefined,
};

function self(this: OtelSpan): OtelSpan {
  return this;
}

/** Makes spans that are none, where traces are off. */
export const NO_TRACER: OtelTracer = {
  startSpan: () => NO_OTEL_SPAN,
  startActiveSpan: <Task extends (span: OtelSpan) => unknown>(
    _name: string,
    ...rest: readonly unknown[]
  ): ReturnType<Task> => {
    const task = rest[rest.length - 1] as Task;
    return task(NO_OTEL_SPAN) as ReturnType<Task>;
  },
};

/** A value of an attribute. */
export type SpanAttributeValue =
  | string
  | number
  | boolean
  | readonly string[]
  | readonly number[]
  | readonly boolean[];

/** What is known of a span, by name, such as `order.id`. Those that are `undefined` are left out. */
export type SpanAttributes = Readonly<Record<string, SpanAttributeValue | undefined>>;

/** What the work in a span can say about it. All of it may be called at any time, and does nothing after the end. */
export interface TraceSpan {
  /** 32 hexadecimal digits; empty where traces are off. */
  readonly traceId: string;
  /** 16 hexadecimal digits; empty where traces are off. */
  readonly spanId: string;
  /** Whether what is said is kept at least until the span ends. */
  readonly isRecording: boolean;
  /** Adds attributes; those that are there already are replaced. */
  set(attributes: SpanAttributes): this;
  /** Notes that something happened just now. */
  event(name: string, attributes?: SpanAttributes): this;
  /** Marks the span as failed; for errors that are handled, because those that are thrown are noted anyway. */
  fail(error: unknown): this;
  /** Gives the span another name. */
  rename(name: string): this;
}

/** What a span is in the exchange between programs. */
export type TraceSpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** What {@link TraceFunction} takes. */
export interface TraceOptions {
  readonly attributes?: SpanAttributes;
  /** `internal` by default. */
  readonly kind?: TraceSpanKind;
  /** Whether a trace of its own begins, whatever is going on around; not by default. */
  readonly isRoot?: boolean;
}

/**
 * Runs a task in a span, which ends when the task does, or when its promise settles. What the task returns or throws
 * is handed on; an error that is thrown is noted.
 */
export interface TraceFunction {
  <Result>(name: string, task: (span: TraceSpan) => Result): Result;
  <Result>(name: string, options: TraceOptions, task: (span: TraceSpan) => Result): Result;
}

/** The span where there is none. */
export const NO_SPAN: TraceSpan = Object.freeze({
  traceId: '',
  spanId: '',
  isRecording: false,
  set: noop,
  event: noop,
  fail: noop,
  rename: noop,
});

function noop(this: TraceSpan): TraceSpan {
  return this;
}

import type {
  Attributes,
  AttributeValue,
  Exception,
  Link,
  Span,
  SpanContext,
  SpanKind,
  SpanOptions,
  SpanStatus,
  TimeInput,
  TraceState,
} from '@opentelemetry/api';
import { exceptionAttributes } from '../spans/exception-attributes.ts';
import { SPAN_KINDS, STATUS_OK, STATUS_UNSET } from '../spans/otel-numbers.ts';
import { newSpanId } from './random-ids.ts';

/** What a span shares with all others below the same local root. */
export interface SpanFamily {
  readonly traceId: string;
  readonly traceState: TraceState | undefined;
  /** The span of another program that the local root is below. */
  readonly remoteParentId: string | undefined;
  /** What has to be added to `performance.now()` for milliseconds since the epoch. */
  readonly clockOffsetMs: number;
  /** A span of the family has ended. */
  onEnd(span: LightSpan): void;
}

/** What a span begins with. */
export interface LightSpanStart {
  readonly name: string;
  readonly options: SpanOptions;
  /** Of the library that begins it. */
  readonly scope: string;
  /** Within the family. */
  readonly parent?: LightSpan;
}

/** Something that happened in a span. */
export interface LightEvent {
  readonly name: string;
  readonly timeMs: number;
  readonly attributes: Attributes | undefined;
}

/** As many of each are kept of a span as OpenTelemetry keeps. */
const MAX_ATTRIBUTES = 128;
const MAX_EVENTS = 128;
const MAX_LINKS = 128;

/** The span of a trace that was not chosen is known to nobody else as sampled. */
const NOT_SAMPLED = 0;

/**
 * A span of a trace that was not chosen: it keeps what is said of it in the cheapest way, because it is most likely
 * never looked at again. Ids are made when somebody asks for them, attributes are put together when it is sent.
 */
export class LightSpan implements Span {
  readonly scope: string;
  readonly kind: SpanKind;
  readonly startMs: number;
  readonly parent: LightSpan | undefined;
  name: string;
  status: SpanStatus = { code: STATUS_UNSET };
  /** Names and values in turns; of two of the same name, the later one counts. */
  readonly pairs: unknown[] = [];
  events: LightEvent[] | undefined;
  links: Link[] | undefined;
  /** -1 until it ends. */
  endMs = -1;
  readonly #family: SpanFamily;
  #spanId: string | undefined;
  #context: SpanContext | undefined;

  constructor(family: SpanFamily, { name, options, scope, parent }: LightSpanStart) {
    this.#family = family;
    this.name = name;
    this.scope = scope;
    this.parent = parent;
    this.kind = options.kind ?? SPAN_KINDS.internal;
    this.startMs = this.#timeOf(options.startTime);
    if (options.attributes) this.setAttributes(options.attributes);
    if (options.links) this.addLinks(options.links);
  }

  get family(): SpanFamily {
    return this.#family;
  }

  /** The span that this one is below, here or in another program. */
  get parentSpanId(): string | undefined {
    return this.parent?.spanId ?? this.#family.remoteParentId;
  }

  get spanId(): string {
    this.#spanId ??= newSpanId();
    return this.#spanId;
  }

  spanContext(): SpanContext {
    this.#context ??= contextOf(this.#family, this.spanId);
    return this.#context;
  }

  isRecording(): boolean {
    return this.endMs < 0;
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (this.endMs >= 0) return this;
    const { pairs } = this;
    if (pairs.length < 2 * MAX_ATTRIBUTES) pairs.push(key, value);
    else replace(pairs, key, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const key of Object.keys(attributes)) this.setAttribute(key, attributes[key]);
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.endMs >= 0) return this;
    const isTime = isTimeInput(attributesOrTime);
    const events = (this.events ??= []);
    if (events.length >= MAX_EVENTS) events.shift();
    events.push({
      name,
      timeMs: this.#timeOf(time ?? (isTime ? attributesOrTime : undefined)),
      attributes: isTime ? undefined : attributesOrTime,
    });
    return this;
  }

  addLink(link: Link): this {
    if (this.endMs < 0 && (this.links?.length ?? 0) < MAX_LINKS) (this.links ??= []).push(link);
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus(status: SpanStatus): this {
    const isFinal = this.endMs >= 0 || this.status.code === STATUS_OK;
    if (!isFinal && status.code !== STATUS_UNSET) this.status = status;
    return this;
  }

  updateName(name: string): this {
    if (this.endMs < 0) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    this.addEvent('exception', exceptionAttributes(exception), time);
  }

  end(endTime?: TimeInput): void {
    if (this.endMs >= 0) return;
    this.endMs = Math.max(this.startMs, this.#timeOf(endTime));
    this.#family.onEnd(this);
  }

  /** A moment on the clock of `performance.now()`. Numbers below its present value are of that clock already. */
  #timeOf(time: TimeInput | undefined): number {
    if (time === undefined) return performance.now();
    if (typeof time === 'number' && time <= performance.now()) return time;
    return epochMs(time) - this.#family.clockOffsetMs;
  }
}

function contextOf({ traceId, traceState }: SpanFamily, spanId: string): SpanContext {
  return { traceId, spanId, traceFlags: NOT_SAMPLED, ...(traceState && { traceState }) };
}

function replace(pairs: unknown[], key: string, value: unknown): void {
  for (let at = 0; at < pairs.length; at += 2) {
    if (pairs[at] === key) pairs[at + 1] = value;
  }
}

function isTimeInput(value: Attributes | TimeInput | undefined): value is TimeInput {
  if (typeof value === 'number' || value instanceof Date) return true;
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number');
}

function epochMs(time: TimeInput): number {
  if (typeof time === 'number') return time;
  return time instanceof Date ? time.getTime() : time[0] * 1000 + time[1] / 1e6;
}

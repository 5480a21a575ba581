import type { Attributes as OtelAttributes, HrTime, Link } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type {
  Attributes,
  AttributeValue,
  Span,
  SpanEvent,
  SpanKind,
  SpanLink,
  SpanStatus,
} from '@telltale/model';
import type { LightSpan } from '../sampling/light-span.ts';

/** The program that spans come from. */
export interface SpanOrigin {
  readonly service: string;
  readonly resource: Attributes;
}

/** Values within values beyond this depth are left out, as readers do. */
const MAX_DEPTH = 16;
const MAX_VALUES = 1000;

const KINDS: readonly SpanKind[] = ['internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES: readonly SpanStatus[] = ['unset', 'ok', 'error'];

/** What OpenTelemetry's SDK has recorded. */
export function spanOfReadable(span: ReadableSpan, origin: SpanOrigin): Span {
  const { traceId, spanId, traceState } = span.spanContext();
  const parentSpanId = span.parentSpanContext?.spanId;
  const startMs = milliseconds(span.startTime);
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...(traceState && { traceState: traceState.serialize() }),
    name: textOf(span.name),
    kind: KINDS[span.kind] ?? 'internal',
    startMs,
    durationMs: milliseconds(span.duration),
    ...statusOf(span.status),
    ...origin,
    scope: span.instrumentationScope.name,
    attributes: attributesOf(span.attributes),
    events: span.events.map(({ name, time, attributes }): SpanEvent => ({
      timeMs: milliseconds(time),
      name: textOf(name),
      attributes: attributesOf(attributes ?? {}),
    })),
    links: span.links.map(linkOf),
  };
}

/** What was kept of a span of a trace that was not chosen; texts are cut to so many characters. */
export function spanOfLight(span: LightSpan, origin: SpanOrigin, characters: number): Span {
  const { family, parentSpanId } = span;
  const cut = (value: AttributeValue) =>
    typeof value === 'string' && value.length > characters ? value.slice(0, characters) : value;
  return {
    traceId: family.traceId,
    spanId: span.spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...(family.traceState && { traceState: family.traceState.serialize() }),
    name: textOf(span.name),
    kind: KINDS[span.kind] ?? 'internal',
    startMs: span.startMs + family.clockOffsetMs,
    durationMs: span.endMs - span.startMs,
    ...statusOf(span.status),
    ...origin,
    scope: span.scope,
    attributes: mapped(ofPairs(span.pairs), cut),
    events: (span.events ?? []).map(({ name, timeMs, attributes }) => ({
      timeMs: timeMs + family.clockOffsetMs,
      name: textOf(name),
      attributes: mapped(attributesOf(attributes ?? {}), cut),
    })),
    links: (span.links ?? []).map(linkOf),
  };
}

function statusOf({ code, message }: { readonly code: number; readonly message?: string }): {
  status: SpanStatus;
  statusMessage?: string;
} {
  return {
    status: STATUSES[code] ?? 'unset',
    ...(typeof message === 'string' && { statusMessage: message }),
  };
}

function linkOf({ context, attributes }: Link): SpanLink {
  return {
    traceId: textOf(context.traceId),
    spanId: textOf(context.spanId),
    attributes: attributesOf(attributes ?? {}),
  };
}

/** Names are texts, but for callers without types. */
function textOf(name: unknown): string {
  return typeof name === 'string' ? name : '';
}

function milliseconds([seconds, nanoseconds]: HrTime): number {
  return seconds * 1000 + nanoseconds / 1e6;
}

function ofPairs(pairs: readonly unknown[]): Attributes {
  const attributes: Record<string, AttributeValue> = Object.create(null);
  for (let at = 0; at < pairs.length; at += 2) {
    const value = valueOf(pairs[at + 1], 0);
    if (value !== undefined) attributes[String(pairs[at])] = value;
  }
  return attributes;
}

/** Attributes as stores take them. */
export function attributesOf(given: OtelAttributes): Attributes {
  const attributes: Record<string, AttributeValue> = Object.create(null);
  for (const name of Object.keys(given)) {
    const value = valueOf(given[name], 0);
    if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}

function mapped(attributes: Attributes, change: (value: AttributeValue) => AttributeValue): Attributes {
  const changed: Record<string, AttributeValue> = Object.create(null);
  for (const name of Object.keys(attributes)) changed[name] = change(attributes[name]);
  return changed;
}

/** A value as stores take it; nothing for what is none. */
function valueOf(value: unknown, depth: number): AttributeValue | undefined {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    case 'object':
      return value === null || depth >= MAX_DEPTH ? undefined : objectOf(value, depth);
    default:
      return undefined;
  }
}

function objectOf(value: object, depth: number): AttributeValue {
  if (value instanceof Uint8Array) return Buffer.from(value.subarray(0, MAX_VALUES)).toString('base64');
  if (Array.isArray(value)) {
    return value.slice(0, MAX_VALUES).map((item: unknown) => valueOf(item, depth + 1) ?? null);
  }
  const inner: Record<string, AttributeValue> = Object.create(null);
  for (const [name, item] of Object.entries(value).slice(0, MAX_VALUES)) {
    const itemValue = valueOf(item, depth + 1);
    if (itemValue !== undefined) inner[name] = itemValue;
  }
  return inner;
}

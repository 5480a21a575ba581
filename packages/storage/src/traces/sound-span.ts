import type { Span, SpanKind, SpanStatus } from '@telltale/model';

const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const NO_SPAN = '0'.repeat(16);

/** Times are kept as integers of microseconds, which are exact until the year 2255. */
const MAX_TIME_MS = 9e12;

const KINDS: ReadonlySet<SpanKind> = new Set(['internal', 'server', 'client', 'producer', 'consumer']);
const STATUSES: ReadonlySet<SpanStatus> = new Set(['unset', 'ok', 'error']);

/**
 * A span with which everything can be done: the same object where nothing is wrong with it. Times that are none
 * become now, durations that are none become 0, and a parent that cannot be one makes a root.
 *
 * @throws RangeError for ids that are none: those who take spans from outside refuse them before.
 */
export function soundSpan(span: Span, nowMs: number): Span {
  const { traceId, spanId, parentSpanId } = span;
  if (!TRACE_ID.test(traceId)) throw notAnId('trace', traceId, 32);
  if (!SPAN_ID.test(spanId)) throw notAnId('span', spanId, 16);
  const isParentSound = parentSpanId === undefined || isParentId(parentSpanId);
  const isSound =
    isParentSound &&
    isTime(span.startMs) &&
    isTime(span.durationMs) &&
    hasKnownWords(span) &&
    hasSoundParts(span);
  return isSound ? span : mended(span, nowMs);
}

function mended(span: Span, nowMs: number): Span {
  const { parentSpanId, kind, status, events, links, ...rest } = span;
  const startMs = soundTime(span.startMs, nowMs);
  return {
    ...rest,
    ...(parentSpanId !== undefined && isParentId(parentSpanId) && { parentSpanId }),
    kind: KINDS.has(kind) ? kind : 'internal',
    status: STATUSES.has(status) ? status : 'unset',
    startMs,
    durationMs: soundTime(span.durationMs, 0),
    events: events.map((event) => ({ ...event, timeMs: soundTime(event.timeMs, startMs) })),
    links: links.filter(isLinkSound),
  };
}

function hasKnownWords({ kind, status }: Span): boolean {
  return KINDS.has(kind) && STATUSES.has(status);
}

function hasSoundParts({ events, links }: Span): boolean {
  return events.every(({ timeMs }) => isTime(timeMs)) && links.every(isLinkSound);
}

function isParentId(id: string): boolean {
  return SPAN_ID.test(id) && id !== NO_SPAN;
}

function isLinkSound({ traceId, spanId }: Span['links'][number]): boolean {
  return TRACE_ID.test(traceId) && SPAN_ID.test(spanId);
}

function isTime(timeMs: number): boolean {
  return timeMs >= 0 && timeMs <= MAX_TIME_MS;
}

function soundTime(timeMs: number, otherwise: number): number {
  return Number.isFinite(timeMs) ? Math.min(Math.max(timeMs, 0), MAX_TIME_MS) : otherwise;
}

function notAnId(what: string, id: unknown, digits: number): RangeError {
  const shown = String(id).slice(0, 40);
  return new RangeError(`The ${what} id "${shown}" is not ${digits} hexadecimal digits in lower case.`);
}

import type { Span } from '@telltale/model';

/** Id of the trace of a failed checkout. */
export const FAILED_TRACE = 'fa'.repeat(16);
/** Id of a trace whose first spans never arrived. */
export const PARTIAL_TRACE = 'ba'.repeat(16);
/** Id of a trace of ten thousand spans. */
export const LARGE_TRACE = 'c0'.repeat(16);
export const LARGE_SPANS = 10_000;
/** A name as nobody should give one. */
export const HOSTILE_NAME = `<img src=x onerror="document.title='caught'">\u202e${'long'.repeat(100)}`;
const CHECKOUTS = 20;

interface Drafted extends Partial<Span> {
  readonly id: number;
  readonly parent?: number;
}

function span(traceId: string, beginMs: number, { id, parent, ...rest }: Drafted): Span {
  const hex = (number: number) => number.toString(16).padStart(16, '0');
  return {
    traceId,
    spanId: hex(id),
    ...(parent !== undefined && { parentSpanId: hex(parent) }),
    name: 'work',
    kind: 'internal',
    durationMs: 1,
    status: 'unset',
    service: 'shop',
    attributes: {},
    events: [],
    links: [],
    resource: {},
    ...rest,
    startMs: beginMs + (rest.startMs ?? 0),
  };
}

/** A checkout: the shop asks the payment service, which asks its database. */
function checkout(traceId: string, beginMs: number, failsFor: string | undefined): Span[] {
  const status = failsFor === undefined ? ('unset' as const) : ('error' as const);
  const thrown = {
    timeMs: beginMs + 70,
    name: 'exception',
    attributes: {
      'exception.type': 'CardError',
      'exception.message': failsFor ?? '',
      'exception.stacktrace': `CardError: ${failsFor}\n    at charge (pay.ts:7:3)`,
    },
  };
  const tier = failsFor === undefined ? 'free' : 'gold';
  const drafts: readonly Drafted[] = [
    { id: 1, name: 'POST /checkout', kind: 'server' as const, durationMs: 100, status, attributes: { tier } },
    { id: 2, parent: 1, name: 'read basket', startMs: 2, durationMs: 20 },
    { id: 3, parent: 1, name: 'POST pay', kind: 'client' as const, startMs: 25, durationMs: 60, status },
    {
      id: 4,
      parent: 3,
      name: 'POST /charge',
      kind: 'server' as const,
      service: 'pay',
      startMs: 28,
      durationMs: 50,
      status,
      ...(failsFor !== undefined && { statusMessage: failsFor, events: [thrown] }),
    },
    {
      id: 5,
      parent: 4,
      name: 'SELECT card',
      kind: 'client' as const,
      service: 'pay',
      startMs: 30,
      durationMs: 25,
      attributes: { 'db.system.name': 'postgresql' },
    },
  ];
  return drafts.map((one) => span(traceId, beginMs, one));
}

/** Spans of a shop that ended a while before `nowMs`. */
export function shopSpans(nowMs: number): Span[] {
  const healthy = Array.from({ length: CHECKOUTS }, (_, i) =>
    checkout((i + 1).toString(16).padStart(32, '0'), nowMs - (i + 2) * 20_000, undefined),
  );
  const beginMs = nowMs - 60_000;
  return [
    ...healthy.flat(),
    ...checkout(FAILED_TRACE, beginMs, 'card declined'),
    span(FAILED_TRACE, beginMs, { id: 6, parent: 1, name: HOSTILE_NAME, startMs: 88, durationMs: 9 }),
    // The clock of this service is late, and its caller was lost.
    span(PARTIAL_TRACE, beginMs, { id: 7, parent: 99, name: 'consume', service: 'mail', durationMs: 40 }),
    span(PARTIAL_TRACE, beginMs, { id: 8, parent: 7, name: 'render', service: 'templates', startMs: -15 }),
  ];
}

/** A trace of {@link LARGE_SPANS} spans: batches of a hundred below one another. */
export function largeTrace(nowMs: number): Span[] {
  return Array.from({ length: LARGE_SPANS }, (_, i) => {
    const isBatch = i % 100 === 1;
    const parent = isBatch || i < 2 ? 1 : i - ((i - 1) % 100) + 1;
    return span(LARGE_TRACE, nowMs - 120_000, {
      id: i + 1,
      ...(i > 0 && { parent: Math.min(parent, i) }),
      name: i === 0 ? 'import' : isBatch ? 'batch' : `row ${i}`,
      startMs: i === 0 ? 0 : i,
      durationMs: i === 0 ? LARGE_SPANS + 10 : isBatch ? 99 : 1,
    });
  });
}

import type { Attributes, Span } from '@telltale/model';
import { HOUR_MS, MIDNIGHT_MS } from './log-fixture.ts';

export const PARTIAL_TRACE = 'f'.repeat(32);
export const ODD_TRACE = 'e'.repeat(32);
export const TRACES = 300;

const RESOURCES = new Map<string, Attributes>(
  ['gateway', 'shop', 'payment', 'mailer'].map((service) => [
    service,
    { 'host.name': `${service}-1`, deployment: { zone: 'a' } },
  ]),
);

let made = 0;

/** A span; each has an id of its own unless it is given one. */
export function span(over: Partial<Span> = {}): Span {
  const { service = 'shop' } = over;
  const ids = { traceId: traceIdOf(0), spanId: (++made).toString(16).padStart(16, '0') };
  const work = { name: 'work', kind: 'internal', status: 'unset', service } as const;
  const time = { startMs: MIDNIGHT_MS, durationMs: 5 };
  const resource = RESOURCES.get(service) ?? {};
  return { ...ids, ...work, ...time, attributes: {}, resource, events: [], links: [], ...over };
}

export function traceIdOf(index: number): string {
  return (index + 1).toString(16).padStart(32, '0');
}

/** Orders through gateway, shop and payment, on both sides of a midnight, and what goes wrong with traces. */
export function traceFixture(): Span[] {
  const orders = Array.from({ length: TRACES }, (_, index) => order(index)).flat();
  return [...orders, ...partialTrace(), ...oddTrace()];
}

/** Begins 20 s after the one before; durations grow by a percent, so that percentiles are where they seem. */
function order(index: number): Span[] {
  const traceId = traceIdOf(index);
  const startMs = MIDNIGHT_MS - HOUR_MS + index * 20_000 + 0.25;
  const durationMs = Math.round(10 * 1.01 ** index * 1000) / 1000;
  const isBad = index % 10 === 0;
  const root = span({
    traceId,
    service: 'gateway',
    name: index % 3 === 0 ? 'POST /orders' : 'GET /orders/:id',
    kind: 'server',
    startMs,
    durationMs,
    status: isBad ? 'error' : 'ok',
    ...(isBad && { statusMessage: 'the shop said 504' }),
    attributes: { 'http.route': '/orders', 'http.response.status_code': isBad ? 504 : 200, index },
  });
  const call = child(root, {
    service: 'gateway',
    name: 'POST',
    kind: 'client',
    durationMs: durationMs * 0.8,
  });
  const entry = child(call, {
    service: 'shop',
    name: 'order',
    kind: 'server',
    durationMs: durationMs * 0.7,
    status: isBad ? 'error' : 'unset',
    scope: '@opentelemetry/instrumentation-http',
    traceState: 'vendor=1',
  });
  const inner = child(entry, { service: 'shop', name: 'price', durationMs: durationMs * 0.2 });
  if (index % 2 === 0) return [inner, entry, call, root];
  const pay = child(entry, {
    service: 'payment',
    name: 'charge',
    kind: 'server',
    durationMs: durationMs / 2,
  });
  const mail = child(entry, {
    service: 'mailer',
    name: 'send',
    kind: 'consumer',
    startMs: startMs + 5000,
    durationMs: 1 + index / 8,
  });
  const peer: Readonly<Record<string, string>> =
    index % 3 === 1 ? { 'db.system.name': 'postgresql' } : { 'server.address': 'db-1', 'db.system': '' };
  const query = child(pay, {
    service: 'payment',
    name: 'SELECT',
    kind: 'client',
    durationMs: durationMs / 4,
    attributes: peer,
  });
  return [query, mail, pay, inner, entry, call, root];
}

function child(parent: Span, over: Partial<Span>): Span {
  const { traceId, spanId, startMs } = parent;
  const rounded = Math.round((over.durationMs ?? 1) * 1000) / 1000;
  return span({ traceId, parentSpanId: spanId, startMs, ...over, durationMs: rounded });
}

/** The root never came. */
function partialTrace(): Span[] {
  const times = { traceId: PARTIAL_TRACE, startMs: MIDNIGHT_MS + HOUR_MS };
  const top = span({
    ...times,
    parentSpanId: 'a'.repeat(16),
    service: 'shop',
    name: 'orphan',
    kind: 'server',
  });
  return [top, child(top, { service: 'shop', name: 'child of an orphan' })];
}

/** All that a span can have, and what it should not have. */
function oddTrace(): Span[] {
  const times = { traceId: ODD_TRACE, startMs: MIDNIGHT_MS + 0.001 };
  const root = span({
    ...times,
    service: 'shop',
    name: `odd ' " {p0:String} 日本\n`,
    kind: 'producer',
    durationMs: 0,
    status: 'error',
    statusMessage: "it's broken",
    attributes: {
      list: [1, 'two'],
      order: { id: 7, paid: false },
      nothing: null,
      'a.b': 'whole',
      '': 'no name',
    },
    events: [
      { timeMs: times.startMs, name: 'exception', attributes: { 'exception.type': 'Error', stack: 'a\nb' } },
      { timeMs: times.startMs + 0.5, name: '', attributes: {} },
    ],
    links: [
      { traceId: traceIdOf(3), spanId: 'b'.repeat(16), attributes: { why: 'retry' } },
      { traceId: traceIdOf(4), spanId: 'c'.repeat(16), attributes: {} },
    ],
  });
  // Its parent is itself.
  const loop = 'd'.repeat(16);
  return [root, span({ ...times, spanId: loop, parentSpanId: loop, name: 'loop', durationMs: 86_400_000 })];
}

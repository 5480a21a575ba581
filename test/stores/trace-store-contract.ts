import { MemoryTraceStore, attributeText } from '@telltale/model';
import type {
  Attributes,
  OperationSelection,
  OperationStats,
  ServiceEdge,
  Span,
  TraceSearch,
  TraceStore,
} from '@telltale/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVERYTHING, HOUR_MS, MIDNIGHT_MS, MINUTE_MS } from './log-fixture.ts';
import { compileRegexp } from './re2-regexp.ts';
import { ODD_TRACE, PARTIAL_TRACE, TRACES, span, traceFixture, traceIdOf } from './trace-fixture.ts';

export interface TraceStoreContractOptions {
  /** Opens a store that nothing is in and that keeps all traces. */
  readonly open: () => Promise<TraceStore>;
}

/** What percentiles may be off. */
const TOLERANCE = 0.1;
/** Of sums of times that are kept to the nanosecond, or as floats. */
const ROUNDING_MS = 0.002;

const SEARCHES: readonly Partial<TraceSearch>[] = [
  {},
  { order: 'slowest' },
  { limit: 5 },
  { limit: 5, order: 'slowest' },
  { service: 'payment' },
  { service: 'nobody' },
  { service: 'gateway', operation: 'POST /orders' },
  { operation: 'price' },
  { status: 'error' },
  { status: 'unset', service: 'gateway' },
  { status: 'ok', limit: 3 },
  { minDurationMs: 100 },
  { service: 'shop', operation: 'order', minDurationMs: 20, maxDurationMs: 25 },
  { maxDurationMs: 0 },
  { startMs: MIDNIGHT_MS, endMs: MIDNIGHT_MS + MINUTE_MS },
  { startMs: MIDNIGHT_MS + 0.001, endMs: MIDNIGHT_MS + 0.002 },
  { startMs: MIDNIGHT_MS, endMs: MIDNIGHT_MS },
  // The mail is sent five seconds after its trace began.
  { service: 'mailer', startMs: MIDNIGHT_MS + 25_000, endMs: MIDNIGHT_MS + 26_000 },
  { conditions: [{ field: 'http.response.status_code', operator: '>=', value: '500' }] },
  {
    conditions: [
      { field: 'index', operator: '<', value: '10' },
      { field: 'http.route', operator: '=', value: '/orders' },
    ],
  },
  { conditions: [{ field: 'http.route', operator: '=~', value: '/ord.*' }], limit: 7 },
  { conditions: [{ field: 'http.route', operator: '!~', value: '/ord.*' }], service: 'gateway', limit: 7 },
  { conditions: [{ field: 'order.id', operator: '=', value: '7' }] },
  { conditions: [{ field: 'a.b', operator: '=', value: 'whole' }] },
  { conditions: [{ field: '', operator: '=', value: 'no name' }] },
  { conditions: [{ field: "x') OR 1=1 --", operator: '=', value: 'x' }] },
  { conditions: [{ field: 'resource.host.name', operator: '=', value: 'payment-1' }] },
  { conditions: [{ field: 'resource.deployment.zone', operator: '!=', value: 'a' }] },
];

/** What every store of traces does: the same spans, the same answers as the store in memory. */
export function describeTraceStore(name: string, { open }: TraceStoreContractOptions): void {
  describe(`traces ${name}`, () => {
    let store: TraceStore;
    const memory = new MemoryTraceStore(compileRegexp);
    const fixture = traceFixture();

    beforeAll(async () => {
      store = await open();
      for (let at = 0; at < fixture.length; at += 500) {
        await store.append(fixture.slice(at, at + 500));
        await memory.append(fixture.slice(at, at + 500));
      }
    });
    afterAll(() => store.close());

    test('come back by their id as they were taken, by their begin, parents first', async () => {
      for (const traceId of [traceIdOf(0), traceIdOf(1), PARTIAL_TRACE, ODD_TRACE]) {
        const [trace, expected] = await Promise.all([store, memory].map((each) => each.get(traceId)));
        expect(trace?.traceId).toBe(traceId);
        expect(trace?.spans.map(asTexts)).toEqual(expected?.spans.map(asTexts));
      }
      expect(await store.get('0'.repeat(32))).toBeUndefined();
      expect(await store.get("' OR 1=1 --")).toBeUndefined();
    });

    test.each(SEARCHES)('that %j wants are those with such a span', async (over) => {
      const search = { ...EVERYTHING, limit: 1000, ...over };
      const [found, expected] = await Promise.all([store, memory].map((each) => each.search(search)));
      expect(found.map(rounded)).toEqual(expected.map(rounded));
    });

    test('are found by some condition that is known to hold for them', async () => {
      expect(await store.search({ ...EVERYTHING, limit: 1000 })).toHaveLength(TRACES + 2);
      expect(await store.search({ ...EVERYTHING, limit: 1000, status: 'error' })).toHaveLength(
        TRACES / 10 + 1,
      );
      const [partial] = await store.search({ ...EVERYTHING, limit: 1, operation: 'orphan' });
      expect(partial).toMatchObject({ traceId: PARTIAL_TRACE, isPartial: true, spans: 2 });
    });

    test('name their services and operations', async () => {
      for (const range of [EVERYTHING, { startMs: MIDNIGHT_MS, endMs: MIDNIGHT_MS + MINUTE_MS }]) {
        expect(await store.services(range)).toEqual(await memory.services(range));
      }
    });

    test('show which service calls which, how often, with what errors and how long', async () => {
      const ranges = [
        EVERYTHING,
        { startMs: MIDNIGHT_MS - 30 * MINUTE_MS, endMs: MIDNIGHT_MS + 10 * MINUTE_MS },
      ];
      for (const range of ranges) {
        const [edges, expected] = await Promise.all([store, memory].map((each) => each.edges(range)));
        expect(edges.sort(byCall).map(countsOf)).toEqual(expected.sort(byCall).map(countsOf));
        for (const [index, { durationMs }] of edges.entries())
          expectNear(durationMs, expected[index].durationMs);
      }
    });

    test.each<Partial<OperationSelection>>([
      {},
      { service: 'shop' },
      { service: 'nobody' },
      { entriesOnly: true },
      { by: 'service' },
      { by: 'service', service: 'gateway', entriesOnly: true },
      { startMs: MIDNIGHT_MS - 30 * MINUTE_MS, endMs: MIDNIGHT_MS + 10 * MINUTE_MS },
    ])('have rate, errors and durations of %j', async (over) => {
      const selection = { ...EVERYTHING, ...over };
      const [operations, expected] = await Promise.all(
        [store, memory].map(async (each) => (await each.operations(selection)).sort(byOperation)),
      );
      expect(operations.map(countsOf)).toEqual(expected.map(countsOf));
      for (const [index, { durationMs }] of operations.entries())
        expectNear(durationMs, expected[index].durationMs);
    });

    test('that come again are there once', async () => {
      const twice = await open();
      const spans = [span({ kind: 'server' }), span({ kind: 'server' })];
      await twice.append([...spans, spans[0]]);
      await twice.append(spans);
      expect((await twice.get(traceIdOf(0)))?.spans).toHaveLength(2);
      expect(await twice.search({ ...EVERYTHING, limit: 5 })).toMatchObject([{ spans: 2 }]);
      expect(await twice.operations(EVERYTHING)).toMatchObject([{ calls: 2 }]);
      await twice.close();
    });

    test('are whole again when their spans come late', async () => {
      const late = await open();
      const root = span({ traceId: traceIdOf(9), kind: 'server' });
      await late.append([
        span({ traceId: traceIdOf(9), parentSpanId: root.spanId, startMs: MIDNIGHT_MS + 1 }),
      ]);
      expect(await late.search({ ...EVERYTHING, limit: 5 })).toMatchObject([{ isPartial: true, spans: 1 }]);
      await late.append([root]);
      expect(await late.search({ ...EVERYTHING, limit: 5 })).toMatchObject([{ isPartial: false, spans: 2 }]);
      await late.close();
    });

    test('are not found by a regular expression that is none', async () => {
      const conditions = [{ field: 'a', operator: '=~', value: 'a)|(b' }] as const;
      await expect(store.search({ ...EVERYTHING, conditions, limit: 1 })).rejects.toThrow();
    });

    test('are not waited for when nobody wants them any more', async () => {
      const reason = new Error('the page was closed');
      const signal = AbortSignal.abort(reason);
      await expect(store.get(ODD_TRACE, signal)).rejects.toBe(reason);
      await expect(store.search({ ...EVERYTHING, limit: 1 }, signal)).rejects.toBe(reason);
      await expect(store.services(EVERYTHING, signal)).rejects.toBe(reason);
      await expect(store.edges(EVERYTHING, signal)).rejects.toBe(reason);
      await expect(store.operations(EVERYTHING, signal)).rejects.toBe(reason);
    });

    test('are told in figures', async () => {
      const stats = await store.stats();
      expect(stats).toMatchObject({ traces: TRACES + 2, spans: fixture.length, sampledOut: 0 });
      expect(Math.floor(stats.oldestMs ?? 0)).toBe(MIDNIGHT_MS - HOUR_MS);
      expect(stats.bytes).toBeGreaterThan(0);
    });

    test('of a store that nothing is in are none', async () => {
      const empty = await open();
      await empty.append([]);
      expect(await empty.search({ ...EVERYTHING, limit: 5 })).toEqual([]);
      expect(await empty.services(EVERYTHING)).toEqual([]);
      expect(await empty.edges(EVERYTHING)).toEqual([]);
      expect(await empty.operations(EVERYTHING)).toEqual([]);
      expect(await empty.stats()).toEqual({ traces: 0, spans: 0, bytes: expect.any(Number), sampledOut: 0 });
      await empty.close();
    });
  });
}

/** A span with its attributes as texts. */
function asTexts({ attributes, resource, events, links, ...rest }: Span) {
  return {
    ...rest,
    attributes: textsOf(attributes),
    resource: textsOf(resource),
    events: events.map((event) => ({ ...event, attributes: textsOf(event.attributes) })),
    links: links.map((link) => ({ ...link, attributes: textsOf(link.attributes) })),
  };
}

function textsOf(attributes: Attributes): [string, string | undefined][] {
  const names = Object.keys(attributes).sort();
  return names.map((name) => [name, attributeText(attributes, name)]);
}

/** Differences of floats of the size of today's time are only good to a quarter of a microsecond. */
function rounded<Summary extends { readonly durationMs: number; readonly services: object }>(
  summary: Summary,
) {
  return {
    ...summary,
    durationMs: Math.round(summary.durationMs * 100) / 100,
    services: { ...summary.services },
  };
}

function byCall(a: ServiceEdge, b: ServiceEdge): number {
  return `${a.caller} ${a.callee}` < `${b.caller} ${b.callee}` ? -1 : 1;
}

function byOperation(a: OperationStats, b: OperationStats): number {
  return `${a.service} ${a.operation}` < `${b.service} ${b.operation}` ? -1 : 1;
}

function countsOf<Figures extends { readonly durationMs: object }>(figures: Figures) {
  return { ...figures, durationMs: undefined };
}

/** Means and maxima are exact, percentiles are estimates. */
function expectNear(durations: object, expected: object): void {
  const given = new Map<string, number>(Object.entries(durations));
  for (const [name, value] of Object.entries(expected)) {
    const allowed = name.startsWith('p') ? Number(value) * TOLERANCE + ROUNDING_MS : ROUNDING_MS;
    expect(Math.abs((given.get(name) ?? NaN) - Number(value)), name).toBeLessThanOrEqual(allowed);
  }
}

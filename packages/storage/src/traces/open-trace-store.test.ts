import { VirtualClock, isInShare } from '@telltale/model';
import type { Span } from '@telltale/model';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { madeSpan, spanIdOf, traceIdOf } from '../../test/made-span.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { LocalTraceStore } from './local-trace-store.ts';
import { openTraceStore } from './open-trace-store.ts';
import type { TraceStoreOptions } from './open-trace-store.ts';

const EVERYTHING = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
const ALL = { ...EVERYTHING, limit: 100_000 };
const MANY = process.env.TELLTALE_TEST_SCALE === 'long' ? 100_000 : 30_000;

// Each test starts threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

async function open(options: Partial<TraceStoreOptions> = {}): Promise<LocalTraceStore> {
  const store = await openTraceStore({ folder: temporaryFolder(), ...options });
  onTestFinished(() => store.close());
  return store;
}

/** What is told of all operations and calls together. */
async function totals(store: LocalTraceStore) {
  const operations = await store.operations(EVERYTHING);
  const edges = await store.edges(EVERYTHING);
  return {
    spans: operations.reduce((sum, { calls }) => sum + calls, 0),
    errors: operations.reduce((sum, { errors }) => sum + errors, 0),
    calls: edges.reduce((sum, { calls }) => sum + calls, 0),
  };
}

/** A request with a call of another service; each tenth fails. */
function request(number: number): Span[] {
  const status = number % 10 === 0 ? 'error' : 'unset';
  const child = { spanId: spanIdOf(2), parentSpanId: spanIdOf(1), service: 'stock', durationMs: 5 } as const;
  return [madeSpan(number, { status }), madeSpan(number, child)];
}

describe('tail sampling', () => {
  it('at 1 % keeps all errors and all that is slow, a share of the rest, and counts every span', async () => {
    const store = await open({ sampling: { ratio: 0.01, slowerThanMs: 1000 } });
    const requests = Array.from({ length: 3000 }, (_, i) => request(i));
    const slow = Array.from({ length: 50 }, (_, i) => madeSpan(5000 + i, { durationMs: 1000 }));
    await store.append([...requests.flat(), ...slow]);
    await store.flush();
    const kept = new Set((await store.search(ALL)).map(({ traceId }) => traceId));
    const expected = requests.filter(
      ([{ traceId, status }]) => status === 'error' || isInShare(traceId, 0.01),
    );
    expect(kept).toEqual(
      new Set([...expected.map(([{ traceId }]) => traceId), ...slow.map(({ traceId }) => traceId)]),
    );
    expect(expected.length).toBeLessThan(400);
    expect(await totals(store)).toEqual({ spans: 6050, errors: 300, calls: 3000 });
    expect(await store.stats()).toMatchObject({ traces: kept.size, sampledOut: 3050 - kept.size });
  });

  it('lets late spans go with their trace, but for errors, which are kept alone', async () => {
    const store = await open({ sampling: { ratio: 0.5 } });
    const numbers = Array.from({ length: 40 }, (_, i) => i + 1);
    await store.append(numbers.map((number) => madeSpan(number)));
    await store.flush();
    const isKept = (number: number) => isInShare(traceIdOf(number), 0.5);
    const late = (number: number, over: Partial<Span>) =>
      madeSpan(number, { spanId: spanIdOf(7), parentSpanId: spanIdOf(1), ...over });
    await store.append(numbers.map((number) => late(number, { status: number > 35 ? 'error' : 'ok' })));
    await store.flush();
    for (const number of numbers) {
      const spans = (await store.get(traceIdOf(number)))?.spans.length ?? 0;
      expect([number, spans]).toEqual([number, isKept(number) ? 2 : number > 35 ? 1 : 0]);
    }
    expect((await totals(store)).spans).toBe(80);
  });

  it('can be changed while the store runs', async () => {
    const store = await open({ sampling: { ratio: 0 } });
    await store.append([madeSpan(1)]);
    await store.flush();
    store.setSampling({ ratio: 1 });
    await store.append([madeSpan(2), madeSpan(1, { spanId: spanIdOf(2) })]);
    await store.flush();
    expect((await store.search(ALL)).map(({ traceId }) => traceId)).toEqual([traceIdOf(2)]);
    expect(() => store.setSampling({ ratio: 1.5 })).toThrow(RangeError);
    expect(() => store.setSampling({ slowerThanMs: Number.NaN })).toThrow(RangeError);
    await expect(openTraceStore({ folder: '/nowhere', sampling: { ratio: -1 } })).rejects.toThrow(RangeError);
  });

  it('counts a span once that comes again, also of a trace that was not kept', async () => {
    const store = await open({ sampling: { ratio: 0 } });
    const spans = Array.from({ length: 100 }, (_, i) => request(i)).flat();
    for (let time = 0; time < 3; time++) {
      await store.append(spans);
      await store.flush();
      expect(await totals(store)).toEqual({ spans: 200, errors: 10, calls: 100 });
    }
  });
});

describe('what is counted', () => {
  it('is counted once over a restart, when a part of what came together was decided on before', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(Date.UTC(2026, 1, 3, 12));
    const options = { folder, clock, decisionDelayMs: 2000, sampling: { ratio: 0 } };
    const first = await open(options);
    await first.append([madeSpan(1), madeSpan(2)]);
    await clock.advanceBy(1000);
    await first.append([madeSpan(2, { spanId: spanIdOf(2) })]);
    await clock.advanceBy(1000);
    expect(await first.stats()).toMatchObject({ traces: 1, sampledOut: 1 });
    await first.close();
    const second = await open(options);
    expect(await second.stats()).toMatchObject({ traces: 1, spans: 2 });
    expect((await totals(second)).spans).toBe(3);
    await second.flush();
    expect((await totals(second)).spans).toBe(3);
  });
});

describe('the map of services', () => {
  it('has databases and peers that report nothing, and waits for a parent that comes after its child', async () => {
    const store = await open();
    const parentSpanId = spanIdOf(1);
    await store.append([
      madeSpan(1, { spanId: spanIdOf(2), parentSpanId, service: 'stock', startMs: 5 }),
      madeSpan(1, {
        spanId: spanIdOf(3),
        parentSpanId,
        kind: 'client',
        status: 'error',
        attributes: { 'db.system.name': 'postgresql', 'server.address': 'db-1' },
      }),
    ]);
    // Clocks disagree: the parent begins after its child.
    await store.append([madeSpan(1, { startMs: 1000 })]);
    const edges = [
      { caller: 'shop', callee: 'stock', calls: 1, errors: 0 },
      { caller: 'shop', callee: 'postgresql', calls: 1, errors: 1 },
    ];
    expect(await store.edges(EVERYTHING)).toMatchObject(edges);
    await store.flush();
    expect((await store.edges(EVERYTHING)).sort((a, b) => (a.callee < b.callee ? 1 : -1))).toMatchObject(
      edges,
    );
  });
});

describe('a trace store', () => {
  it('refuses to be opened twice', async () => {
    const folder = temporaryFolder();
    await open({ folder });
    await expect(openTraceStore({ folder })).rejects.toMatchObject({ code: 'TT_DATA_LOCKED' });
  });

  it('says that a folder cannot be written', async () => {
    await expect(openTraceStore({ folder: '/proc/nowhere' })).rejects.toMatchObject({
      code: 'TT_DATA_FOLDER',
    });
  });

  it('lets traces wait for their last span, over a restart too', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(Date.UTC(2026, 1, 3, 12));
    const first = await open({ folder, clock, sampling: { ratio: 0 } });
    await first.append([madeSpan(1), madeSpan(2)]);
    await clock.advanceBy(9000);
    expect(await first.stats()).toMatchObject({ traces: 2, sampledOut: 0 });
    await first.close();
    const second = await open({ folder, clock, sampling: { ratio: 0 } });
    expect((await second.get(traceIdOf(1)))?.spans).toHaveLength(1);
    await second.append([madeSpan(1, { spanId: spanIdOf(2), status: 'error' })]);
    for (let second = 0; second < 11; second++) await clock.advanceBy(1000);
    expect(await second.stats()).toMatchObject({ traces: 1, spans: 2, sampledOut: 1 });
    expect(await totals(second)).toEqual({ spans: 3, errors: 1, calls: 0 });
  });

  it('refuses spans once it is closed', async () => {
    const store = await open();
    await store.close();
    await expect(store.append([madeSpan(1)])).rejects.toMatchObject({ code: 'TT_DATA_FOLDER' });
    await expect(store.get(traceIdOf(1))).rejects.toMatchObject({ code: 'TT_DATA_FOLDER' });
  });

  it('gives up a search that nobody waits for, and answers others meanwhile', async () => {
    const store = await open();
    await store.append(Array.from({ length: 5000 }, (_, i) => madeSpan(i, { attributes: { i } })));
    const controller = new AbortController();
    const reason = new Error('the page was closed');
    const conditions = [{ field: 'i', operator: '>', value: '1e9' }] as const;
    const search = store.search({ ...ALL, conditions }, controller.signal);
    controller.abort(reason);
    await expect(search).rejects.toBe(reason);
    expect(await store.search({ ...ALL, conditions })).toEqual([]);
    await expect(
      store.search({ ...ALL, conditions: [{ field: 'i', operator: '=~', value: '(' }] }),
    ).rejects.toMatchObject({
      code: 'TT_SEARCH_SYNTAX',
    });
  });
});

describe('hostile spans', () => {
  it('with ids that are none are refused by name, and nothing of their batch is taken', async () => {
    const store = await open();
    const spans = [madeSpan(1), madeSpan(2, { traceId: 'a'.repeat(33) })];
    await expect(store.append(spans)).rejects.toThrow(/The trace id "a{33}" is not 32 hexadecimal digits/);
    await expect(store.append([madeSpan(1, { spanId: '../../etc/passwd' })])).rejects.toThrow(RangeError);
    expect(await store.stats()).toMatchObject({ traces: 0, spans: 0 });
  });

  it('with times, kinds and parents that are none are mended', async () => {
    const nowMs = Date.UTC(2026, 1, 3, 12);
    const store = await open({ clock: new VirtualClock(nowMs) });
    const odd = {
      startMs: Number.NaN,
      durationMs: -5,
      parentSpanId: '0'.repeat(16),
      kind: 'toString' as 'server',
      status: '__proto__' as 'ok',
      events: [{ timeMs: Number.POSITIVE_INFINITY, name: 'e', attributes: {} }],
      links: [{ traceId: 'x', spanId: 'y', attributes: {} }],
    };
    await store.append([madeSpan(1, odd), madeSpan(2, { startMs: -1e300, durationMs: 1e300 })]);
    await store.flush();
    const mended = { startMs: nowMs, durationMs: 0, kind: 'internal', status: 'unset', links: [] };
    const [span] = (await store.get(traceIdOf(1)))?.spans ?? [];
    expect(span).toMatchObject({ ...mended, events: [{ timeMs: nowMs }] });
    expect(span).not.toHaveProperty('parentSpanId');
    expect((await store.get(traceIdOf(2)))?.spans).toMatchObject([{ startMs: 0, durationMs: 9e12 }]);
    expect(await store.search(ALL)).toHaveLength(2);
  });

  it('that are their own parents, or go round in a circle, have an order and a summary', async () => {
    const store = await open();
    const circle = Array.from({ length: 100 }, (_, i) =>
      madeSpan(1, { spanId: spanIdOf(i + 1), parentSpanId: spanIdOf(((i + 1) % 100) + 1), startMs: 7 }),
    );
    await store.append([...circle, madeSpan(2, { parentSpanId: spanIdOf(1) })]);
    await store.flush();
    expect((await store.get(traceIdOf(1)))?.spans).toHaveLength(100);
    expect((await store.search(ALL)).map(({ spans, isPartial }) => [spans, isPartial])).toEqual([
      [1, false],
      [100, false],
    ]);
  });

  it('with names such as __proto__ and attributes a thousand objects deep come back as they are', async () => {
    const store = await open();
    const json = `${'{"deep":'.repeat(1000)}1${'}'.repeat(1000)}`;
    const attributes = JSON.parse(
      `{"__proto__":"p","constructor":{"name":"c"},"tree":${json}}`,
    ) as Span['attributes'];
    await store.append([madeSpan(1, { attributes, service: '__proto__', name: 'constructor' })]);
    await store.flush();
    const [span] = (await store.get(traceIdOf(1)))?.spans ?? [];
    expect(JSON.stringify(span.attributes)).toBe(JSON.stringify(attributes));
    const conditions = [{ field: '__proto__', operator: '=', value: 'p' }] as const;
    const [found] = await store.search({ ...ALL, conditions });
    expect(Object.entries(found.services)).toEqual([['__proto__', 1]]);
    expect(await store.services(EVERYTHING)).toEqual([{ service: '__proto__', operations: ['constructor'] }]);
  });

  it('of one trace, very many that come bit by bit, are one trace', async () => {
    const store = await open();
    const spans = Array.from({ length: MANY }, (_, i) =>
      madeSpan(1, {
        spanId: spanIdOf(i + 1),
        ...(i > 0 && { parentSpanId: spanIdOf((i >> 1) + 1) }),
        startMs: 1_000_000 + i,
      }),
    );
    for (let at = 0; at < spans.length; at += 9000) await store.append(spans.slice(at, at + 9000));
    await store.flush();
    const trace = await store.get(traceIdOf(1));
    expect(trace?.spans.map(({ spanId }) => spanId)).toEqual(spans.map(({ spanId }) => spanId));
    expect(await store.search({ ...ALL, order: 'slowest' })).toMatchObject([
      { spans: MANY, isPartial: false },
    ]);
    expect(await store.stats()).toMatchObject({ traces: 1, spans: MANY });
  });

  it('of a trace that goes on for hours are kept in parts, and found as one trace', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 1, 3, 22));
    const store = await open({ clock, flushIntervalMs: 60_000 });
    for (let hour = 0; hour < 5; hour++) {
      const startMs = clock.now();
      await store.append([
        madeSpan(1, { spanId: spanIdOf(hour + 1), startMs, name: `hour ${hour}` }),
        madeSpan(100 + hour, { startMs }),
      ]);
      await clock.advanceBy(3_600_000);
      await store.stats();
    }
    expect(await store.search({ ...ALL, operation: 'hour 3', order: 'slowest', limit: 1 })).toMatchObject([
      { traceId: traceIdOf(1), spans: 5, durationMs: 4 * 3_600_000 + 10 },
    ]);
    const [slowest] = await store.search({ ...ALL, order: 'slowest', limit: 1 });
    expect(slowest.traceId).toBe(traceIdOf(1));
  });

  it('with names and programs without end are bounded in what they are counted under', async () => {
    const store = await open();
    const spans = Array.from({ length: 20_500 }, (_, i) =>
      madeSpan(i, { name: `GET /order/${i}`, resource: { 'process.pid': i } }),
    );
    await store.append(spans);
    await store.flush();
    const operations = await store.operations(EVERYTHING);
    expect(operations).toHaveLength(20_001);
    expect(operations.find(({ operation }) => operation === '(other)')?.calls).toBe(500);
    expect(await store.search({ ...ALL, operation: 'GET /order/20499' })).toHaveLength(1);
    const conditions = [{ field: 'resource.process.pid', operator: '=', value: '17' }] as const;
    expect(await store.search({ ...ALL, conditions })).toMatchObject([{ operation: 'GET /order/17' }]);
  });
});

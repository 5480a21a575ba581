import { MemoryTraceStore } from '@telltale/model';
import type { Span, TraceStore } from '@telltale/model';
import { compileRegexp } from '@telltale/storage';
import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TraceComparisonResponse } from '../../../contract.ts';
import { createServer } from '../../server.ts';
import { registerTraceRoutes } from './trace-routes.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;

let nextId = 1;
const id = (digits: number) => (nextId++).toString(16).padStart(digits, '0');

/** A request to the shop that asks the payment service, which asks a database. */
function request(startMs: number, { fails = false, region = 'eu', payMs = 20 } = {}): Span[] {
  const common = {
    traceId: id(32),
    scope: 'test',
    events: [],
    links: [],
    resource: { 'cloud.region': region },
  };
  const status = fails ? ('error' as const) : ('unset' as const);
  const [root, call, served, query] = [id(16), id(16), id(16), id(16)];
  const timed = (offsetMs: number, durationMs: number) => ({ startMs: startMs + offsetMs, durationMs });
  return [
    {
      ...common,
      spanId: root,
      service: 'shop',
      name: 'POST /buy',
      kind: 'server',
      status,
      attributes: { user: { tier: fails ? 'gold' : 'free' } },
      ...timed(0, payMs + 10),
    },
    {
      ...common,
      spanId: call,
      parentSpanId: root,
      service: 'shop',
      name: 'POST',
      kind: 'client',
      status,
      attributes: {},
      ...timed(1, payMs + 5),
    },
    {
      ...common,
      spanId: served,
      parentSpanId: call,
      service: 'pay',
      name: 'POST /charge',
      kind: 'server',
      status,
      attributes: {},
      ...timed(2, payMs),
    },
    {
      ...common,
      spanId: query,
      parentSpanId: served,
      service: 'pay',
      name: 'INSERT',
      kind: 'client',
      status: 'unset',
      attributes: { 'db.system.name': 'postgresql', 'db.namespace': 'pay' },
      ...timed(3, 5),
    },
  ];
}

let server: FastifyInstance;
let store: TraceStore;
let slowest: Span[];

beforeAll(async () => {
  store = new MemoryTraceStore(compileRegexp);
  server = await createServer();
  registerTraceRoutes(server, { traces: store, compileRegexp, now: () => NOW_MS });
  for (let i = 0; i < 40; i++) {
    await store.append(request(NOW_MS - 30 * MINUTE_MS - i, { region: i % 2 ? 'eu' : 'us' }));
    await store.append(request(NOW_MS - 90 * MINUTE_MS - i, { region: i % 2 ? 'eu' : 'us', payMs: 10 }));
  }
  for (let i = 0; i < 10; i++)
    await store.append(request(NOW_MS - 10 * MINUTE_MS - i, { fails: true, region: 'us' }));
  slowest = request(NOW_MS - 20 * MINUTE_MS, { payMs: 900 });
  await store.append(slowest);
});

async function get(path: string) {
  const response = await server.inject({ url: `/api/telltale/${path}`, headers: { host: '127.0.0.1' } });
  return { status: response.statusCode, json: response.json<never>() };
}

describe('traces over HTTP', () => {
  test('a search gives the newest traces of the last hour that match, or the slowest', async () => {
    const failed = await get(`traces?query=${encodeURIComponent('service:pay status:error')}&limit=50`);
    expect(failed).toMatchObject({ status: 200, json: { traces: { length: 10 } } });
    expect(await get('traces?order=slowest&limit=1')).toMatchObject({
      json: {
        traces: [{ traceId: slowest[0].traceId, durationMs: 910, service: 'shop', spans: 4, errors: 0 }],
      },
    });
    const query = encodeURIComponent('duration>900ms http.x!=a');
    expect(await get(`traces?query=${query}`)).toMatchObject({ json: { traces: { length: 1 } } });
  });

  test('a trace by its id, whatever the case of its letters', async () => {
    const [{ traceId }] = slowest;
    const { json } = await get(`traces/${traceId.toUpperCase()}`);
    expect(json).toMatchObject({ traceId, spans: slowest.map(({ spanId }) => ({ spanId })) });
    expect(await get(`traces/${'f'.repeat(32)}`)).toMatchObject({
      status: 404,
      json: { error: expect.stringContaining('no such trace') },
    });
    expect(await get('traces/12')).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining('32 hexadecimal') },
    });
  });

  test('services with their operations', async () => {
    expect((await get('traces/services')).json).toEqual({
      services: [
        { service: 'pay', operations: ['INSERT', 'POST /charge'] },
        { service: 'shop', operations: ['POST', 'POST /buy'] },
      ],
    });
  });

  test('the service map has rate, errors and durations of services, their ways and their databases', async () => {
    const { json } = await get(`traces/map?start=${(NOW_MS - 100 * MINUTE_MS) / 1000}`);
    const red = { calls: 91, errors: 10, ratePerSecond: 91 / 6000, errorShare: 10 / 91 };
    expect(json).toEqual({
      nodes: [
        { service: 'pay', isPeer: false, ...red, durationMs: { mean: expect.any(Number), p95: 20 } },
        {
          service: 'postgresql',
          isPeer: true,
          ...red,
          errors: 0,
          errorShare: 0,
          durationMs: { mean: 5, p95: 5 },
        },
        { service: 'shop', isPeer: false, ...red, durationMs: { mean: expect.any(Number), p95: 30 } },
      ].sort((a, b) => (a.service < b.service ? -1 : 1)),
      edges: expect.arrayContaining([
        { caller: 'shop', callee: 'pay', ...red, durationMs: { mean: expect.any(Number), p95: 20 } },
      ]),
    });
  });

  test('statistics of operations, the busiest first', async () => {
    const { json } = await get('traces/operations?service=pay&entries_only=true');
    expect(json).toEqual({
      operations: [
        expect.objectContaining({
          service: 'pay',
          operation: 'POST /charge',
          calls: 51,
          errors: 10,
          ratePerSecond: 51 / 3600,
        }),
      ],
    });
  });

  test.each([
    ['traces?query=checkout', 'write which part of a span'],
    ['traces?query=a:~%22(%22', 'regular expression'],
    ['traces?order=best', 'order must be one of newest, slowest'],
    ['traces?limit=1001', 'limit must be a whole number from 1 to 1000'],
    ['traces/map?start=x', "invalid time value for 'start'"],
    ['traces/operations?entries_only=perhaps', 'entries_only'],
    ['traces/compare', 'both sets are the same'],
    ['traces/compare?baseline_end=5', 'after the start'],
  ])('%s is refused, with the reason', async (path, reason) => {
    expect(await get(path)).toEqual({ status: 400, json: { error: expect.stringContaining(reason) } });
  });
});

describe('a comparison of traces', () => {
  async function compare(parameters: Record<string, string>): Promise<TraceComparisonResponse> {
    return (await get(`traces/compare?${new URLSearchParams(parameters).toString()}`)).json;
  }

  test('of those that match with all others says which values they have more often', async () => {
    const { selection, baseline, callsPer, attributes, operations } = await compare({
      query: 'status:error',
    });
    expect({ selection, baseline, callsPer }).toEqual({
      selection: { traces: 10, isComplete: true },
      baseline: { traces: 41, isComplete: true },
      callsPer: 'trace',
    });
    const found = attributes.map(({ field, value, ...shares }) => [
      `${field}=${value}`,
      shares.selection,
      shares.baseline,
    ]);
    expect(found.slice(0, 2)).toEqual([
      ['status=error', 1, 0],
      ['user.tier=gold', 1, 0],
    ]);
    expect(found[2]).toEqual(['resource.cloud.region=us', 1, 20 / 41]);
    expect(found.at(-1)).toEqual(['user.tier=free', 0, 1]);
    const names = attributes.map(({ field }) => field);
    expect(names).not.toContain('db.namespace');
    expect(operations.find(({ operation }) => operation === 'POST /charge')).toMatchObject({
      selection: { calls: 10, errors: 10, frequency: 1, durationMs: { p50: 20, p95: 20 } },
      baseline: { calls: 41, errors: 0, frequency: 1, durationMs: { p50: 20, p95: 20 } },
    });
  });

  test('of two ranges counts all calls of both', async () => {
    const hourAgo = {
      baseline_start: `${(NOW_MS - 120 * MINUTE_MS) / 1000}`,
      baseline_end: `${(NOW_MS - 60 * MINUTE_MS) / 1000}`,
    };
    const { callsPer, operations } = await compare(hourAgo);
    expect(callsPer).toBe('second');
    expect(operations.find(({ operation }) => operation === 'POST /charge')).toEqual({
      service: 'pay',
      operation: 'POST /charge',
      selection: { calls: 51, errors: 10, frequency: 51 / 3600, durationMs: { p50: 20, p95: 20 } },
      baseline: { calls: 40, errors: 0, frequency: 40 / 3600, durationMs: { p50: 10, p95: 10 } },
    });
  });

  test('of sets that chance alone tells apart names no value', async () => {
    const { attributes } = await compare({
      query: 'resource.cloud.region:eu -user.tier:gold',
      baseline_query: 'user.tier:free',
    });
    expect(attributes.map(({ field }) => field)).toEqual(['resource.cloud.region', 'resource.cloud.region']);
  });

  test('an operation that only one set has is compared with nothing', async () => {
    const { operations } = await compare({ query: 'service:shop', baseline_start: '1', baseline_end: '2' });
    expect(operations).toHaveLength(4);
    expect(operations.every(({ baseline }) => baseline === null)).toBe(true);
  });
});

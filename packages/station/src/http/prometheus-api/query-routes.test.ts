import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabelSet } from '@telltale/model';
import { openStore } from '@telltale/storage';
import type { Store } from '@telltale/storage';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StationQueries } from '../../query/station-queries.ts';
import { createStationQueries } from '../../query/station-queries.ts';
import { createServer } from '../server.ts';
import { registerQueryBatch } from '../telltale-api/query-batch.ts';
import { registerQueryRoutes } from './query-routes.ts';

const END_S = Math.floor(Date.now() / 60_000) * 60;

let folder = '';
let store: Store;
let queries: StationQueries;
let server: FastifyInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-routes-'));
  store = await openStore({ folder });
  queries = createStationQueries({
    store,
    dataFolder: folder,
    metadata: () => new Map([['stock', { type: 'gauge', help: '', unit: '' }]]),
    observe: () => undefined,
  });
  const ids = ['anchors', 'ropes', 'sails'].map((goods) =>
    queries.appender.intern(LabelSet.of({ __name__: 'stock', goods })),
  );
  for (let i = 0; i <= 10; i++) {
    const timestampMs = (END_S - 100 + i * 10) * 1000;
    queries.appender.append({ group: 'shop', timestampMs, ids, values: Float64Array.of(i, 2 * i, 3 * i) });
  }
  server = await createServer();
  registerQueryRoutes(server, queries.answers, () => END_S * 1000);
  registerQueryBatch(server, queries.answers, store.exemplars);
});

afterAll(async () => {
  await server.close();
  await queries.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(path: string, parameters: Record<string, string>) {
  const response = await server.inject({
    url: `/api/v1/${path}?${new URLSearchParams(parameters).toString()}`,
    headers: { host: 'localhost' },
  });
  return response.json();
}

const RANGE = { start: String(END_S - 60), end: String(END_S), step: '30' };

describe('query and query_range', () => {
  test('both answer in the form of the Prometheus API', async () => {
    expect(await ask('query', { query: 'stock{goods="ropes"}' })).toEqual({
      status: 'success',
      data: {
        resultType: 'vector',
        result: [{ metric: { __name__: 'stock', goods: 'ropes' }, value: [END_S, '20'] }],
      },
    });
    const { data } = await ask('query_range', { ...RANGE, query: 'sum(stock)' });
    expect(data).toEqual({
      resultType: 'matrix',
      result: [
        {
          metric: {},
          values: [
            [END_S - 60, '24'],
            [END_S - 30, '42'],
            [END_S, '60'],
          ],
        },
      ],
    });
  });

  test('a limit cuts the series and says so', async () => {
    const cut = await ask('query', { query: 'stock', limit: '2' });
    expect(cut.data.result).toHaveLength(2);
    expect(cut.warnings).toEqual(['results truncated due to limit']);
    const whole = await ask('query_range', { ...RANGE, query: 'stock', limit: '3' });
    expect(whole.data.result).toHaveLength(3);
    expect(whole.warnings).toBeUndefined();
  });

  test('the lookback can be shorter than usual', async () => {
    const time = String(END_S + 60);
    expect((await ask('query', { query: 'stock', time })).data.result).toHaveLength(3);
    const short = await ask('query', { query: 'stock', time, lookback_delta: '30s' });
    expect(short.data.result).toHaveLength(0);
  });

  test('the cost of a query is told when asked for, by step when all of it is', async () => {
    const query = 'sum(sum_over_time(stock[20s]))';
    expect((await ask('query_range', { ...RANGE, query })).data.stats).toBeUndefined();
    const { stats } = (await ask('query_range', { ...RANGE, query, stats: 'true' })).data;
    expect(Object.keys(stats.timings)).toEqual([
      'evalTotalTime',
      'resultSortTime',
      'queryPreparationTime',
      'innerEvalTime',
      'execQueueTime',
      'execTotalTime',
    ]);
    expect(stats.samples).toEqual({ totalQueryableSamples: 18, peakSamples: expect.any(Number) });
    const all = (await ask('query_range', { ...RANGE, query, stats: 'all' })).data.stats;
    expect(all.samples.totalQueryableSamplesPerStep).toEqual([
      [END_S - 60, 6],
      [END_S - 30, 6],
      [END_S, 6],
    ]);
    const instant = (await ask('query', { query: 'max_over_time(sum(stock)[1m:10s])', stats: 'all' })).data
      .stats;
    expect(instant.samples.totalQueryableSamplesPerStep).toEqual([[END_S, 6]]);
  });

  test('remarks come with the place in the query', async () => {
    const { infos } = await ask('query', { query: 'sum(rate(stock[1m]))' });
    expect(infos).toEqual([expect.stringMatching(/^PromQL info: .*"stock" \(1:10\)$/)]);
  });

  test.each([
    [{ query: 'stock', start: '1', end: '0', step: '1' }, 'end timestamp must not be before start time'],
    [{ query: 'stock', end: '0', step: '1' }, 'invalid parameter "start"'],
    [{ query: 'stock', start: '0', end: '1' }, 'invalid parameter "step"'],
    [{ query: 'stock', start: '0', end: '1', step: '0' }, 'zero or negative'],
    [{ query: 'stock', start: '0', end: '11000', step: '1' }, 'exceeded maximum resolution of 11,000 points'],
    [{ ...RANGE, query: 'stock[1m]' }, 'must be scalar or instant vector'],
    [{ ...RANGE, query: 'stock', timeout: 'soon' }, 'invalid parameter "timeout"'],
    [{ ...RANGE, query: 'stock', lookback_delta: 'long' }, 'invalid parameter "lookback_delta"'],
    [{ ...RANGE, query: 'stock', limit: '-1' }, 'limit must be non-negative'],
  ])('the parameters %j are refused as bad data', async (parameters, reason) => {
    const answer = await server.inject({
      url: `/api/v1/query_range?${new URLSearchParams(parameters).toString()}`,
      headers: { host: 'localhost' },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ status: 'error', errorType: 'bad_data' });
    expect(answer.json().error).toContain(reason);
  });
});

describe('query_batch', () => {
  test('each query of a page is a line of its own, and one that fails spoils no other', async () => {
    const { body, statusCode } = await server.inject({
      method: 'POST',
      url: '/api/telltale/query_batch',
      headers: { host: 'localhost' },
      payload: {
        startMs: (END_S - 60) * 1000,
        endMs: END_S * 1000,
        stepMs: 30_000,
        queries: [
          { id: 'good', query: 'sum(stock)' },
          { id: 'bad', query: 'sum(' },
          { id: 'empty', query: 'nothing' },
        ],
      },
    });
    expect(statusCode).toBe(200);
    const lines = body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const timestamps = [60, 30, 0].map((ago) => (END_S - ago) * 1000);
    expect(lines).toEqual([
      {
        id: 'good',
        ok: true,
        timestamps,
        series: [{ labels: {}, values: [24, 42, 60] }],
        durationMs: expect.any(Number),
      },
      { id: 'bad', ok: false, error: expect.stringContaining('1:') },
      { id: 'empty', ok: true, timestamps, series: [], durationMs: expect.any(Number) },
    ]);
  });

  test('a figure is asked for at the end alone, and an earlier time has the times of the page', async () => {
    const { body } = await server.inject({
      method: 'POST',
      url: '/api/telltale/query_batch',
      headers: { host: 'localhost' },
      payload: {
        startMs: (END_S - 30) * 1000,
        endMs: END_S * 1000,
        stepMs: 30_000,
        queries: [
          { id: 'figure', query: 'sum(stock)', isInstant: true },
          { id: 'number', query: '1 + 1', isInstant: true },
          { id: 'earlier', query: 'sum(stock)', offsetMs: 30_000 },
          { id: 'figure before', query: 'sum(stock)', offsetMs: 30_000, isInstant: true },
          { id: 'odd', query: 'quantile(2, stock)', isInstant: true },
        ],
      },
    });
    const lines = body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const end = END_S * 1000;
    expect(lines).toMatchObject([
      { id: 'figure', timestamps: [end], series: [{ labels: {}, values: [60] }] },
      { id: 'number', timestamps: [end], series: [{ labels: {}, values: [2] }] },
      { id: 'earlier', timestamps: [end - 30_000, end], series: [{ labels: {}, values: [24, 42] }] },
      { id: 'figure before', timestamps: [end], series: [{ labels: {}, values: [42] }] },
      { id: 'odd', warnings: [expect.stringContaining('quantile value should be between 0 and 1')] },
    ]);
  });

  test('measurements of traces come after all queries, and only where they are asked for', async () => {
    const id = queries.appender.intern(LabelSet.of({ __name__: 'stock', goods: 'anchors' }));
    const timestampMs = (END_S - 20) * 1000;
    store.exemplars.appendExemplar(id, { labels: LabelSet.of({ trace_id: 'abc' }), value: 7, timestampMs });
    const { body } = await server.inject({
      method: 'POST',
      url: '/api/telltale/query_batch',
      headers: { host: 'localhost' },
      payload: {
        startMs: (END_S - 30) * 1000,
        endMs: END_S * 1000,
        stepMs: 30_000,
        exemplars: [
          { id: 'points', queries: ['rate(stock{goods="anchors"}[1m])', 'stock'] },
          { id: 'none', queries: ['stock{goods="ropes"}'] },
          { id: 'bad', queries: ['sum('] },
        ],
        queries: [{ id: 'figure', query: 'sum(stock)', isInstant: true }],
      },
    });
    const [figure, ...others] = body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(figure).toMatchObject({ id: 'figure', ok: true });
    expect(figure.exemplars).toBeUndefined();
    const told = [{ atMs: timestampMs, value: 7, traceId: 'abc', labels: { goods: 'anchors' } }];
    expect(others).toEqual([
      { id: 'points', ok: true, timestamps: [], series: [], exemplars: told },
      { id: 'none', ok: true, timestamps: [], series: [], exemplars: [] },
      { id: 'bad', ok: false, error: expect.stringContaining('1:') },
    ]);
  });

  test('an earlier time cannot be a later one', async () => {
    const { statusCode } = await server.inject({
      method: 'POST',
      url: '/api/telltale/query_batch',
      headers: { host: 'localhost' },
      payload: { startMs: 0, endMs: 1, stepMs: 1, queries: [{ id: 'a', query: '1', offsetMs: -1 }] },
    });
    expect(statusCode).toBe(400);
  });
});

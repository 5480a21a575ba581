import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { MemoryLogStore, MemoryTraceStore } from '@telltale/model';
import type { LogRecord, LogStore } from '@telltale/model';
import { compileRegexp } from '@telltale/storage';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogIntake } from '../../../intake/intake.ts';
import { NO_METRICS } from '../../../../test/support/intake-server.ts';
import { createIntakes } from '../../../intake/intake.ts';
import { createServer } from '../../server.ts';
import { registerLogRoutes } from './log-routes.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;

function record(message: string, over: Partial<LogRecord> = {}): LogRecord {
  const rest = { timeMs: NOW_MS - 1, severity: 9, service: 'shop', attributes: {}, resource: {} };
  return { ...rest, message, ...over };
}

let server: FastifyInstance;
let logs: LogStore;
let intake: LogIntake;

beforeEach(async () => {
  logs = new MemoryLogStore(compileRegexp);
  const nothing = () => {};
  const observer = { onReceived: nothing, onOverloaded: nothing, onRejected: nothing, onProblem: nothing };
  const traces = new MemoryTraceStore(compileRegexp);
  intake = createIntakes(
    { logs, traces, metrics: NO_METRICS },
    { observe: () => observer, onRefused: nothing },
  ).logIntake;
  server = await createServer();
  registerLogRoutes(server, { logs, intake, compileRegexp, now: () => NOW_MS });
  await intake.append(
    [
      record('started', { timeMs: NOW_MS - 61 * MINUTE_MS }),
      record('order 7 placed', { timeMs: NOW_MS - 3 * MINUTE_MS, attributes: { order: 7 } }),
      record('payment refused', { timeMs: NOW_MS - 2 * MINUTE_MS - 5, severity: 17 }),
      record('retried', { timeMs: NOW_MS - 2 * MINUTE_MS - 1, severity: 13, service: 'pay' }),
      record('order 8 placed', { attributes: { order: 8 } }),
    ],
    'otlp_http',
  );
});
afterEach(() => server.close());

async function get(path: string) {
  const response = await server.inject({ url: `/api/telltale/${path}`, headers: { host: '127.0.0.1' } });
  return { status: response.statusCode, json: response.json<never>(), headers: response.headers };
}

const messages = (answer: { json: { records: readonly LogRecord[] } }) =>
  answer.json.records.map(({ message }) => message);

describe('logs over HTTP', () => {
  test('a search gives the newest records of the last hour, page by page', async () => {
    const first = await get('logs?limit=3');
    expect(messages(first)).toEqual(['order 8 placed', 'retried', 'payment refused']);
    expect(first).toMatchObject({
      status: 200,
      json: { hasMore: true },
      headers: { 'cache-control': 'no-store' },
    });
    const { records } = (first as { json: { records: { id: string }[] } }).json;
    const second = await get(`logs?limit=3&after=${records[2].id}`);
    expect(messages(second)).toEqual(['order 7 placed']);
    expect(second).toMatchObject({ json: { hasMore: false } });
  });

  test('a search takes a query, a range and an order', async () => {
    const start = (NOW_MS - 4 * MINUTE_MS) / 1000;
    const end = new Date(NOW_MS - 2 * MINUTE_MS).toISOString();
    const query = encodeURIComponent('level>=warn OR order:7');
    expect(messages(await get(`logs?query=${query}&start=${start}&end=${end}&order=oldest`))).toEqual([
      'order 7 placed',
      'payment refused',
      'retried',
    ]);
  });

  test('what is chosen beside a query holds as well, and a fault is told with the place in its own text', async () => {
    const query = encodeURIComponent('level:error OR order:*');
    expect(messages(await get(`logs?query=${query}&filter=placed`))).toEqual([
      'order 8 placed',
      'order 7 placed',
    ]);
    expect((await get(`logs/counts?query=${query}&filter=-placed`)).json).toMatchObject({
      counts: [{ counts: { error: 1 } }],
    });
    expect(await get('logs?query=placed&filter=level:eror')).toMatchObject({
      status: 400,
      json: { error: expect.stringMatching(/^1:7: "eror" is no level/) },
    });
  });

  test('a download has a record a line, the newest first, no more than asked for', async () => {
    const more = Array.from({ length: 2500 }, (_, i) => record(`line ${i}`, { timeMs: NOW_MS - 5000 - i }));
    await intake.append(more, 'otlp_http');
    const fetched = async (parameters: string) => {
      const url = `/api/telltale/logs/download?${parameters}`;
      return server.inject({ url, headers: { host: '127.0.0.1' } });
    };
    const whole = await fetched('query=line');
    expect(whole.headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': 'attachment; filename="logs-2026-11-22T12-00-00-000Z.ndjson"',
    });
    const lines = whole.body.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as LogRecord).message)).toEqual(
      more.map(({ message }) => message),
    );
    const part = await fetched('query=line&limit=1001');
    expect(part.body.trimEnd().split('\n')).toHaveLength(1001);
    expect((await fetched('query=none')).body).toBe('');
  });

  test('counts by minute unless told, with the severities', async () => {
    expect((await get('logs/counts?query=service:shop')).json).toEqual({
      stepMs: MINUTE_MS,
      counts: [
        { timeMs: NOW_MS - 3 * MINUTE_MS, counts: { info: 1, error: 1 } },
        { timeMs: NOW_MS - MINUTE_MS, counts: { info: 1 } },
      ],
    });
    expect((await get('logs/counts?step=1h')).json).toMatchObject({
      counts: [{ timeMs: NOW_MS - 60 * MINUTE_MS }],
    });
  });

  test('fields with their values, of the newest records', async () => {
    const { json } = await get('logs/fields?limit=2&query=placed');
    expect(json).toMatchObject({
      fields: [
        { field: 'level', count: 2, values: [{ value: 'info', count: 2 }] },
        { field: 'order', count: 2 },
        { field: 'service', count: 2 },
      ],
    });
  });

  test('what the same service logged around a record', async () => {
    const { records } = (await get('logs?query=refused')).json as { records: { id: string }[] };
    expect((await get(`logs/context?id=${records[0].id}&before=1`)).json).toMatchObject({
      before: [{ message: 'order 7 placed' }],
      record: { message: 'payment refused' },
      after: [{ message: 'order 8 placed' }],
    });
    expect(await get('logs/context?id=unknown')).toMatchObject({ status: 404 });
  });

  test.each([
    ['logs?query=level:eror', 'is no level'],
    ['logs?query=%2Fa(%2F', 'regular expression'],
    ['logs?limit=5001', 'limit must be a whole number from 1 to 5000'],
    ['logs?limit=0', 'limit must be'],
    ['logs?order=best', 'order must be one of newest, oldest'],
    ['logs?start=tomorrow', "invalid time value for 'start'"],
    ['logs?start=5&end=5', 'it must be after the start'],
    ['logs?after=nonsense', 'nonsense'],
    ['logs/counts?step=0', 'step'],
    ['logs/counts?start=0&step=1s', 'make the step longer'],
    ['logs/context', 'id is missing'],
    ['logs/context?id=1&before=-1', 'before must be a whole number from 0'],
    ['logs/tail?query=(', 'something to look for is missing'],
    ['logs/download?query=(', 'something to look for is missing'],
    ['logs/download?limit=100001', 'limit must be a whole number from 1 to 100000'],
  ])('%s is refused, with the reason', async (path, reason) => {
    const { status, json } = await get(path);
    expect({ status, json }).toEqual({ status: 400, json: { error: expect.stringContaining(reason) } });
  });

  test('a search ends when its client goes away', async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    logs.search = async (_, signal) => {
      asked.resolve(signal!);
      return new Promise((_resolve, reject) =>
        signal!.addEventListener('abort', () => reject(signal!.reason as Error)),
      );
    };
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const client = request(`${address}/api/telltale/logs`).end();
    client.on('error', () => {});
    const signal = await asked.promise;
    client.destroy();
    if (!signal.aborted) await once(signal, 'abort');
    expect(signal.aborted).toBe(true);
  });
});

describe('a live tail', () => {
  let address: URL;
  beforeEach(async () => {
    address = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
  });

  async function follow(query: string): Promise<IncomingMessage> {
    const client = request(new URL(`/api/telltale/logs/tail?query=${query}`, address)).end();
    const [response] = (await once(client, 'response')) as [IncomingMessage];
    return response.setEncoding('utf8');
  }

  async function readUntil(response: IncomingMessage, isEnough: (text: string) => boolean): Promise<string> {
    let text = '';
    for await (const chunk of response.iterator({ destroyOnReturn: false })) {
      text += String(chunk);
      if (isEnough(text)) return text;
    }
    return text;
  }

  test('tells the records of its filter as they come', async () => {
    const response = await follow('level:error');
    expect(response.headers['content-type']).toBe('text/event-stream');
    await readUntil(response, (text) => text.includes('event: hello'));
    await intake.append([record('calm'), record('broken', { severity: 17 })], 'otlp_http');
    await intake.append([record('broken again', { severity: 17 })], 'otlp_http');
    const text = await readUntil(response, (text) => text.includes('broken again'));
    expect(text).not.toContain('calm');
    expect(text.indexOf('"broken"')).toBeLessThan(text.indexOf('"broken again"'));
    response.destroy();
  });

  test('a client that does not read is told how many records are missing, and the intake goes on', async () => {
    const response = await follow('');
    const long = 'x'.repeat(50_000);
    const batches = 400;
    for (let batch = 0; batch < batches; batch++) {
      await intake.append(
        Array.from({ length: 5 }, (_, i) => record(`${batch * 5 + i} ${long}`)),
        'otlp_http',
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
    const last = `"message":"${batches * 5 - 1} `;
    const text = await readUntil(response, (text) => text.includes(last) && text.endsWith('\n\n'));
    const told = text.match(/"message":"\d+ /g) ?? [];
    const missing = [...text.matchAll(/event: dropped\ndata: \{"dropped":(\d+)\}/g)];
    const dropped = missing.reduce((sum, [, count]) => sum + Number(count), 0);
    expect(missing.length).toBeGreaterThan(0);
    expect(told.length + dropped).toBe(batches * 5);
    response.destroy();
  });

  test('ends with the server, and there is room for a limited number', async () => {
    const responses = [await follow('')];
    const more = await Promise.all(
      Array.from({ length: 32 }, async () => fetch(new URL('/api/telltale/logs/tail', address))),
    );
    expect(more.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      ...Array.from({ length: 31 }, () => 200),
      503,
    ]);
    const ended = once(responses[0], 'end');
    responses[0].resume();
    await server.close();
    await ended;
  });
});

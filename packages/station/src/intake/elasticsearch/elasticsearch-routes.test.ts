import { gzipSync } from 'node:zlib';
import { Client } from '@elastic/elasticsearch';
import { TelltaleError } from '@telltale/model';
import { expect, onTestFinished, test } from 'vitest';
import { intakeServer } from '../../../test/support/intake-server.ts';
import { BodyBudget } from '../body/body-budget.ts';
import type { SignalWriters } from '../intake.ts';
import { registerElasticsearch } from './elasticsearch-routes.ts';

const NOW_MS = 1_790_000_000_000;
const NDJSON = { 'content-type': 'application/x-ndjson' };

async function setUp(writers?: Partial<SignalWriters>) {
  const server = await intakeServer(
    (fastify, targets) =>
      registerElasticsearch(fastify, { targets, budget: new BodyBudget(), now: () => NOW_MS }),
    writers,
  );
  const client = new Client({ node: server.url });
  onTestFinished(() => client.close());
  return { ...server, client };
}

test("the bulk helper of Elasticsearch's client sends log records, with and without compression", async () => {
  const { url, taken, client } = await setUp();
  const packing = new Client({ node: url, compression: true });
  onTestFinished(() => packing.close());
  const dropped: unknown[] = [];
  const documents = Array.from({ length: 1000 }, (_, number) => ({
    '@timestamp': new Date(NOW_MS + number).toISOString(),
    message: `line ${number}`,
    'log.level': 'error',
    'service.name': 'shop',
    trace: { id: 'a'.repeat(32) },
    number,
  }));
  for (const each of [client, packing]) {
    const done = await each.helpers.bulk({
      datasource: documents,
      onDocument: () => ({ create: { _index: 'logs-shop' } }),
      onDrop: (drop) => dropped.push(drop),
      flushBytes: 20_000,
    });
    expect(done).toMatchObject({ total: 1000, successful: 1000, failed: 0 });
  }
  expect(dropped).toEqual([]);
  expect(taken.logs).toHaveLength(2000);
  expect(taken.logs.find(({ attributes }) => attributes['number'] === 7)).toEqual({
    timeMs: NOW_MS + 7,
    severity: 17,
    service: 'shop',
    message: 'line 7',
    traceId: 'a'.repeat(32),
    attributes: { number: 7 },
    resource: {},
  });
  expect(taken.counts.get('logs received elasticsearch')).toBe(2000);
});

test('documents that the store has no room for are sent again by the client, and none is lost', async () => {
  let isFull = true;
  const kept: string[] = [];
  const { client, taken } = await setUp({
    logs: {
      append: async (records) => {
        if (isFull) {
          isFull = false;
          throw new TelltaleError('TT_OVERLOADED', 'more waits than is held');
        }
        kept.push(...records.map(({ message }) => message));
      },
    },
  });
  const done = await client.helpers.bulk({
    datasource: [{ message: 'a' }, { message: 'b' }],
    onDocument: () => ({ index: {} }),
    index: 'shop',
    wait: 1,
  });
  expect(done).toMatchObject({ successful: 2, failed: 0 });
  expect(kept).toEqual(['a', 'b']);
  expect(taken.counts.get('logs overloaded elasticsearch')).toBe(2);
});

test('each document has its own result; the index of the path names a program that does not', async () => {
  const { url, taken } = await setUp();
  const lines = ['{"create":{"_id":"7"}}', '{"message":"kept"}', '{"create":{}}', '{"broken', ''];
  const answer = await fetch(`${url}/orders/_bulk`, {
    method: 'POST',
    headers: NDJSON,
    body: lines.join('\n'),
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-elastic-product')).toBe('Elasticsearch');
  expect(await answer.json()).toMatchObject({
    errors: true,
    items: [
      { create: { _index: 'orders', _id: '7', status: 201, result: 'created' } },
      { create: { _index: 'orders', status: 400, error: { type: 'document_parsing_exception' } } },
    ],
  });
  expect(taken.logs).toMatchObject([{ service: 'orders', message: 'kept', timeMs: NOW_MS }]);
  expect(Object.fromEntries(taken.counts)).toEqual({
    'logs received elasticsearch': 1,
    'logs rejected elasticsearch': 1,
    'logs problem malformed': 1,
  });
});

test.each([
  ['', NDJSON, 400, 'parse_exception'],
  ['x', { 'content-type': 'text/plain' }, 415, 'media_type_header_exception'],
  ['no gzip', { ...NDJSON, 'content-encoding': 'gzip' }, 400, 'parse_exception'],
  [
    gzipSync(Buffer.alloc(17 * 1024 * 1024)),
    { ...NDJSON, 'content-encoding': 'gzip' },
    413,
    'content_too_long_exception',
  ],
])(
  'the request %#, of which nothing can be taken, is refused in words of Elasticsearch',
  async (...given) => {
    const [body, headers, status, type] = given;
    const { url, taken } = await setUp();
    const answer = await fetch(`${url}/_bulk`, { method: 'POST', headers, body });
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({
      status,
      body: { status, error: { type, root_cause: [{ type }] } },
    });
    expect(taken.logs).toEqual([]);
  },
);

test('a store that fails is told as such', async () => {
  const { client } = await setUp({ logs: { append: () => Promise.reject(new Error('disk')) } });
  const sent = client.bulk({ operations: [{ create: {} }, { message: 'a' }] });
  await expect(sent).rejects.toMatchObject({ statusCode: 500, body: { error: { reason: 'disk' } } });
});

test("Elasticsearch's clients and shippers are told who is there; browsers ask the same address for the page", async () => {
  const { url, client } = await setUp();
  expect(await client.info()).toMatchObject({ version: { number: '9.0.0' } });
  expect(await client.ping()).toBe(true);
  const shipper = await fetch(url, { headers: { accept: 'application/json' } });
  expect(await shipper.json()).toMatchObject({ version: { number: '9.0.0' } });
  expect(await (await fetch(`${url}/_license?human=false`)).json()).toMatchObject({
    license: { status: 'active', type: 'basic' },
  });
  for (const accept of ['text/html,application/json', '*/*']) {
    expect((await fetch(url, { headers: { accept } })).headers.get('x-elastic-product')).toBeNull();
  }
});

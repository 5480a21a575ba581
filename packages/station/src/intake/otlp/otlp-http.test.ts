import { request } from 'node:http';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { LogRecord } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { printOtlpLogs, writeOtlpLogs, writeOtlpTraces } from '@telltale/model/wire';
import { expect, test } from 'vitest';
import { intakeServer } from '../../../test/support/intake-server.ts';
import { BodyBudget } from '../body/body-budget.ts';
import { registerOtlp } from './otlp-routes.ts';

const MEBIBYTE = 1024 * 1024;
const PROTOBUF = 'application/x-protobuf';

const record: LogRecord = {
  timeMs: 1_790_000_000_000,
  severity: 9,
  service: 'shop',
  message: 'order placed',
  attributes: { order: 7 },
  resource: {},
};

function setUp(options: { append?: () => Promise<void>; budgetBytes?: number } = {}) {
  const { append, budgetBytes } = options;
  return intakeServer(
    (server, targets) => registerOtlp(server, targets, new BodyBudget(budgetBytes)),
    append && { logs: { append } },
  );
}

async function post(
  url: string,
  body: Uint8Array | string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; type: string | null; text: string; headers: Headers }> {
  const response = await fetch(url, { method: 'POST', body: Buffer.from(body), headers });
  const type = response.headers.get('content-type');
  return { status: response.status, type, text: await response.text(), headers: response.headers };
}

test.each([
  ['as it is', undefined, (bytes: Uint8Array) => bytes],
  ['with gzip', 'gzip', (bytes: Uint8Array) => gzipSync(bytes)],
  ['with deflate', 'deflate', (bytes: Uint8Array) => deflateSync(bytes)],
  ['with zstd', 'zstd', (bytes: Uint8Array) => zstdCompressSync(bytes)],
])('log records are taken in protobuf and JSON, sent %s', async (_how, encoding, pack) => {
  const { url, taken } = await setUp();
  const coding = encoding === undefined ? undefined : { 'content-encoding': encoding };
  const inProtobuf = await post(`${url}/v1/logs`, pack(writeOtlpLogs([record])), {
    'content-type': PROTOBUF,
    ...coding,
  });
  expect(inProtobuf).toMatchObject({ status: 200, type: PROTOBUF, text: '' });
  const inJson = await post(`${url}/v1/logs`, pack(Buffer.from(printOtlpLogs([record]))), {
    'content-type': 'application/json; charset=utf-8',
    ...coding,
  });
  expect(inJson).toMatchObject({ status: 200, type: 'application/json; charset=utf-8', text: '{}' });
  expect(taken.logs).toEqual([record, record]);
  expect(taken.counts).toEqual(new Map([['logs received otlp_http', 2]]));
});

test('records that cannot be taken are told, and the others are taken', async () => {
  const { url, taken } = await setUp();
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'kept' };
  const body = JSON.stringify({ resource_spans: [{ scope_spans: [{ spans: [{}, span, { name: 7 }] }] }] });
  const answer = await post(`${url}/v1/traces`, body, { 'content-type': 'application/json' });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toEqual({
    partialSuccess: {
      rejectedSpans: '2',
      errorMessage:
        '1 × trace ids that are not 16 bytes or span ids that are not 8, or are zero' +
        ' (first: resourceSpans[0].scopeSpans[0].spans[0]);' +
        ' 1 × cannot be read (first: resourceSpans[0].scopeSpans[0].spans[2])',
    },
  });
  expect(taken.spans).toMatchObject([{ name: 'kept' }]);
  expect(Object.fromEntries(taken.counts)).toEqual({
    'traces received otlp_http': 1,
    'traces rejected otlp_http': 2,
    'traces problem invalid_id': 1,
    'traces problem malformed': 1,
  });
});

test('a request that cannot be read is refused as a status of google.rpc, in its own form', async () => {
  const { url, taken } = await setUp();
  const inJson = await post(`${url}/v1/logs`, '{"resourceLogs":3}', { 'content-type': 'application/json' });
  expect(inJson.status).toBe(400);
  expect(JSON.parse(inJson.text)).toEqual({
    code: 3,
    message: 'request at resourceLogs[0]: resourceLogs must be a list',
  });
  const whole = writeOtlpLogs([record]);
  const cut = await post(`${url}/v1/logs`, whole.subarray(0, 30), { 'content-type': PROTOBUF });
  expect(cut).toMatchObject({
    status: 400,
    type: PROTOBUF,
    text: expect.stringContaining('request at byte'),
  });
  expect(taken.logs).toEqual([]);
  expect(taken.counts.get('refused otlp_http malformed')).toBe(2);
});

test.each([
  [{ 'content-type': 'text/plain' }, 415, 'content-type must be'],
  [{ 'content-type': PROTOBUF, 'content-encoding': 'br' }, 415, 'content-encoding "br" is none of'],
  [{ 'content-type': PROTOBUF, 'content-encoding': 'gzip' }, 400, 'the body is no whole gzip'],
  [{ 'content-type': PROTOBUF, 'content-encoding': 'zstd' }, 400, 'the body is no whole zstd'],
])('a request with %j that is something else is refused with %d', async (headers, status, message) => {
  const { url } = await setUp();
  expect(await post(`${url}/v1/logs`, 'something else', headers as Record<string, string>)).toMatchObject({
    status,
    text: expect.stringContaining(message),
  });
  const cut = gzipSync(writeOtlpLogs([record])).subarray(0, 20);
  const gzip = { 'content-type': PROTOBUF, 'content-encoding': 'gzip' };
  expect(await post(`${url}/v1/logs`, cut, gzip)).toMatchObject({ status: 400 });
});

test('a megabyte that becomes a gigabyte is refused without taking the memory', async () => {
  const { url, taken } = await setUp();
  const zeros = Buffer.alloc(16 * MEBIBYTE);
  const before = process.resourceUsage().maxRSS;
  for (const [encoding, member] of [
    ['gzip', gzipSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
  ] as const) {
    const copies = Math.ceil(MEBIBYTE / member.length);
    const bomb = Buffer.concat(Array.from({ length: copies }, () => member));
    const headers = { 'content-type': PROTOBUF, 'content-encoding': encoding };
    expect(await post(`${url}/v1/logs`, bomb, headers)).toMatchObject({ status: 413 });
  }
  expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(200);
  const grown = gzipSync(Buffer.alloc(8 * MEBIBYTE));
  const gzip = { 'content-type': PROTOBUF, 'content-encoding': 'gzip' };
  expect(await post(`${url}/v1/logs`, grown, gzip)).toMatchObject({
    status: 413,
    text: expect.stringContaining('grows more than 200 times'),
  });
  expect(taken.counts.get('refused otlp_http too_large')).toBe(3);
});

test('a body that does not end is refused after 16 MiB, and the connection is closed', async () => {
  const { url } = await setUp();
  const endless = () =>
    new Promise<number | undefined>((resolve) => {
      const sent = request(`${url}/v1/logs`, { method: 'POST', headers: { 'content-type': PROTOBUF } });
      sent.on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
        sent.destroy();
      });
      // Who goes on writing may see the connection end before the answer.
      sent.on('error', () => resolve(undefined));
      const more = () => {
        while (!sent.destroyed && sent.write(Buffer.alloc(MEBIBYTE))) {}
        if (!sent.destroyed) sent.once('drain', more);
      };
      more();
    });
  await expect.poll(endless, { timeout: 10_000 }).toBe(413);
});

test.each([
  ['the store has no room', 'TT_OVERLOADED'],
  ['the disk is full', 'TT_DATA_FOLDER'],
] as const)('when %s, the sender is told to come again and nothing is taken', async (_why, code) => {
  const { url, taken } = await setUp({
    append: () => Promise.reject(new TelltaleError(code, 'no room')),
  });
  const answer = await post(`${url}/v1/logs`, writeOtlpLogs([record]), { 'content-type': PROTOBUF });
  expect(answer).toMatchObject({ status: 503, type: PROTOBUF });
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(Object.fromEntries(taken.counts)).toEqual({
    'logs overloaded otlp_http': 1,
    'refused otlp_http overloaded': 1,
  });
});

test('bodies of many requests together take no more memory than there is for them', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const { url } = await setUp({ append: () => held, budgetBytes: 1000 });
  const bytes = writeOtlpLogs([{ ...record, message: 'x'.repeat(600) }]);
  const headers = { 'content-type': PROTOBUF };
  const first = post(`${url}/v1/logs`, bytes, headers);
  // The second can only be refused while the first is held; it is asked until then.
  let second = await post(`${url}/v1/traces`, bytes, headers);
  while (second.status === 200) second = await post(`${url}/v1/traces`, bytes, headers);
  expect(second.status).toBe(503);
  release();
  expect(await first).toMatchObject({ status: 200 });
  expect(await post(`${url}/v1/traces`, writeOtlpTraces([]), headers)).toMatchObject({ status: 200 });
});

test('what listens is told of what was kept, and a listener that fails harms nobody', async () => {
  const { url, targets } = await setUp();
  const heard: string[] = [];
  targets.logIntake.onRecords(() => {
    throw new Error('not today');
  });
  const end = targets.logIntake.onRecords((records) => heard.push(...records.map(({ message }) => message)));
  const headers = { 'content-type': PROTOBUF };
  expect(await post(`${url}/v1/logs`, writeOtlpLogs([record]), headers)).toMatchObject({ status: 200 });
  end();
  await post(`${url}/v1/logs`, writeOtlpLogs([record]), headers);
  expect(heard).toEqual(['order placed']);
});

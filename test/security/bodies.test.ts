import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suiteFolder } from '../support/temporary-folder.ts';
import type { Exposed } from './start-exposed.ts';
import { startExposed } from './start-exposed.ts';

const MEBIBYTE = 1024 * 1024;
/** What a body of 16 MiB may cost while it is read, several of them at once. */
const MAX_GROWTH_BYTES = 250 * MEBIBYTE;
const AT_ONCE = 8;

const PROTOBUF = 'application/x-protobuf';
const zeros = Buffer.alloc(16 * MEBIBYTE);
/** A megabyte that becomes more than a gigabyte. */
const GZIP_BOMB = repeated(gzipSync(zeros));
const ZSTD_BOMB = repeated(zstdCompressSync(zeros));
/** Declares four gigabytes. */
const SNAPPY_BOMB = Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]), Buffer.alloc(15)]);

/** Ways in that take a body, with its type. */
const INTAKES: readonly (readonly [path: string, type: string])[] = [
  ['/v1/logs', PROTOBUF],
  ['/v1/traces', PROTOBUF],
  ['/v1/metrics', PROTOBUF],
  ['/api/v1/otlp/v1/metrics', PROTOBUF],
  ['/v1/logs', 'application/json'],
  ['/api/v1/write', PROTOBUF],
  ['/_bulk', 'application/x-ndjson'],
  ['/metrics/job/bomb', 'text/plain'],
];

/* One process serves all tests of this file: whatever one of them does to it, the next ones would see. */
const folder = suiteFolder();
let exposed: Exposed;

beforeAll(async () => {
  exposed = await startExposed({ dataFolder: folder.path });
});
afterAll(async () => {
  expect(await exposed?.stop()).toBe('');
});

function repeated(member: Buffer): Buffer {
  return Buffer.concat(Array.from({ length: Math.ceil(MEBIBYTE / member.length) }, () => member));
}

async function post(path: string, body: Uint8Array | string, headers: Readonly<Record<string, string>>) {
  const response = await fetch(exposed.url + path, { method: 'POST', body: Buffer.from(body), headers });
  await response.text();
  return response.status;
}

describe('a body that would fill the memory is refused, however many come at once (case 43)', () => {
  test.each(
    INTAKES.flatMap(([path, type]) =>
      (
        [
          ['gzip', GZIP_BOMB],
          ['zstd', ZSTD_BOMB],
          ['deflate', GZIP_BOMB],
          ['snappy', SNAPPY_BOMB],
        ] as const
      ).map(([encoding, bomb]) => ({ path, type, encoding, bomb })),
    ),
  )('$encoding to $path as $type', async ({ path, type, encoding, bomb }) => {
    const before = exposed.residentBytes();
    const headers = { 'content-type': type, 'content-encoding': encoding };
    const statuses = await Promise.all(Array.from({ length: AT_ONCE }, () => post(path, bomb, headers)));
    for (const status of statuses) expect([400, 413, 415, 429, 503]).toContain(status);
    expect(exposed.residentBytes() - before).toBeLessThan(MAX_GROWTH_BYTES);
    expect((await fetch(`${exposed.url}/-/ready`)).status).toBe(200);
  });
});

/** A field of protobuf that holds bytes. */
function field(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) return Buffer.from(bytes);
  }
}

const text = (value: string) => Buffer.from(value);

/** A log record whose body is lists in lists, or with an attribute. */
function logsRequest(record: Buffer): Buffer {
  const resource = field(
    1,
    field(1, Buffer.concat([field(1, text('service.name')), field(2, field(1, text('deep')))])),
  );
  return field(1, Buffer.concat([resource, field(2, field(2, record))]));
}

test('a value nested 10,000 levels deep and names of the prototype do no harm over the wire', async () => {
  // AnyValue: 5 is an array, whose values are 1.
  let value = field(1, text('bottom'));
  for (let level = 0; level < 10_000; level++) value = field(5, field(1, value));
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
  const polluting = names.map((name) =>
    field(6, Buffer.concat([field(1, text(name)), field(2, field(1, text('polluted')))])),
  );
  for (const record of [field(5, value), Buffer.concat([field(5, field(1, text('named'))), ...polluting])]) {
    expect(await post('/v1/logs', logsRequest(record), { 'content-type': PROTOBUF })).toBe(200);
  }
  const answer = await fetch(`${exposed.url}/api/telltale/logs?query=service:deep`);
  const { records } = (await answer.json()) as { records: { message: string; attributes: object }[] };
  const named = records.find(({ message }) => message === 'named');
  expect(Object.entries(named?.attributes ?? {}).map(([name, given]) => [name, given])).toEqual(
    expect.arrayContaining(names.map((name) => [name, 'polluted'])),
  );
});

test.each([
  ['brackets alone', '['.repeat(1_000_000)],
  ['objects in objects', '{"a":'.repeat(200_000)],
  ['a name of the prototype', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'],
])(
  'JSON of %s is refused or read at every route that takes JSON, and nothing else changes',
  async (_, body) => {
    const writing = exposed.routes.filter(
      ({ methods }) => methods.includes('POST') || methods.includes('PUT'),
    );
    for (const { path, methods } of writing) {
      const method = methods.includes('POST') ? 'POST' : 'PUT';
      const url = exposed.url + path.replaceAll(/:\w+|\*/g, 'x');
      const response = await fetch(url, { method, body, headers: { 'content-type': 'application/json' } });
      const answer = await response.text();
      expect(response.status === 500 ? answer : '', `${method} ${path}`).toBe('');
    }
    const status = (await (await fetch(`${exposed.url}/api/telltale/status`)).json()) as object;
    expect(status).not.toHaveProperty('polluted');
    expect((await fetch(`${exposed.url}/-/ready`)).status).toBe(200);
  },
);

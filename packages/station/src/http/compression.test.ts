import { Readable } from 'node:stream';
import { gunzipSync, inflateSync } from 'node:zlib';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { compressAnswers } from './compression.ts';

const LARGE = JSON.stringify({ text: 'x'.repeat(40_000) });

async function ask(url: string, acceptEncoding: string) {
  const server = fastify();
  compressAnswers(server);
  server.get('/large', async (_request, reply) => reply.type('application/json').send(LARGE));
  server.get('/bytes', async (_request, reply) => reply.type('application/json').send(Buffer.from(LARGE)));
  server.get('/stream', async (_request, reply) =>
    reply.type('text/plain').send(Readable.from([LARGE, LARGE])),
  );
  server.get('/small', async (_request, reply) => reply.type('application/json').send('{}'));
  server.get('/lines', async (_request, reply) => reply.type('application/x-ndjson').send(LARGE));
  const response = await server.inject({ url, headers: { 'accept-encoding': acceptEncoding } });
  return {
    coding: response.headers['content-encoding'],
    body: response.rawPayload,
    headers: response.headers,
  };
}

test.each(['/large', '/bytes'])('a large answer is compressed: %s', async (url) => {
  const gzipped = await ask(url, 'deflate, gzip');
  expect(gzipped).toMatchObject({ coding: 'gzip', headers: { vary: 'accept-encoding' } });
  expect(gunzipSync(gzipped.body).toString()).toBe(LARGE);
  expect(gzipped.headers['content-length']).toBe(String(gzipped.body.length));
  const deflated = await ask(url, 'gzip;q=0.1, deflate');
  expect(deflated.coding).toBe('deflate');
  expect(inflateSync(deflated.body).toString()).toBe(LARGE);
});

test('an answer that is printed while it is sent is compressed on the way', async () => {
  const { coding, body } = await ask('/stream', 'gzip');
  expect(coding).toBe('gzip');
  expect(gunzipSync(body).toString()).toBe(LARGE + LARGE);
});

test.each([
  ['/small', 'gzip'],
  ['/lines', 'gzip'],
  ['/large', 'identity'],
  ['/large', 'gzip;q=0'],
  ['/large', ''],
])('%s is sent as it is to a client that accepts "%s"', async (url, accept) => {
  expect((await ask(url, accept)).coding).toBeUndefined();
});

import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createHttpAccess } from '../access/http-access.ts';
import { HttpConnections } from '../access/http-connections.ts';
import { fetchExposition } from './scrape-client.ts';

const MAX_BODY_BYTES = 1000;

const servers: Server[] = [];
const connections = new HttpConnections();
afterAll(() => connections.close());
afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

/** Fetches from a server that answers in the given way. */
async function fetchFrom(answer: (response: ServerResponse, path?: string) => void, timeoutMs = 5000) {
  const server = createServer(({ url }, response) => answer(response, url));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  const { body } = await fetchExposition({
    url,
    timeoutMs,
    acceptsProto: false,
    maxBodyBytes: MAX_BODY_BYTES,
    access: createHttpAccess({}, connections),
  });
  return Buffer.from(body.inSharedMemory()).toString();
}

const encoded = (encoding: string, body: Buffer | string) => (response: ServerResponse) =>
  response.writeHead(200, { 'content-encoding': encoding }).end(body);

describe('fetching a metrics page', () => {
  test('plain and gzipped bodies are read', async () => {
    expect(await fetchFrom((response) => response.end('a 1\n'))).toBe('a 1\n');
    expect(await fetchFrom(encoded('identity', 'a 1\n'))).toBe('a 1\n');
    expect(await fetchFrom(encoded('gzip', gzipSync('a 1\n')))).toBe('a 1\n');
  });

  test('a redirect is followed, as from /metrics to /metrics/', async () => {
    const answer = (response: ServerResponse, path?: string): void => {
      if (path === '/metrics/') response.end('a 1\n');
      else response.writeHead(307, { location: `${path}/` }).end();
    };
    expect(await fetchFrom(answer)).toBe('a 1\n');
  });

  test.each<[string, (response: ServerResponse) => void, string]>([
    ['a status that is not 200', (r) => r.writeHead(500).end('a 1\n'), 'answered HTTP 500 instead of 200'],
    ['a redirect to itself', (r) => r.writeHead(302, { location: '/metrics' }).end(), 'lead in a circle'],
    ['a body over the limit', (r) => r.end('a'.repeat(MAX_BODY_BYTES + 1)), 'larger than 1000 bytes'],
    ['a small body that unpacks to a large one', encoded('gzip', gzipSync('a'.repeat(1e6))), 'larger than'],
    ['an encoding that was not asked for', encoded('br', brotliCompressSync('a 1\n')), 'encoded as "br"'],
    ['a body that is no gzip', encoded('gzip', 'a 1\n'), 'not the gzip it is said to be'],
    ['gzip that is cut off', encoded('gzip', gzipSync('a 1\n').subarray(0, 12)), 'not the gzip it is said'],
    ['a connection that is closed early', (r) => r.write('a', () => r.destroy()), 'was closed early'],
  ])('%s is an error that says so', async (_, answer, message) => {
    await expect(fetchFrom(answer)).rejects.toThrow(message);
  });

  test('an answer that never ends is given up after the timeout', async () => {
    await expect(fetchFrom((response) => response.write('a'), 50)).rejects.toThrow('within 50 ms');
  });
});

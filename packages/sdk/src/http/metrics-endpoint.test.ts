import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { counter, defineMonitoring } from '@telltale/definition';
import { parseExposition } from '@telltale/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instrument } from '../instrument.ts';
import type { MetricsServer } from './metrics-server.ts';

const many = Array.from({ length: 40 }, (_, index) => `method-${index}`);
const t = instrument(
  defineMonitoring({
    service: 'shop',
    metrics: { orders_total: counter({ help: 'Orders', labels: { method: many } }) },
  }),
);
let server: MetricsServer;
let url: URL;

beforeAll(async () => {
  server = await t.serve({ port: 0 });
  url = new URL(server.url ?? '');
});
afterAll(() => t.shutdown());

/** `fetch` would decompress and add headers of its own. */
async function ask(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET') {
  const request = httpRequest(new URL(path, url), { headers, method });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode, headers: response.headers, body };
}

describe('the metrics server', () => {
  test('answers /metrics with the text format by default', async () => {
    const { status, headers, body } = await ask('/metrics?name=x');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body.toString()).toBe(t.registry.expose());
  });

  test('answers with OpenMetrics where it is asked for', async () => {
    const { headers, body } = await ask('/metrics', { accept: 'application/openmetrics-text;version=1.0.0' });
    expect(headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    const { families } = parseExposition(body, headers['content-type']);
    expect(families.find(({ name }) => name === 'orders')?.samples).toHaveLength(40);
  });

  test.each(['gzip', 'deflate, gzip;q=0.5', '*', 'GZIP'])(
    'compresses a page of more than 1 kB for %s',
    async (accepted) => {
      const { headers, body } = await ask('/metrics', { 'accept-encoding': accepted });
      expect(headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(body).toString()).toBe(t.registry.expose());
    },
  );

  test.each(['', 'identity', 'gzip;q=0', 'br'])('does not compress for "%s"', async (accepted) => {
    const { headers } = await ask('/metrics', { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBeUndefined();
  });

  test('answers HEAD without a body, other methods with 405 and other paths with 404', async () => {
    const head = await ask('/metrics', {}, 'HEAD');
    expect([head.status, head.body.length, head.headers['content-type']]).toEqual([
      200,
      0,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    const post = await ask('/metrics', {}, 'POST');
    expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect((await ask('/')).status).toBe(404);
  });

  test('survives malformed requests and clients that leave', async () => {
    for (const text of [
      'GET http:// HTTP/1.1\r\n\r\n',
      'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n',
      '\0\0\0\r\n\r\n',
    ]) {
      const socket = connect(Number(url.port), url.hostname);
      await once(socket, 'connect');
      socket.end(text);
      socket.resume();
      await once(socket, 'close');
    }
    const leaving = connect(Number(url.port), url.hostname);
    await once(leaving, 'connect');
    leaving.write('GET /metrics HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n', () =>
      leaving.destroy(),
    );
    await once(leaving, 'close');
    expect((await ask('/metrics')).status).toBe(200);
  });

  test('gives two scrapes at once the same page', async () => {
    const [one, two] = await Promise.all([ask('/metrics'), ask('/metrics', { 'accept-encoding': 'gzip' })]);
    expect(gunzipSync(two.body).toString()).toBe(one.body.toString());
  });
});

test('a busy port is told, not thrown', async () => {
  const busy = createServer().listen(0, '127.0.0.1');
  await once(busy, 'listening');
  const { port } = busy.address() as AddressInfo;
  const warned = once(process, 'warning');
  const other = instrument(defineMonitoring({ service: 'other' }));
  const failed = await other.serve({ port });
  expect(failed.url).toBeUndefined();
  const [warning] = await warned;
  expect(warning).toMatchObject({
    code: 'TT_PORT_IN_USE',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
  const kinds: string[] = [];
  other.onDiagnostic(({ kind }) => kinds.push(kind));
  expect(kinds).toEqual(['serve_failed']);
  await failed.close();
  await other.shutdown();
  busy.close();
});

test('errors of the running server do not end the process', async () => {
  const other = instrument(defineMonitoring({ service: 'other' }));
  const { url: address = '' } = await other.serve({ port: 0 });
  const requested = new Promise<Server>((resolve) => {
    subscribe('http.server.request.start', (message) => resolve(Reflect.get(Object(message), 'server')));
  });
  expect((await fetch(address)).status).toBe(200);
  const server = await requested;
  for (const code of ['EMFILE', 'ENFILE']) server.emit('error', Object.assign(new Error('accept'), { code }));
  expect((await fetch(address)).status).toBe(200);
  await other.shutdown();
});

test('a metrics server answers at each of its paths, and says where they are', async () => {
  const other = instrument(defineMonitoring({ service: 'other' }));
  const { url: address = '' } = await other.serve({ port: 0, paths: ['/api/v1/metrics', '/m'] });
  expect(new URL(address).pathname).toBe('/api/v1/metrics');
  expect((await fetch(new URL('/m?name=x', address))).status).toBe(200);
  const missing = await fetch(new URL('/metrics', address));
  expect([missing.status, await missing.text()]).toEqual([404, 'The metrics are at /api/v1/metrics, /m.\n']);
  await other.shutdown();
});

test('shutting down twice closes the server once', async () => {
  const other = instrument(defineMonitoring({ service: 'other' }));
  const { url: address } = await other.serve({ port: 0 });
  await other.shutdown();
  await other.shutdown();
  await expect(fetch(address ?? '')).rejects.toThrow();
});

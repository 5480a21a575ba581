import { once } from 'node:events';
import { Agent, createServer, get, request as httpRequest } from 'node:http';
import type { Server } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import type { ClientHttp2Session, Http2Server, IncomingHttpHeaders } from 'node:http2';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineMonitoring, httpServer } from '@telltale/definition';
import { afterEach, describe, expect, test } from 'vitest';
import {
  abort,
  ask,
  close,
  inFlight,
  listen,
  requestsOf,
  until,
} from '../../../test/support/http-requests.ts';
import { valuesOf } from '../../../test/support/registry-view.ts';
import { instrument } from '../../instrument.ts';

const definition = defineMonitoring({
  service: 'shop',
  kits: [httpServer({ names: { aborted: true, connections: true } })],
});

const servers: Server[] = [];
const http2Servers: Http2Server[] = [];
const sessions: ClientHttp2Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  for (const server of http2Servers.splice(0)) server.close();
  await Promise.all(servers.splice(0).map(close));
});

function started(server: Server): Server {
  servers.push(server);
  return server;
}

async function connections(t: ReturnType<typeof instrument>): Promise<number> {
  await t.registry.gather();
  return valuesOf(t.registry, 'http_active_connections')['http_active_connections'];
}

async function untilConnections(t: ReturnType<typeof instrument>, count: number): Promise<void> {
  while ((await connections(t)) !== count) await sleep(5);
}

async function startHttp2(): Promise<{ t: ReturnType<typeof instrument>; session: ClientHttp2Session }> {
  const t = instrument(definition);
  const server = createHttp2Server((request, response) => {
    if (request.url === '/slow') return;
    response.end('ok');
  });
  http2Servers.push(server);
  t.http.attach(server);
  const session = connectHttp2(await listen(server));
  sessions.push(session);
  return { t, session };
}

async function askHttp2(session: ClientHttp2Session, headers: Record<string, string>): Promise<number> {
  const stream = session.request(headers);
  const [answer] = (await once(stream, 'response')) as [IncomingHttpHeaders & { ':status'?: number }];
  stream.resume();
  await once(stream, 'close');
  return answer[':status'] ?? 0;
}

describe('requests over HTTP/2', () => {
  test('are counted once, those that are reset as aborted', async () => {
    const { t, session } = await startHttp2();
    expect(await askHttp2(session, { ':path': '/' })).toBe(200);
    const slow = session.request({ ':path': '/slow' });
    slow.on('error', () => undefined);
    await until(() => inFlight(t.registry) === 1);
    slow.close(8);
    await until(() => inFlight(t.registry) === 0);
    expect(requestsOf(t.registry)).toEqual({ 'GET unmatched 200': 1, 'GET unmatched 499': 1 });
  });

  test('ten thousand random methods are one series', async () => {
    const { t, session } = await startHttp2();
    for (let batch = 0; batch < 100; batch++) {
      const methods = Array.from({ length: 100 }, (_, i) => `M${batch}X${i}`);
      await Promise.all(methods.map((method) => askHttp2(session, { ':path': '/', ':method': method })));
    }
    await until(() => requestsOf(t.registry)['_OTHER unmatched 200'] === 10_000);
    expect(Object.keys(requestsOf(t.registry))).toEqual(['_OTHER unmatched 200']);
  }, 30_000);

  test('can ask for the metrics page', async () => {
    const { t, session } = await startHttp2();
    expect(await askHttp2(session, { ':path': '/metrics' })).toBe(200);
    expect(requestsOf(t.registry)).toEqual({});
  });
});

describe('requests of every kind leave nothing in flight and are counted once', () => {
  test('aborted requests are counted with status 499 and in a counter of their own', async () => {
    const t = instrument(definition);
    let begin: (() => void) | undefined;
    const isStarted = new Promise<void>((resolve) => (begin = resolve));
    const url = await listen(started(createServer(t.http.wrap(() => begin?.()))));
    await abort(url, isStarted);
    await until(() => inFlight(t.registry) === 0);
    expect(requestsOf(t.registry)).toEqual({ 'GET unmatched 499': 1 });
    expect(Object.values(valuesOf(t.registry, 'http_requests_aborted_total'))).toEqual([1]);
  });

  test('requests that are upgraded are no requests to the handler', async () => {
    const t = instrument(definition);
    const server = started(createServer(t.http.wrap((_, response) => response.end())));
    server.on('upgrade', (_, socket) => {
      socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
    });
    const url = await listen(server);
    const request = httpRequest(url, { headers: { connection: 'Upgrade', upgrade: 'x' } });
    request.end();
    const [, socket] = await once(request, 'upgrade');
    socket.destroy();
    await ask(url);
    await until(() => requestsOf(t.registry)['GET unmatched 200'] === 1);
    expect(inFlight(t.registry)).toBe(0);
  });

  test('HEAD, 404 and requests over one connection are counted each', async () => {
    const t = instrument(definition);
    const url = await listen(
      started(
        createServer(
          t.http.wrap((request, response) => {
            response.statusCode = request.url === '/none' ? 404 : 200;
            response.end(request.method === 'HEAD' ? undefined : 'ok');
          }),
        ),
      ),
    );
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const [path, method] of [
      ['/', 'GET'],
      ['/', 'HEAD'],
      ['/none', 'GET'],
      ['/', 'GET'],
    ] as const) {
      const request = httpRequest(url + path, { method, agent });
      request.end();
      const [response] = await once(request, 'response');
      response.resume();
      await once(response, 'end');
    }
    agent.destroy();
    await until(() => Object.keys(requestsOf(t.registry)).length === 3);
    expect(requestsOf(t.registry)).toEqual({
      'GET unmatched 200': 2,
      'HEAD unmatched 200': 1,
      'GET unmatched 404': 1,
    });
    expect(inFlight(t.registry)).toBe(0);
  });

  test('two requests in one packet are two', async () => {
    const t = instrument(definition);
    const url = new URL(
      await listen(started(createServer(t.http.wrap((_, response) => response.end('ok'))))),
    );
    const socket = connect(Number(url.port), url.hostname);
    socket.write('GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    await until(() => requestsOf(t.registry)['GET unmatched 200'] === 2);
  });

  test('a request that ends while something in front of us waited is counted as aborted', async () => {
    const t = instrument(definition);
    const late = t.http.wrap(() => undefined);
    const isGone = Promise.withResolvers<void>();
    const server = createServer((request, response) => {
      response.on('close', () => {
        late(request, response);
        isGone.resolve();
      });
      request.socket.destroy();
    });
    get(await listen(started(server))).on('error', () => undefined);
    await isGone.promise;
    expect(requestsOf(t.registry)).toEqual({ 'GET unmatched 499': 1 });
    expect(inFlight(t.registry)).toBe(0);
  });
});

describe('a server that exists already', () => {
  test('is recorded whatever listens to it, and answers for the metrics page', async () => {
    const t = instrument(definition);
    const server = started(createServer());
    t.http.attach(server);
    t.http.attach(server);
    server.on('request', (_, response) => response.end('ok'));
    const url = await listen(server);
    expect((await ask(`${url}/x`)).body).toBe('ok');
    expect((await ask(`${url}/metrics`)).body).toContain('http_requests_total');
    expect(requestsOf(t.registry)).toEqual({ 'GET unmatched 200': 1 });
  });

  test('open connections are those of the server', async () => {
    const t = instrument(definition);
    const server = started(createServer((_, response) => response.end()));
    t.http.attach(server);
    const { port } = new URL(await listen(server));
    expect(await connections(t)).toBe(0);
    const sockets = [1, 2, 3].map(() => connect(Number(port), '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    await untilConnections(t, 3);
    sockets[0].destroy();
    await untilConnections(t, 2);
    for (const socket of sockets) socket.destroy();
    await untilConnections(t, 0);
  });
});

test('connections are counted without attaching, from the first recorded request on', async () => {
  const t = instrument(definition);
  const url = await listen(started(createServer(t.http.wrap((_, response) => response.end()))));
  const agent = new Agent({ keepAlive: true });
  const request = httpRequest(url, { agent });
  request.end();
  const [response] = await once(request, 'response');
  response.resume();
  await once(response, 'end');
  expect(await connections(t)).toBe(1);
  agent.destroy();
  await untilConnections(t, 0);
});

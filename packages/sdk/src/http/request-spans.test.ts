import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { context, trace } from '@opentelemetry/api';
import { defineMonitoring, httpServer } from '@telltale/definition';
import type { TracesDeclaration } from '@telltale/definition';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { FRAMEWORKS } from '../../test/support/frameworks.ts';
import { abort, ask, close, listen, until, untraced } from '../../test/support/http-requests.ts';
import { startSpanReceiver } from '../../test/support/span-receiver.ts';
import { currentContext, runUntraced } from '../context/context.ts';
import { instrument } from '../instrument.ts';

async function shop(traces: TracesDeclaration = {}) {
  const receiver = await startSpanReceiver();
  const definition = defineMonitoring({
    service: 'shop',
    kits: [httpServer()],
    traces: { endpoint: receiver.url, ...traces },
  });
  const t = instrument(definition, { traces: { delayMs: 5 } });
  onTestFinished(() => t.shutdown());
  return { t, spans: receiver.spans };
}

/** What a handler is to know of its request. */
function seen() {
  return { ...trace.getActiveSpan()?.spanContext(), requestId: currentContext()?.requestId };
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

async function askWith(url: string, headers: OutgoingHttpHeaders, method = 'GET', body = '') {
  const request = untraced(url, { method, headers });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { headers: response.headers, body: Buffer.concat(await response.toArray()).toString() };
}

describe.each(FRAMEWORKS)('a request to %s', (_name, start, tellsErrors) => {
  test('is a server span named by its route, which its handler is in, with the id of the request', async () => {
    const { t, spans } = await shop();
    const url = await start({ http: t.http, tell: seen });
    const answer = await askWith(`${url}/item/7?token=secret&page=2`, {
      traceparent: `00-${TRACE}-${SPAN}-01`,
      'x-request-id': 'order-1',
      'user-agent': 'shopper/1.0',
    });
    expect(answer.headers['x-request-id']).toBe('order-1');
    await until(() => spans.length === 1);
    const [span] = spans;
    expect(JSON.parse(answer.body)).toMatchObject({
      traceId: TRACE,
      spanId: span.spanId,
      requestId: 'order-1',
    });
    const { hostname, port } = new URL(url);
    expect(span).toMatchObject({
      name: 'GET /item/:id',
      kind: 'server',
      traceId: TRACE,
      parentSpanId: SPAN,
      status: 'unset',
    });
    expect(span.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'http.route': '/item/:id',
      'url.path': '/item/7',
      'url.query': 'token=REDACTED&page=2',
      'url.scheme': 'http',
      'server.address': hostname,
      'server.port': Number(port),
      'network.protocol.version': '1.1',
      'network.peer.address': '127.0.0.1',
      'user_agent.original': 'shopper/1.0',
      'http.request.header.x-request-id': ['order-1'],
    });
    expect(span.durationMs).toBeGreaterThan(0.5);
  });

  test('without an id gets one; an id that is none is not taken', async () => {
    const { t, spans } = await shop();
    const url = await start({ http: t.http, tell: seen });
    const ids = [];
    for (const sent of [{}, { 'x-request-id': '<script>' }, { 'x-request-id': 'x'.repeat(200) }]) {
      const { headers, body } = await askWith(`${url}/item/1`, sent);
      expect(JSON.parse(body).requestId).toBe(headers['x-request-id']);
      ids.push(headers['x-request-id']);
    }
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => /^[\da-f-]{36}$/.test(String(id)))).toBe(true);
    await until(() => spans.length === 3);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(3);
  });

  test('that fails is an error, one for what is not there is none, HEAD and odd methods are what they are', async () => {
    const { t, spans } = await shop();
    const url = await start({ http: t.http, tell: seen });
    await ask(`${url}/fails`);
    await ask(`${url}/nowhere/7`);
    await ask(`${url}/item/7`, 'HEAD');
    await ask(`${url}/nowhere`, 'PURGE');
    await until(() => spans.length === 4);
    const [fails, nowhere, head, odd] = spans;
    expect(fails).toMatchObject({ name: 'GET /fails', status: 'error' });
    expect(fails.attributes['http.response.status_code']).toBe(500);
    if (tellsErrors) {
      expect(fails.attributes['error.type']).toBe('TypeError');
      expect(fails.events).toMatchObject([{ attributes: { 'exception.message': 'the shelf is empty' } }]);
    } else expect(fails.attributes['error.type']).toBe('500');
    expect(nowhere).toMatchObject({ name: 'GET', status: 'unset' });
    expect(nowhere.attributes).not.toHaveProperty('http.route');
    expect(head).toMatchObject({ status: 'unset', attributes: { 'http.request.method': 'HEAD' } });
    expect(odd.attributes).toMatchObject({
      'http.request.method': '_OTHER',
      'http.request.method_original': 'PURGE',
      'http.response.status_code': 404,
    });
    expect(odd.name).toBe('HTTP');
  });

  test('whose client goes away ends, and is no error', async () => {
    const { t, spans } = await shop();
    const { promise, resolve: onSlow } = Promise.withResolvers<void>();
    const url = await start({ http: t.http, tell: seen, onSlow });
    await abort(`${url}/slow`, promise);
    await until(() => spans.length === 1);
    expect(spans[0]).toMatchObject({ status: 'unset', attributes: { 'telltale.aborted': true } });
    expect(spans[0].attributes).not.toHaveProperty('http.response.status_code');
  });
});

test('what listens to the body of a request is part of it as well', async () => {
  const { t } = await shop();
  const handler = t.http.wrap((request, response) => {
    request.on('data', () => undefined);
    request.on('end', () => response.end(JSON.stringify(seen())));
  });
  const server = createServer(handler);
  const url = await listen(server);
  onTestFinished(() => close(server));
  const { body, headers } = await askWith(url, { 'x-request-id': 'r1' }, 'POST', 'x'.repeat(100_000));
  expect(JSON.parse(body)).toMatchObject({
    requestId: 'r1',
    traceId: expect.stringMatching(/^[\da-f]{32}$/),
  });
  expect(headers['x-request-id']).toBe('r1');
});

test('a handler that throws or rejects is noted, and its error goes where it would', async () => {
  const { t, spans } = await shop();
  const handler = t.http.wrap((request, response) => {
    response.writeHead(500).end();
    throw new RangeError(request.url);
  });
  const thrown: unknown[] = [];
  const server = createServer((request, response) => {
    try {
      handler(request, response);
    } catch (error) {
      thrown.push(error);
    }
  });
  const url = await listen(server);
  onTestFinished(() => close(server));
  await ask(`${url}/a`);
  await until(() => spans.length === 1);
  expect(thrown).toMatchObject([{ message: '/a' }]);
  expect(spans[0]).toMatchObject({ status: 'error', attributes: { 'error.type': 'RangeError' } });
});

test('requests of HTTP/2 are spans, those that are reset as well', async () => {
  const { t, spans } = await shop();
  let isSlowThere = false;
  const server = createHttp2Server((request, response) => {
    if (request.url === '/slow') {
      isSlowThere = true;
      return;
    }
    response.end(JSON.stringify(seen()));
  });
  t.http.attach(server);
  const session = connectHttp2(await listen(server));
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  const stream = session.request({ ':path': '/item', 'x-request-id': 'h2' });
  const body = Buffer.concat(await stream.toArray()).toString();
  expect(JSON.parse(body)).toMatchObject({ requestId: 'h2', traceId: expect.any(String) });
  const slow = session.request({ ':path': '/slow' });
  slow.on('error', () => undefined);
  await until(() => isSlowThere);
  slow.close(8);
  await until(() => spans.length === 2);
  expect(spans[0].attributes).toMatchObject({
    'network.protocol.version': '2',
    'http.response.status_code': 200,
    'server.address': '127.0.0.1',
  });
  expect(spans[1].attributes).toMatchObject({ 'url.path': '/slow', 'telltale.aborted': true });
});

test('a request that is upgraded is left alone', async () => {
  const { t, spans } = await shop();
  const server = createServer((_, response) => response.end('plain'));
  t.http.attach(server);
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (message) => socket.send(message)));
  const url = await listen(server);
  onTestFinished(async () => {
    sockets.close();
    await close(server);
  });
  const socket = runUntraced(() => new WebSocket(url.replace('http', 'ws')));
  await once(socket, 'open');
  socket.send('hello');
  const [answer] = await once(socket, 'message');
  expect(String(answer)).toBe('hello');
  socket.terminate();
  await ask(url);
  await until(() => spans.length === 1);
  expect(spans[0].attributes['http.response.status_code']).toBe(200);
});

test('Hono without a server of Node.js makes the same spans', async () => {
  const { t, spans } = await shop();
  const app = new Hono();
  app.use('*', t.http.hono());
  app.get('/item/:id', (context) => context.json(seen()));
  const headers = { traceparent: `00-${TRACE}-${SPAN}-01`, 'x-request-id': 'edge' };
  const response = await app.request('https://shop.example/item/3?a=b', { headers });
  expect(response.headers.get('x-request-id')).toBe('edge');
  expect(await response.json()).toMatchObject({ traceId: TRACE, requestId: 'edge' });
  await until(() => spans.length === 1);
  expect(spans[0]).toMatchObject({ name: 'GET /item/:id', parentSpanId: SPAN });
  expect(spans[0].attributes).toMatchObject({ 'url.scheme': 'https', 'url.query': 'a=b' });
});

test('the latency of a request that is kept has its trace as exemplar, that of others has none', async () => {
  const { t, spans } = await shop();
  const server = createServer(t.http.wrap((_, response) => response.end('ok')));
  const url = await listen(server);
  onTestFinished(() => close(server));
  const page = async () => {
    const accept = 'application/openmetrics-text; version=1.0.0';
    return runUntraced(async () => (await fetch(`${url}/metrics`, { headers: { accept } })).text());
  };
  await askWith(url, { traceparent: `00-${TRACE}-${SPAN}-00` });
  // A series is asked for its exemplar once in a tenth of a second.
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(await page()).not.toContain('trace_id');
  await askWith(url, { traceparent: `00-${TRACE}-${SPAN}-01` });
  await until(() => spans.length === 1);
  const exemplar = `# {trace_id="${TRACE}",span_id="${spans[0].spanId}"}`;
  const buckets = (await page())
    .split('\n')
    .filter((line) => line.startsWith('http_request_duration_seconds_bucket'));
  expect(buckets.filter((line) => line.includes(exemplar))).toHaveLength(1);
});

test('without logs and traces no request gets an id', async () => {
  const t = instrument(defineMonitoring({ service: 'shop', kits: [httpServer()] }));
  const server = createServer(t.http.wrap((_, response) => response.end(JSON.stringify(seen()))));
  const url = await listen(server);
  onTestFinished(() => close(server));
  const { headers, body } = await askWith(url, { 'x-request-id': 'r1' });
  expect(headers).not.toHaveProperty('x-request-id');
  expect(JSON.parse(body)).toEqual({});
  expect(trace.getSpan(context.active())).toBeUndefined();
});

test('ignored paths and the metrics page are no spans', async () => {
  const { t, spans } = await shop();
  const server = createServer(t.http.wrap((_, response) => response.end('ok')));
  const url = await listen(server);
  onTestFinished(() => close(server));
  await ask(`${url}/metrics`);
  await ask(`${url}/item`);
  await until(() => spans.length === 1);
  expect(spans[0].attributes['url.path']).toBe('/item');
});

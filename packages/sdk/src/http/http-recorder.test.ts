import { createServer, get, request as httpRequest } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { defineMonitoring, httpServer } from '@telltale/definition';
import { parseExposition } from '@telltale/model';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { instrument } from '../instrument.ts';

const definition = defineMonitoring({ service: 'shop', kits: [httpServer()] });

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Instrumented = ReturnType<typeof instrument<typeof definition.metrics>>;

/** `method route status` of all counted requests, with how many there were. */
function requests(t: Instrumented): Record<string, number> {
  const { families } = parseExposition(t.registry.expose());
  const samples = families.find(({ name }) => name === 'http_requests_total')?.samples ?? [];
  return Object.fromEntries(
    samples.map(({ labels, value }) => [
      `${labels.get('method')} ${labels.get('route')} ${labels.get('status_code')}`,
      value,
    ]),
  );
}

function valueOf(t: Instrumented, series: string): number | undefined {
  const samples = parseExposition(t.registry.expose()).families.flatMap((family) => family.samples);
  return samples.find(({ labels }) => String(labels) === series)?.value;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a request is counted and timed by method, route and status', async () => {
  const t = instrument(definition);
  const url = await listen(
    t.http.wrap((request, response) => {
      t.http.route(request, '/product/:id');
      response.statusCode = 404;
      response.end('gone');
    }),
  );
  await (await fetch(`${url}/product/7`)).text();
  await (await fetch(`${url}/product/8`, { method: 'POST' })).text();
  await until(() => Object.keys(requests(t)).length === 2);
  expect(requests(t)).toEqual({ 'GET /product/:id 404': 1, 'POST /product/:id 404': 1 });
  const count = 'http_request_duration_seconds_count{method="GET", route="/product/:id", status_code="404"}';
  expect(valueOf(t, count)).toBe(1);
});

test('ten thousand paths that no route was named for are one series', async () => {
  const t = instrument(definition);
  const handler = t.http.wrap((request, response) => response.end(request.url));
  const url = await listen(handler);
  for (let i = 0; i < 20; i++) await (await fetch(`${url}/${i}`)).text();
  await until(() => requests(t)['GET unmatched 200'] === 20);
  expect(Object.keys(requests(t))).toEqual(['GET unmatched 200']);
});

test('a method that is not common is counted as _OTHER', async () => {
  const t = instrument(definition);
  const url = await listen(t.http.wrap((_, response) => response.end()));
  for (const method of ['PROPFIND', 'PURGE', 'MKCOL']) {
    const request = httpRequest(url, { method });
    request.end();
    const [response] = await once(request, 'response');
    response.resume();
    await once(response, 'close');
  }
  await until(() => requests(t)['_OTHER unmatched 200'] === 3);
  expect(requests(t)).toEqual({ '_OTHER unmatched 200': 3 });
});

test('a request whose client goes away is counted once with status 499, and is in flight no more', async () => {
  const t = instrument(definition);
  const inFlight = () => valueOf(t, 'http_requests_in_flight');
  let started: (() => void) | undefined;
  const isStarted = new Promise<void>((resolve) => (started = resolve));
  const url = await listen(
    t.http.wrap((request) => {
      t.http.route(request, '/slow');
      started?.();
    }),
  );
  const client = get(`${url}/slow`);
  client.on('error', () => undefined);
  await isStarted;
  expect(inFlight()).toBe(1);
  client.destroy();
  await until(() => inFlight() === 0);
  expect(requests(t)).toEqual({ 'GET /slow 499': 1 });
});

test('requests over one connection, HEAD, streams and empty answers leave nothing in flight', async () => {
  const t = instrument(definition);
  const url = await listen(
    t.http.wrap((request, response) => {
      t.http.route(request, '/');
      if (request.url === '/stream') {
        response.write('a');
        setTimeout(() => response.end('b'), 5);
        return;
      }
      response.writeHead(request.method === 'HEAD' ? 200 : 204).end();
    }),
  );
  await fetch(url, { method: 'HEAD' });
  await fetch(`${url}/stream`).then((response) => response.text());
  await fetch(url);
  await until(() => Object.keys(requests(t)).length === 3);
  expect(requests(t)).toEqual({ 'HEAD / 200': 1, 'GET / 200': 1, 'GET / 204': 1 });
  expect(valueOf(t, 'http_requests_in_flight')).toBe(0);
});

test('a handler that throws throws as without us, and the request is counted when its socket ends', async () => {
  const t = instrument(definition);
  const handler = t.http.wrap(() => {
    throw new Error('handler');
  });
  let thrown: unknown;
  const url = await listen((request, response) => {
    try {
      handler(request, response);
    } catch (error) {
      thrown = error;
      response.destroy();
    }
  });
  await fetch(url).catch(() => undefined);
  expect(thrown).toMatchObject({ message: 'handler' });
  await until(() => requests(t)['GET unmatched 499'] === 1);
});

test('the middleware counts a request once even below a wrapped handler, and reads the route of Express', async () => {
  const t = instrument(definition);
  const middleware = t.http.middleware();
  const url = await listen(
    t.http.wrap((request, response) => {
      middleware(request, response, () => {
        Object.assign(request, { baseUrl: '/api', route: { path: '/user/:id' } });
        response.end();
      });
    }),
  );
  await (await fetch(url)).text();
  await until(() => requests(t)['GET /api/user/:id 200'] !== undefined);
  expect(requests(t)).toEqual({ 'GET /api/user/:id 200': 1 });
});

test('a request whose target is no address is counted like any other', async () => {
  const t = instrument(definition);
  const url = await listen(t.http.wrap((_, response) => response.end('ok')));
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write('GET http:// HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  socket.resume();
  await once(socket, 'close');
  await (await fetch(`${url}/%ff`)).text();
  await until(() => requests(t)['GET unmatched 200'] === 2);
  expect(valueOf(t, 'http_requests_in_flight')).toBe(0);
});

test('without the HTTP server kit a handler is passed through', async () => {
  const t = instrument(defineMonitoring({ service: 'shop' }));
  const url = await listen(t.http.wrap((_, response) => response.end('ok')));
  expect(await (await fetch(url)).text()).toBe('ok');
});

test('requests are counted anew after their series were removed', async () => {
  const t = instrument(definition);
  const url = await listen(t.http.wrap((_, response) => response.end()));
  await fetch(url);
  await until(() => requests(t)['GET unmatched 200'] === 1);
  t.metrics.http_requests_total.clear();
  await fetch(url);
  await until(() => requests(t)['GET unmatched 200'] === 1);
});

test('requests for ignored paths are not recorded', async () => {
  const t = instrument(definition, {
    http: { metricsPath: '/custom_metrics', ignore: ['/health', '/in/*'] },
  });
  const url = await listen(t.http.wrap((_, response) => response.end('ok')));
  const bodies = [];
  for (const path of ['/custom_metrics', '/health?x', '/in/a/b', '/metrics', '/healthy']) {
    bodies.push(await (await fetch(url + path)).text());
  }
  expect(bodies.map((body) => body === 'ok')).toEqual([false, true, true, true, true]);
  await until(() => requests(t)['GET unmatched 200'] === 2);
  expect(valueOf(t, 'http_requests_in_flight')).toBe(0);
});

test('a metrics page that the application answers itself is no request', async () => {
  const t = instrument(definition, { http: { metricsPath: false } });
  const url = await listen(t.http.wrap((request, response) => t.http.metricsHandler(request, response)));
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('http_requests_in_flight 0\n');
  expect(requests(t)).toEqual({});
});

describe('the environment', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('PROMETHEUS_ENABLED=false leaves no metrics, no page and the requests alone', async () => {
    vi.stubEnv('PROMETHEUS_ENABLED', 'false');
    const t = instrument(definition);
    const handler = t.http.wrap((_, response) => response.end('mine'));
    const url = await listen(handler);
    expect(await (await fetch(`${url}/metrics`)).text()).toBe('mine');
    expect(requests(t)).toEqual({});
    const server = await t.serve({ port: 0 });
    expect((await fetch(server.url ?? '')).status).toBe(404);
    expect(t.registry.expose()).not.toContain('http_');
    t.metrics.http_requests_in_flight.inc();
    await t.shutdown();
  });

  test('METRICS_ENDPOINT moves the page, on the server of the application and on its own', async () => {
    vi.stubEnv('METRICS_ENDPOINT', '/api/v1/metrics');
    const t = instrument(definition);
    const url = await listen(t.http.wrap((_, response) => response.end('mine')));
    expect(await (await fetch(`${url}/metrics`)).text()).toBe('mine');
    expect(await (await fetch(`${url}/api/v1/metrics`)).text()).toContain('http_requests_total');
    const server = await t.serve({ port: 0 });
    expect(server.url).toMatch(/\/api\/v1\/metrics$/);
    expect((await fetch(new URL('/metrics', server.url))).status).toBe(200);
    await t.shutdown();
  });

  test('a variable that cannot be understood is told, not thrown', () => {
    vi.stubEnv('PROMETHEUS_ENABLED', 'perhaps');
    vi.stubEnv('METRICS_ENDPOINT', 'metrics');
    const told: string[] = [];
    instrument(definition).onDiagnostic(({ kind, metric }) => told.push(`${kind} ${metric}`));
    expect(told).toEqual(['invalid_environment PROMETHEUS_ENABLED', 'invalid_environment METRICS_ENDPOINT']);
  });
});

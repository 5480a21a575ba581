import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { defineMonitoring, httpServer } from '@telltale/definition';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import {
  abort,
  addressOf,
  ask,
  close,
  inFlight,
  requestsOf,
  until,
} from '../../../test/support/http-requests.ts';
import { instrument } from '../../instrument.ts';

const definition = defineMonitoring({ service: 'shop', kits: [httpServer()] });

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map(close)));

function shop() {
  const t = instrument(definition);
  const app = new Hono();
  app.use('*', t.http.hono());
  const items = new Hono();
  items.get('/item/:item', (context) => context.text('an item'));
  app.get('/', (context) => context.text('home'));
  app.all('/any/:thing', (context) => context.text('any'));
  app.route('/list/:list', items);
  app.get('/metricsfoo', (context) => context.text('a page'));
  app.get('/fails', () => {
    throw new Error('lost');
  });
  app.onError((error, context) => context.text(error.message, 503));
  return { t, app };
}

async function listen(app: Hono): Promise<string> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => {
      resolve(addressOf(server));
    });
    servers.push(server as Server);
  });
}

const PATHS = ['/', '/list/1/item/2', '/list/3/item/4', '/any/x', '/fails', '/none/1', '/none/2'];
const RECORDED = {
  'GET / 200': 1,
  'GET /list/:list/item/:item 200': 2,
  'GET /any/:thing 200': 1,
  'GET /fails 503': 1,
  'GET unmatched 404': 2,
};

describe('Hono on @hono/node-server', () => {
  test('a request is recorded with the template of its route', async () => {
    const { t, app } = shop();
    const url = await listen(app);
    for (const path of PATHS) await ask(url + path);
    await until(() => requestsOf(t.registry)['GET unmatched 404'] === 2);
    expect(requestsOf(t.registry)).toEqual(RECORDED);
    expect(inFlight(t.registry)).toBe(0);
  });

  test('an aborted request is status 499', async () => {
    const { t, app } = shop();
    let started: (() => void) | undefined;
    const isStarted = new Promise<void>((resolve) => (started = resolve));
    app.get('/slow', () => {
      started?.();
      return new Promise<Response>(() => undefined);
    });
    await abort(`${await listen(app)}/slow`, isStarted);
    await until(() => inFlight(t.registry) === 0);
    expect(requestsOf(t.registry)).toEqual({ 'GET /slow 499': 1 });
  });

  test('the metrics page is answered and not recorded, /metricsfoo is', async () => {
    const { t, app } = shop();
    const url = await listen(app);
    const page = await ask(`${url}/metrics`);
    expect([page.status, page.body.includes('http_requests_in_flight 0')]).toEqual([200, true]);
    await ask(`${url}/metricsfoo`);
    await until(() => Object.keys(requestsOf(t.registry)).length === 1);
    expect(requestsOf(t.registry)).toEqual({ 'GET /metricsfoo 200': 1 });
  });
});

describe('Hono by fetch', () => {
  test('a request is recorded with the template of its route', async () => {
    const { t, app } = shop();
    for (const path of PATHS) await app.request(path);
    expect(requestsOf(t.registry)).toEqual(RECORDED);
    expect(inFlight(t.registry)).toBe(0);
  });

  test('the metrics page is a response', async () => {
    const { app } = shop();
    const response = await app.request('/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await response.text()).toContain('http_requests_in_flight 0');
    expect((await app.request('/metrics', { method: 'POST' })).status).toBe(405);
  });
});

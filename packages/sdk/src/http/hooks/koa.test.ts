import { createServer } from 'node:http';
import type { Server } from 'node:http';
import Router from '@koa/router';
import { defineMonitoring, httpServer } from '@telltale/definition';
import Koa from 'koa';
import { afterEach, expect, test } from 'vitest';
import {
  abort,
  ask,
  close,
  inFlight,
  listen,
  requestsOf,
  until,
} from '../../../test/support/http-requests.ts';
import { instrument } from '../../instrument.ts';

const definition = defineMonitoring({ service: 'shop', kits: [httpServer()] });

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map(close)));

async function shop(router: Router) {
  const t = instrument(definition);
  const app = new Koa();
  app.silent = true;
  app.use(t.http.koa());
  app.use(router.routes());
  const server = createServer(app.callback());
  servers.push(server);
  return { t, url: await listen(server) };
}

test('a request to Koa is recorded with the template of its route, nested routers included', async () => {
  const inner = new Router();
  inner.get('/item/:item', (context) => void (context.body = 'an item'));
  const router = new Router({ prefix: '/shop' });
  router.get('/', (context) => void (context.body = 'home'));
  router.use('/list/:list', inner.routes());
  const { t, url } = await shop(router);
  for (const path of ['/shop', '/shop/list/1/item/2', '/shop/list/3/item/4']) await ask(url + path);
  await until(() => Object.keys(requestsOf(t.registry)).length === 2);
  expect(Object.values(requestsOf(t.registry))).toEqual([1, 2]);
  expect(requestsOf(t.registry)['GET /shop/list/:list/item/:item 200']).toBe(2);
});

test('errors, unknown paths and aborted requests are counted once each', async () => {
  const router = new Router();
  let started: (() => void) | undefined;
  const isStarted = new Promise<void>((resolve) => (started = resolve));
  router.get('/fails', () => {
    throw new Error('lost');
  });
  router.get('/slow', () => {
    started?.();
    return new Promise(() => undefined);
  });
  const { t, url } = await shop(router);
  await ask(`${url}/fails`);
  for (let i = 0; i < 5; i++) await ask(`${url}/none/${i}`);
  await abort(`${url}/slow`, isStarted);
  await until(() => inFlight(t.registry) === 0);
  expect(requestsOf(t.registry)).toEqual({
    'GET /fails 500': 1,
    'GET unmatched 404': 5,
    'GET /slow 499': 1,
  });
});

test('the metrics page is answered and not recorded, /metricsfoo is', async () => {
  const router = new Router();
  router.get('/metricsfoo', (context) => void (context.body = 'a page'));
  const { t, url } = await shop(router);
  const page = await ask(`${url}/metrics`);
  expect([page.status, page.body.includes('http_requests_in_flight 0')]).toEqual([200, true]);
  await ask(`${url}/metricsfoo`);
  await until(() => Object.keys(requestsOf(t.registry)).length === 1);
  expect(requestsOf(t.registry)).toEqual({ 'GET /metricsfoo 200': 1 });
});

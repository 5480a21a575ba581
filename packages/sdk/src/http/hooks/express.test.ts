import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { defineMonitoring, httpServer } from '@telltale/definition';
import express from 'express';
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

async function serve(app: express.Express): Promise<string> {
  const server = createServer(app);
  servers.push(server);
  return listen(server);
}

function shop() {
  const t = instrument(definition);
  const app = express();
  app.use(t.http.express());
  return { t, app };
}

test('a request to Express is recorded with the template of its route', async () => {
  const { t, app } = shop();
  app.get('/product/:id', (request, response) => void response.send(request.params.id));
  app.post('/order', (_, response) => void response.status(201).end());
  const url = await serve(app);
  for (const id of ['7', '8', '9']) await ask(`${url}/product/${id}?from=list`);
  await ask(`${url}/order`, 'POST');
  await until(() => requestsOf(t.registry)['POST /order 201'] === 1);
  expect(requestsOf(t.registry)).toEqual({ 'GET /product/:id 200': 3, 'POST /order 201': 1 });
  expect(inFlight(t.registry)).toBe(0);
});

test('the paths that routers are mounted at are part of the template, their parameters by name', async () => {
  const { t, app } = shop();
  const items = express.Router();
  items.get('/item/:item', (_, response) => void response.end());
  const tenants = express.Router({ mergeParams: true });
  tenants.use('/list/:list', items);
  tenants.get('/', (_, response) => void response.end());
  app.use('/tenant/:tenant', tenants);
  const url = await serve(app);
  for (const path of ['/tenant/1/list/2/item/3', '/tenant/a/list/b/item/c', '/tenant/1'])
    await ask(url + path);
  await until(() => requestsOf(t.registry)['GET /tenant/:tenant 200'] === 1);
  expect(requestsOf(t.registry)).toEqual({
    'GET /tenant/:tenant/list/:list/item/:item 200': 2,
    'GET /tenant/:tenant 200': 1,
  });
});

test('a router that is mounted twice, and one in a mounted application, have the template that was asked for', async () => {
  const { t, app } = shop();
  const users = express.Router();
  users.get('/user/:id', (_, response) => void response.end());
  const admin = express();
  admin.get('/log/:day', (_, response) => void response.end());
  app.use('/v1', users);
  app.use('/v2/:region', users);
  app.use('/admin', admin);
  const url = await serve(app);
  for (const path of ['/v1/user/1', '/v2/eu/user/1', '/v1/user/2', '/admin/log/today']) await ask(url + path);
  await until(() => requestsOf(t.registry)['GET /admin/log/:day 200'] === 1);
  expect(requestsOf(t.registry)).toEqual({
    'GET /v1/user/:id 200': 2,
    'GET /v2/:region/user/:id 200': 1,
    'GET /admin/log/:day 200': 1,
  });
});

test('routes that are lists or patterns are recorded as they were declared', async () => {
  const { t, app } = shop();
  app.get(['/a', '/b/:id'], (_, response) => void response.end());
  app.get(/^\/file-\d+$/, (_, response) => void response.end());
  const url = await serve(app);
  for (const path of ['/a', '/b/1', '/file-7']) await ask(url + path);
  await until(() => Object.keys(requestsOf(t.registry)).length === 2);
  expect(Object.values(requestsOf(t.registry))).toEqual([2, 1]);
  expect(Object.keys(requestsOf(t.registry))[0]).toBe('GET /a|/b/:id 200');
});

test('errors in a mounted router keep its template, with the status of the error', async () => {
  const { t, app } = shop();
  const orders = express.Router();
  orders.get('/order/:id', async () => {
    throw new Error('lost');
  });
  app.use('/shop', orders);
  app.use((error: Error, _request: unknown, response: express.Response, _next: unknown) => {
    response.status(503).end(error.message);
  });
  const url = await serve(app);
  await ask(`${url}/shop/order/1`);
  await until(() => Object.keys(requestsOf(t.registry)).length === 1);
  expect(requestsOf(t.registry)).toEqual({ 'GET /shop/order/:id 503': 1 });
});

test('a path that no route matches is one series, and an aborted request is status 499', async () => {
  const { t, app } = shop();
  let started: (() => void) | undefined;
  const isStarted = new Promise<void>((resolve) => (started = resolve));
  app.get('/slow', () => started?.());
  const url = await serve(app);
  for (let i = 0; i < 10; i++) await ask(`${url}/none/${i}`);
  await abort(`${url}/slow`, isStarted);
  await until(() => inFlight(t.registry) === 0);
  expect(requestsOf(t.registry)).toEqual({ 'GET unmatched 404': 10, 'GET /slow 499': 1 });
});

test('the metrics page is answered in front of the application and not recorded, /metricsfoo is', async () => {
  const { t, app } = shop();
  app.get('/metricsfoo', (_, response) => void response.end());
  const url = await serve(app);
  const page = await ask(`${url}/metrics?name=x`);
  expect(page.type).toContain('text/plain; version=0.0.4');
  expect(page.body).toContain('http_requests_in_flight 0');
  await ask(`${url}/metricsfoo`);
  await until(() => Object.keys(requestsOf(t.registry)).length === 1);
  expect(requestsOf(t.registry)).toEqual({ 'GET /metricsfoo 200': 1 });
});

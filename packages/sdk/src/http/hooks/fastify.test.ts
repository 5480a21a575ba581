import { defineMonitoring, httpServer } from '@telltale/definition';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { abort, addressOf, ask, inFlight, requestsOf, until } from '../../../test/support/http-requests.ts';
import { instrument } from '../../instrument.ts';

const definition = defineMonitoring({ service: 'shop', kits: [httpServer()] });

const apps: FastifyInstance[] = [];
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

function shop() {
  const t = instrument(definition);
  const app = fastify({ forceCloseConnections: true });
  apps.push(app);
  app.register(t.http.fastify);
  return { t, app };
}

async function serve(app: FastifyInstance): Promise<string> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return addressOf(app.server);
}

test('a request to Fastify is recorded with the template of its route, also inside of plugins', async () => {
  const { t, app } = shop();
  app.get('/product/:id', async () => 'a product');
  app.register(
    async (plugin) => {
      plugin.post('/order/:id', async (_request, reply) => reply.code(201).send());
    },
    { prefix: '/api' },
  );
  const url = await serve(app);
  for (const id of ['7', '8']) await ask(`${url}/product/${id}`);
  await ask(`${url}/product/9`, 'HEAD');
  await ask(`${url}/api/order/1`, 'POST');
  await until(() => requestsOf(t.registry)['POST /api/order/:id 201'] === 1);
  expect(requestsOf(t.registry)).toEqual({
    'GET /product/:id 200': 2,
    'HEAD /product/:id 200': 1,
    'POST /api/order/:id 201': 1,
  });
  expect(inFlight(t.registry)).toBe(0);
});

test('errors, unknown paths and aborted requests are counted once each', async () => {
  const { t, app } = shop();
  let started: (() => void) | undefined;
  const isStarted = new Promise<void>((resolve) => (started = resolve));
  app.get('/fails', async () => {
    throw new Error('lost');
  });
  app.get('/slow', () => {
    started?.();
    return new Promise(() => undefined);
  });
  const url = await serve(app);
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
  const { t, app } = shop();
  app.get('/metricsfoo', async () => 'a page');
  const url = await serve(app);
  const page = await ask(`${url}/metrics`);
  expect(page.body).toContain('http_requests_in_flight 0');
  await ask(`${url}/metricsfoo`);
  await until(() => Object.keys(requestsOf(t.registry)).length === 1);
  expect(requestsOf(t.registry)).toEqual({ 'GET /metricsfoo 200': 1 });
});

test('a route /metrics of the application wins, and is not recorded either', async () => {
  const { t, app } = shop();
  app.get('/metrics', async () => 'my own');
  const url = await serve(app);
  expect((await ask(`${url}/metrics`)).body).toBe('my own');
  await ask(`${url}/other`);
  await until(() => Object.keys(requestsOf(t.registry)).length === 1);
  expect(requestsOf(t.registry)).toEqual({ 'GET unmatched 404': 1 });
});

test('injected requests are recorded too', async () => {
  const { t, app } = shop();
  app.get('/', async () => 'home');
  expect((await app.inject('/')).body).toBe('home');
  await until(() => requestsOf(t.registry)['GET / 200'] === 1);
  expect(inFlight(t.registry)).toBe(0);
});

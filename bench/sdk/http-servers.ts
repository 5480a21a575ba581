/*
 * The servers that `http.ts` and `everything-on.ts` compare, each in a process of its own:
 * `node bench/sdk/http-servers.ts NAME`. Everything is loaded by the server that needs it, and our packages as
 * users get them, from `dist`.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';

const BODY = '{"hello":"world"}';
const HEADERS = { 'content-type': 'application/json', 'content-length': BODY.length };
const LABEL_NAMES = ['method', 'route', 'status_code'] as const;
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10];

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const hello: Handler = (_, response) => {
  response.writeHead(200, HEADERS);
  response.end(BODY);
};

/** Starts a server on a free port; the result is the server. */
type Start = () => Promise<Server>;

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function expressServer(mount: (app: Express) => unknown): Promise<Server> {
  const { default: express } = await import('express');
  const app = express();
  await mount(app);
  app.get('/hello', (_, response) => void response.json({ hello: 'world' }));
  return listening(createServer(app));
}

async function fastifyServer(mount: (app: FastifyInstance) => unknown): Promise<Server> {
  const { default: fastify } = await import('fastify');
  const app = fastify();
  await mount(app);
  app.get('/hello', async () => ({ hello: 'world' }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server;
}

async function telltale(hasRuntime: boolean) {
  const { instrument } = await import('@telltale/sdk');
  const { defineMonitoring, httpServer, nodeRuntime } = await import('@telltale/sdk/define');
  const http = httpServer({ buckets: 'fine' });
  const kits = hasRuntime ? [http, nodeRuntime()] : [http];
  return instrument(defineMonitoring({ service: 'bench', kits })).http;
}

/** What everybody writes by hand: a counter and a histogram when the answer is finished. */
async function promClientByHand() {
  const { default: prom } = await import('prom-client');
  const options = { help: 'h', labelNames: LABEL_NAMES };
  const requests = new prom.Counter({ name: 'http_requests_total', ...options });
  const duration = new prom.Histogram({
    name: 'http_request_duration_seconds',
    buckets: BUCKETS,
    ...options,
  });
  return (labels: Readonly<Record<(typeof LABEL_NAMES)[number], string | number>>, seconds: number) => {
    requests.inc(labels);
    duration.observe(labels, seconds);
  };
}

/** A package whose default export is the plugin, once or twice wrapped. */
async function registerDefault(app: FastifyInstance, loading: Promise<object>): Promise<void> {
  let plugin: unknown = await loading;
  while (typeof plugin === 'object' && plugin !== null) plugin = Reflect.get(plugin, 'default');
  await app.register(plugin as FastifyPluginCallback<{ endpoint: string }>, { endpoint: '/metrics' });
}

async function openTelemetry(app: FastifyInstance): Promise<void> {
  const { recordWithOpenTelemetry } = await import('./http-open-telemetry.ts');
  recordWithOpenTelemetry(app);
}

const SERVERS: Readonly<Record<string, Start>> = {
  'node bare': () => listening(createServer(hello)),
  'node telltale': async () => listening(createServer((await telltale(false)).wrap(hello))),
  'node prom-client by hand': async () => {
    const record = await promClientByHand();
    return listening(
      createServer((request, response) => {
        const startMs = performance.now();
        response.on('finish', () => {
          const labels = { method: request.method ?? '', route: '/hello', status_code: response.statusCode };
          record(labels, (performance.now() - startMs) / 1000);
        });
        hello(request, response);
      }),
    );
  },
  'fastify bare': () => fastifyServer(() => undefined),
  'fastify telltale': () => fastifyServer(async (app) => app.register((await telltale(false)).fastify)),
  'fastify prom-client by hand': () =>
    fastifyServer(async (app) => {
      const record = await promClientByHand();
      app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
        const labels = { method, route: routeOptions.url ?? '', status_code: statusCode };
        record(labels, elapsedTime / 1000);
      });
    }),
  'fastify fastify-metrics 12 (prom-client)': () =>
    fastifyServer((app) => registerDefault(app, import('fastify-metrics-12'))),
  'fastify fastify-metrics 14': () => fastifyServer((app) => registerDefault(app, import('fastify-metrics'))),
  'express bare': () => expressServer(() => undefined),
  'express telltale': () => expressServer(async (app) => app.use((await telltale(false)).express())),
  'express prom-client by hand': () =>
    expressServer(async (app) => {
      const record = await promClientByHand();
      app.use((request, response, next) => {
        const startMs = performance.now();
        response.on('finish', () => {
          const route: string = request.route?.path ?? 'none';
          const labels = { method: request.method, route, status_code: response.statusCode };
          record(labels, (performance.now() - startMs) / 1000);
        });
        next();
      });
    }),
  'express express-prom-bundle': () =>
    expressServer(async (app) => {
      const { default: bundle } = await import('express-prom-bundle');
      app.use(bundle({ includeMethod: true, includePath: true, buckets: BUCKETS }));
    }),
  'everything telltale': () => fastifyServer(async (app) => app.register((await telltale(true)).fastify)),
  'everything prom-client + fastify-metrics 12': () =>
    fastifyServer((app) => registerDefault(app, import('fastify-metrics-12'))),
  'everything @prometheus-io/client + fastify-metrics 14': () =>
    fastifyServer((app) => registerDefault(app, import('fastify-metrics'))),
  'everything OpenTelemetry': () => fastifyServer(openTelemetry),
};

const start = SERVERS[process.argv[2]];
if (!start) throw new Error(`there is no server ${process.argv[2]}`);
const server = await start();
process.once('SIGINT', () => process.exit());
process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() });
});
process.send?.({ port: (server.address() as AddressInfo).port });

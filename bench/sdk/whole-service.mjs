/*
 * A service with everything on, as one writes it with the SDK: metrics, logs in a rotated file, a tenth of the traces
 * and health. Loaded as users get it, from `dist`: `node bench/sdk/whole-service.mjs express|fastify`. Plain JavaScript,
 * as its peer is: what reads types off a file would count as memory of the SDK.
 */
import { instrument } from '@telltale/sdk';
import { defineMonitoring, httpServer, nodeRuntime } from '@telltale/sdk/define';

const [framework] = process.argv.slice(2);
const { BENCH_LOG = 'bench.log', BENCH_COLLECTOR = 'http://127.0.0.1:4318' } = process.env;

const t = instrument(
  defineMonitoring({
    service: 'bench',
    kits: [httpServer({ buckets: 'fine' }), nodeRuntime()],
    logs: { sinks: [{ kind: 'file', path: BENCH_LOG }] },
    // Straight to a store, so that the share is decided here, as the peer's is.
    traces: { ratio: 0.1, endpoint: BENCH_COLLECTOR, exporter: 'jaeger' },
    health: {},
  }),
);

async function startExpress() {
  const { default: express } = await import('express');
  const app = express();
  app.use(t.http.express());
  app.get('/hello', (_request, response) => {
    t.log.info('request', { route: '/hello', status: 200 });
    response.json({ hello: 'world' });
  });
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

async function startFastify() {
  const { default: fastify } = await import('fastify');
  const app = fastify();
  await app.register(t.http.fastify);
  app.get('/hello', async () => {
    t.log.info('request', { route: '/hello', status: 200 });
    return { hello: 'world' };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server.address().port;
}

const port = framework === 'express' ? await startExpress() : await startFastify();
t.ready();
process.on('message', () => process.send({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.send({ port });

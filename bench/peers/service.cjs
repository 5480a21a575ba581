'use strict';
/*
 * A service as one would write it with the usual libraries: pino, prom-client, and OpenTelemetry's automatic
 * instrumentations, which are loaded before it (`--require @opentelemetry/auto-instrumentations-node/register`).
 * Without them, and with `bare`, it is what everything else is added to.
 */
const [framework, mode] = process.argv.slice(2);
const isBare = mode === 'bare';
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10];

const client = isBare ? undefined : require('prom-client');
const log = isBare ? undefined : createLog();
const record = isBare ? undefined : createRecorder();

function createLog() {
  const pino = require('pino');
  return pino({ base: { service: 'bench' } }, pino.destination(process.env.BENCH_LOG));
}

function createRecorder() {
  client.collectDefaultMetrics();
  const labelNames = ['method', 'route', 'status_code'];
  const requests = new client.Counter({ name: 'http_requests_total', help: 'Requests', labelNames });
  const duration = new client.Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests',
    labelNames,
    buckets: BUCKETS,
  });
  return (method, route, status, startMs) => {
    const labels = { method, route, status_code: status };
    requests.inc(labels);
    duration.observe(labels, (performance.now() - startMs) / 1000);
    log.info({ method, route, status }, 'request');
  };
}

function startExpress() {
  const app = require('express')();
  if (record) {
    app.use((request, response, next) => {
      const startMs = performance.now();
      response.on('finish', () =>
        record(request.method, request.route?.path ?? 'unmatched', response.statusCode, startMs),
      );
      next();
    });
    app.get('/metrics', async (_request, response) =>
      response.type('text').send(await client.register.metrics()),
    );
    app.get('/health', (_request, response) => response.json({ status: 'healthy' }));
  }
  app.get('/hello', (_request, response) => response.json({ hello: 'world' }));
  const server = app.listen(0, '127.0.0.1', () => started(server.address().port));
}

async function startFastify() {
  const app = require('fastify')();
  if (record) {
    app.addHook('onResponse', async (request, reply) =>
      record(
        request.method,
        request.routeOptions.url,
        reply.statusCode,
        performance.now() - reply.elapsedTime,
      ),
    );
    app.get('/metrics', (_request, reply) =>
      client.register.metrics().then((page) => reply.type('text/plain').send(page)),
    );
    app.get('/health', async () => ({ status: 'healthy' }));
  }
  app.get('/hello', async () => ({ hello: 'world' }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  started(app.server.address().port);
}

function started(port) {
  process.send({ port });
}

process.on('message', () => process.send({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.on('SIGTERM', () => process.exit(0));
if (framework === 'express') startExpress();
else void startFastify();

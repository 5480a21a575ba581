import { PerformanceObserver, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { AggregationType, MeterProvider } from '@opentelemetry/sdk-metrics';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10];

/** Requests and the runtime by OpenTelemetry's metrics, as little as one would write by hand. */
export function recordWithOpenTelemetry(app: FastifyInstance): void {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const meter = new MeterProvider({
    readers: [exporter],
    views: [
      {
        instrumentName: '*.duration',
        aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: BUCKETS } },
      },
    ],
  }).getMeter('bench');
  const requests = meter.createCounter('http.server.requests');
  const duration = meter.createHistogram('http.server.request.duration', { unit: 's' });
  const active = meter.createUpDownCounter('http.server.active_requests');
  const startMs = new WeakMap<FastifyRequest, number>();
  app.addHook('onRequest', (request, _reply, done) => {
    startMs.set(request, performance.now());
    active.add(1);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const attributes = {
      'http.request.method': request.method,
      'http.route': request.routeOptions.url,
      'http.response.status_code': reply.statusCode,
    };
    active.add(-1);
    requests.add(1, attributes);
    duration.record((performance.now() - (startMs.get(request) ?? 0)) / 1000, attributes);
    done();
  });
  app.get('/metrics', (request, reply) => {
    reply.hijack();
    exporter.getMetricsRequestHandler(request.raw, reply.raw);
  });
  recordRuntime(meter);
}

type Meter = ReturnType<MeterProvider['getMeter']>;

function recordRuntime(meter: Meter): void {
  const gauge = (name: string, read: () => number) => {
    meter.createObservableGauge(name).addCallback((result) => result.observe(read()));
  };
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  gauge('nodejs.eventloop.delay.p50', () => delay.percentile(50) / 1e9);
  gauge('nodejs.eventloop.delay.p99', () => delay.percentile(99) / 1e9);
  gauge('nodejs.eventloop.delay.mean', () => delay.mean / 1e9);
  gauge('nodejs.eventloop.utilization', () => performance.eventLoopUtilization().utilization);
  gauge('process.memory.rss', () => process.memoryUsage.rss());
  gauge('v8js.memory.heap.used', () => process.memoryUsage().heapUsed);
  gauge('v8js.memory.heap.total', () => process.memoryUsage().heapTotal);
  gauge('process.cpu.user', () => process.cpuUsage().user / 1e6);
  gauge('process.cpu.system', () => process.cpuUsage().system / 1e6);
  gauge('nodejs.active_resources', () => process.getActiveResourcesInfo().length);
  const collections = meter.createHistogram('v8js.gc.duration', { unit: 's' });
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) collections.record(duration / 1000);
  });
  observer.observe({ entryTypes: ['gc'] });
}

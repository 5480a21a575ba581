/*
 * Programs as people write them with prom-client, compiled, never run: against the declarations of
 * prom-client itself, and against ours under its name (`paths` of `prom-client-entry.json`).
 */
import { createServer } from 'node:http';
import client, {
  AggregatorRegistry,
  Counter,
  Gauge,
  Histogram,
  Pushgateway,
  Registry,
  Summary,
  collectDefaultMetrics,
  exponentialBuckets,
  linearBuckets,
  openMetricsContentType,
  prometheusContentType,
  register,
  validateMetricName,
} from 'prom-client';
import * as all from 'prom-client';
import type {
  Aggregator,
  Collector,
  CounterConfiguration,
  DefaultMetricsCollectorConfiguration,
  GaugeConfiguration,
  HistogramConfiguration,
  IncreaseDataWithExemplar,
  Metric,
  ObserveDataWithExemplar,
  OpenMetricsContentType,
  PrometheusContentType,
  RegistryContentType,
  SummaryConfiguration,
} from 'prom-client';

const show = (...values: unknown[]): unknown => values;

const requests = new Counter({
  name: 'http_requests_total',
  help: 'Requests',
  labelNames: ['method', 'code'] as const,
});
requests.inc();
requests.inc(5);
requests.inc({ method: 'GET', code: 200 });
requests.inc({ method: 'GET' }, 2);
requests.inc({ labels: { method: 'GET' }, value: 2, exemplarLabels: { code: 'x' } });
requests.labels('GET', '200').inc();
requests.labels({ method: 'GET', code: 200 }).inc(3);
requests.remove('GET', '200');
requests.remove({ method: 'GET' });
requests.reset();

const untyped: client.Counter = new client.Counter({ name: 'a', help: 'A', labelNames: ['x', 'y'] });
untyped.inc({ x: 1, anything: 'else' });
const mutable: string[] = ['a', 'b'];
const readonly: readonly string[] = mutable;
export const dynamic = [
  new Counter({ name: 'b', help: 'B', labelNames: mutable }),
  new Gauge({ name: 'c', help: 'C', labelNames: readonly }),
];

const queue = new Gauge({
  name: 'queue_length',
  help: 'Jobs',
  labelNames: ['queue'],
  registers: [register],
  aggregator: 'max',
  collect() {
    this.set({ queue: 'mail' }, 3);
  },
});
queue.set(1);
queue.set({ queue: 'mail' }, 1);
queue.inc();
queue.dec({ queue: 'mail' });
queue.dec(2);
queue.setToCurrentTime();
queue.setToCurrentTime({ queue: 'mail' });
const endGauge = queue.startTimer({ queue: 'mail' });
export const gaugeSeconds: number = endGauge({ queue: 'print' });
queue.labels('mail').set(2);
const child: Gauge.Internal<'queue'> = queue.labels({ queue: 'mail' });
child.setToCurrentTime();
export const childSeconds: number = child.startTimer()({ queue: 'x' });

const duration = new Histogram({
  name: 'duration_seconds',
  help: 'Duration',
  labelNames: ['method'] as const,
  buckets: [...linearBuckets(1, 1, 3), ...exponentialBuckets(8, 2, 4)],
  enableExemplars: true,
  async collect() {
    await Promise.resolve();
    this.observe({ method: 'GET' }, 1);
  },
});
duration.observe(1);
duration.observe({ method: 'GET' }, 1);
duration.observe({ labels: { method: 'GET' }, value: 1, exemplarLabels: { method: 'x' } });
duration.zero({ method: 'GET' });
const end = duration.startTimer({ method: 'GET' }, { method: 'x' });
export const seconds: number = end({ method: 'PUT' }, { method: 'y' });
duration.labels('GET').observe(2);
duration.labels({ method: 'GET' }).startTimer()({ method: 'GET' });
export const bounds: Histogram.Config = { buckets: [1] };

const size = new Summary({
  name: 'size_bytes',
  help: 'Size',
  labelNames: ['kind'],
  percentiles: [0.5, 0.9],
  maxAgeSeconds: 600,
  ageBuckets: 5,
  pruneAgedBuckets: true,
  compressCount: 100,
});
size.observe(1);
size.observe({ kind: 'a' }, 1);
export const summarySeconds: number = size.labels('a').startTimer()();
size.reset();

class Measured {
  private readonly counter: client.Counter<'a'>;
  readonly gauge?: Gauge;
  constructor(registry: Registry = new Registry()) {
    this.counter = new client.Counter({ name: 'd', help: 'D', labelNames: ['a'], registers: [registry] });
  }
  count(a: string): void {
    this.counter.inc({ a });
  }
}
new Measured(register).count('x');

/** Takes any counter, as libraries do. */
export function countAny(counter: Counter, labels: Record<string, string | number>): void {
  counter.inc(labels);
}
countAny(requests, { method: 'GET' });
countAny(new Counter({ name: 'e', help: 'E' }), {});

async function read(): Promise<void> {
  const text: string = await register.metrics();
  const json = await register.getMetricsAsJSON();
  for (const { name, help, values, aggregator } of json) {
    const parts: [string, string, Aggregator] = [name, help, aggregator];
    for (const { value, labels } of values) show(parts, value.toFixed(2), labels['x']);
  }
  const { values } = await duration.get();
  show(
    text,
    values.map(({ metricName, value, labels }) => [metricName, value, labels.method]),
  );
  const known = register.getSingleMetric('queue_length') as Gauge | undefined;
  known?.set(2);
  const typed = register.getSingleMetric<'queue'>('queue_length');
  const metric: Metric<'queue'> | undefined = typed;
  if (metric instanceof Gauge) metric.set({ queue: 'a' }, 2);
  show(await register.getSingleMetricAsString('queue_length'));
  show(register.getMetricsAsArray().map((item) => [item.name, item.help, item.type]));
}
void read();

register.setDefaultLabels({ app: 'shop' });
register.setContentType(Registry.PROMETHEUS_CONTENT_TYPE);
register.removeSingleMetric('queue_length');
register.registerMetric(queue);
register.registerMetric(requests);
register.resetMetrics();
register.clear();
const merged: Registry = Registry.merge([register, new Registry()]);
const openMetrics = new Registry<OpenMetricsContentType>();
openMetrics.setContentType(openMetricsContentType);
openMetrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
export const inBoth = new Gauge({ name: 'f', help: 'F', registers: [openMetrics, merged] });
export const type: RegistryContentType = client.contentType;
export const prometheus: PrometheusContentType = prometheusContentType;

collectDefaultMetrics();
collectDefaultMetrics({ register: merged, prefix: 'shop_', labels: { a: 1 }, gcDurationBuckets: [1] });
client.collectDefaultMetrics({ register: openMetrics, eventLoopMonitoringPrecision: 20 });
export const groups: string[] = collectDefaultMetrics.metricsList;

const aggregator = new AggregatorRegistry();
createServer((_, response) => {
  void aggregator.clusterMetrics().then((page: string) => {
    response.setHeader('Content-Type', aggregator.contentType);
    return response.end(page);
  });
});
AggregatorRegistry.setRegistries([register, openMetrics]);
AggregatorRegistry.setRegistries(merged);
export const aggregated: Registry = AggregatorRegistry.aggregate([[{}]]);

const gateway = new Pushgateway('http://127.0.0.1:9091', { timeout: 5000, headers: { a: 'b' } }, merged);
void gateway.pushAdd({ jobName: 'job', groupings: { a: 'b' } }).then(({ resp, body }) => show(resp, body));
void new client.Pushgateway('http://127.0.0.1:9091').delete({ jobName: 'job' });
export const parameters: Pushgateway.Parameters = { jobName: 'job' };

export const isValid: boolean = validateMetricName('a');
export const collector: Collector = () => undefined;
export const options: CounterConfiguration<'a'> = { name: 'g', help: 'G', labelNames: ['a'] };
export const gaugeOptions: GaugeConfiguration<string> = { name: 'h', help: 'H' };
export const histogramOptions: HistogramConfiguration<'a'> = { ...options, buckets: [1], collect: undefined };
export const summaryOptions: SummaryConfiguration<'a'> = { ...options, percentiles: [1], collect: undefined };
export const increase: IncreaseDataWithExemplar<'a'> = { labels: { a: 1 }, exemplarLabels: { a: 2 } };
export const observation: ObserveDataWithExemplar<'a'> = { value: 1, labels: { a: 1 } };
export const defaults: DefaultMetricsCollectorConfiguration<PrometheusContentType> = { prefix: 'a' };
export const sameRegister: all.Registry = all.register;

// @ts-expect-error a label that the counter does not have
requests.inc({ methode: 'GET' });
// @ts-expect-error a counter without help
export const withoutHelp = new Counter({ name: 'i' });
// @ts-expect-error a text for a number
queue.set('5');

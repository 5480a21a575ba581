import { createRegistry } from '../../registry/registry.ts';
import { createMeterProvider } from '../../opentelemetry/create-meter-provider.ts';
import { expect, test } from 'vitest';
import type { Registry } from '../../registry/registry.ts';
import type { RunIdentity } from '../snapshot/snapshot.ts';
import { takeSnapshot } from '../snapshot/take-snapshot.ts';
import { otlpProtocol } from './otlp.ts';

const identity: RunIdentity = {
  job: 'shop',
  instance: 'a:1',
  runId: 'run',
  startMs: 1,
  attributes: [['region', 'eu']],
};
const json = otlpProtocol({ url: 'http://collector/v1/metrics', headers: {}, encoding: 'json' });

interface Metric {
  readonly name: string;
  readonly unit: string;
}

interface Body {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly {
      readonly scope: { readonly name: string };
      readonly metrics: readonly Metric[];
    }[];
  }[];
}

async function bodies(registry: Registry): Promise<Body[]> {
  const requests = await json.encode(takeSnapshot(await registry.gather(), identity, 2000));
  return requests.map(({ body }) => JSON.parse(String(body)) as Body);
}

async function sent(registry: Registry, name: string): Promise<unknown> {
  const [{ resourceMetrics }] = await bodies(registry);
  return resourceMetrics[0].scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .find((metric) => metric.name === name);
}

test('every kind of metric becomes the kind that OTLP has for it', async () => {
  const registry = createRegistry();
  registry.counter('orders_total', { help: 'Orders', labels: { method: 'any' } }).inc({ method: 'card' }, 2);
  registry.gauge('size_bytes', { help: 'Size', unit: 'bytes' }).set(-1.5);
  registry.histogram('took_seconds', { help: 'Time', unit: 'seconds', buckets: [1, 2] }).observe(1.5);
  registry.histogram('native_seconds', { help: 'Time', unit: 'seconds', native: true }).observe(4);
  registry.summary('wait_seconds', { help: 'Wait', unit: 'seconds', quantiles: [0.5] }).observe(8);
  registry.info('build_info', { help: 'Build', labels: { version: 'any' } }).set({ version: '1' });
  registry.stateset('door', { help: 'Door', states: ['open', 'shut'] }).set('shut');

  const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const time = { timeUnixNano: '2000000000' };
  expect(await sent(registry, 'orders_total')).toMatchObject({
    description: 'Orders',
    sum: {
      isMonotonic: true,
      aggregationTemporality: 2,
      dataPoints: [{ ...time, asDouble: 2, attributes: [attribute('method', 'card')] }],
    },
  });
  expect(await sent(registry, 'size_bytes')).toMatchObject({
    unit: 'By',
    gauge: { dataPoints: [{ ...time, startTimeUnixNano: '0', asDouble: -1.5, attributes: [] }] },
  });
  expect(await sent(registry, 'took_seconds')).toMatchObject({
    unit: 's',
    histogram: {
      dataPoints: [{ count: '1', sum: 1.5, explicitBounds: [1, 2], bucketCounts: ['0', '1', '0'] }],
    },
  });
  // 4 is the upper bound of a bucket: in OTLP the one with the index below that of Prometheus.
  expect(await sent(registry, 'native_seconds')).toMatchObject({
    exponentialHistogram: {
      dataPoints: [{ count: '1', scale: 3, positive: { offset: 15, bucketCounts: ['1'] } }],
    },
  });
  expect(await sent(registry, 'wait_seconds')).toMatchObject({
    summary: { dataPoints: [{ count: '1', sum: 8, quantileValues: [{ quantile: 0.5 }] }] },
  });
  expect(await sent(registry, 'build_info')).toMatchObject({
    gauge: { dataPoints: [{ asDouble: 1, attributes: [attribute('version', '1')] }] },
  });
  expect(await sent(registry, 'door')).toMatchObject({
    gauge: {
      dataPoints: [
        { asDouble: 0, attributes: [attribute('door', 'open')] },
        { asDouble: 1, attributes: [attribute('door', 'shut')] },
      ],
    },
  });
});

test('instruments of OpenTelemetry keep their own names, units and attributes in OTLP', async () => {
  const registry = createRegistry();
  const meter = createMeterProvider(registry).getMeter('orders-lib', '2.0');
  meter.createUpDownCounter('queue.size', { unit: '{job}' }).add(-2, { 'queue.name': 'mail' });
  const [{ resourceMetrics }] = await bodies(registry);
  expect(resourceMetrics[0].scopeMetrics.find(({ scope }) => scope.name === 'orders-lib')).toMatchObject({
    scope: { version: '2.0' },
    metrics: [
      {
        name: 'queue.size',
        unit: '{job}',
        sum: {
          isMonotonic: false,
          dataPoints: [{ asDouble: -2, attributes: [{ key: 'queue.name', value: { stringValue: 'mail' } }] }],
        },
      },
    ],
  });
});

test('the body is protobuf where nothing else is asked for', async () => {
  const registry = createRegistry();
  registry.counter('orders_total', { help: 'Orders' }).inc();
  const protobuf = otlpProtocol({ url: 'http://c/', headers: { x: '1' }, encoding: 'protobuf' });
  const [{ headers, body }] = await protobuf.encode(takeSnapshot(await registry.gather(), identity, 2000));
  expect(headers).toEqual({ x: '1', 'content-type': 'application/x-protobuf' });
  expect(body).toBeInstanceOf(Uint8Array);
  expect(Buffer.from(body).toString('latin1')).toContain('orders_total');
});

test('who sends is in the resource', async () => {
  const [body] = await bodies(createRegistry());
  expect(body.resourceMetrics[0]).toMatchObject({
    resource: {
      attributes: [
        { key: 'service.name', value: { stringValue: 'shop' } },
        { key: 'service.instance.id', value: { stringValue: 'a:1' } },
        { key: 'telemetry.sdk.name', value: { stringValue: 'telltale' } },
        { key: 'telemetry.sdk.language', value: { stringValue: 'nodejs' } },
        { key: 'telltale.run.id', value: { stringValue: 'run' } },
        { key: 'region', value: { stringValue: 'eu' } },
      ],
    },
  });
});

test('a million increments are one request, and very many series are several', async () => {
  const registry = createRegistry({ maxSeriesPerMetric: 20_000 });
  const counter = registry.counter('many_total', { help: 'Many', labels: { id: 'any' } });
  const one = counter.with({ id: '0' });
  for (let i = 0; i < 1_000_000; i++) one.inc();
  expect(await bodies(registry)).toHaveLength(1);
  expect(JSON.stringify(await sent(registry, 'many_total'))).toContain('"asDouble":1000000');
  for (let i = 1; i < 12_000; i++) counter.inc({ id: i });
  expect(await bodies(registry)).toHaveLength(3);
});

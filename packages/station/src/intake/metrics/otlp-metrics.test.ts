import { gzipSync, zstdCompressSync } from 'node:zlib';
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { resolveDefinition } from '@telltale/definition';
import { defineMonitoring } from '@telltale/sdk/define';
import { describeFaults } from '@telltale/model/wire';
import { expect, onTestFinished, test } from 'vitest';
import { intakeServer } from '../../../test/support/intake-server.ts';
import { metricIntake } from '../../../test/support/metric-intake.ts';
import { intakeStation, ownMetric } from '../../../test/support/intake-station.ts';
import { otlpGrpcClient } from '../../../test/support/otlp-grpc-client.ts';
import { samplesOf } from '../../../test/support/pushed-series.ts';
import { BodyBudget } from '../body/body-budget.ts';
import { openOtlpPorts } from '../otlp/otlp-ports.ts';
import { registerOtlp } from '../otlp/otlp-routes.ts';

const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const COMPRESS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  '': (bytes) => bytes,
  gzip: gzipSync,
  zstd: zstdCompressSync,
};
const JSON_TYPE = { 'content-type': 'application/json' };

/** A program with the SDK of OpenTelemetry, whose exports are gathered instead of sent. */
function openTelemetryProgram(temporality = AggregationTemporality.CUMULATIVE) {
  const exporter = new InMemoryMetricExporter(temporality);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e6 });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({
      'service.namespace': 'shop',
      'service.name': 'checkout',
      'service.instance.id': 'a1',
      'deployment.environment': 'prod',
    }),
    readers: [reader],
    views: [
      {
        instrumentName: 'payload.size',
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
      },
      {
        instrumentName: 'http.server.duration',
        aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: [0.1, 5] } },
      },
    ],
  });
  const collect = async (): Promise<ResourceMetrics> => {
    exporter.reset();
    await reader.forceFlush();
    return exporter.getMetrics()[0];
  };
  return { meter: provider.getMeter('shop-meter', '1.2.3'), collect };
}

/** Records with every instrument. */
function recordAll({ meter }: ReturnType<typeof openTelemetryProgram>): void {
  meter.createCounter('orders.placed', { description: 'Orders.' }).add(3, { 'payment.method': 'card' });
  meter.createUpDownCounter('queue.depth', { unit: '{item}' }).add(-2);
  meter.createGauge('cpu.utilization', { unit: '1' }).record(0.25, { core: '0' });
  const duration = meter.createHistogram('http.server.duration', { unit: 's' });
  for (const seconds of [0.05, 1, 7]) duration.record(seconds, { route: '/' });
  const size = meter.createHistogram('payload.size', { unit: 'By' });
  for (const bytes of [1, 2, 4, 1000]) size.record(bytes);
}

async function post(
  url: string,
  body: Uint8Array,
  headers: Record<string, string> = PROTOBUF,
  path = '/v1/metrics',
): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(url + path, { method: 'POST', headers, body: Buffer.from(body) });
  return { status: answer.status, text: await answer.text() };
}

const EXPECTED = {
  'orders_placed_total{instance="a1", job="shop/checkout", payment_method="card"}': '3',
  'queue_depth{instance="a1", job="shop/checkout"}': '-2',
  'cpu_utilization_ratio{core="0", instance="a1", job="shop/checkout"}': '0.25',
  'http_server_duration_seconds_count{instance="a1", job="shop/checkout", route="/"}': '3',
  'http_server_duration_seconds_sum{instance="a1", job="shop/checkout", route="/"}': '8.05',
  'http_server_duration_seconds_bucket{instance="a1", job="shop/checkout", le="0.1", route="/"}': '1',
  'http_server_duration_seconds_bucket{instance="a1", job="shop/checkout", le="5", route="/"}': '2',
  'http_server_duration_seconds_bucket{instance="a1", job="shop/checkout", le="+Inf", route="/"}': '3',
  'target_info{deployment_environment="prod", instance="a1", job="shop/checkout"}': '1',
};
const NATIVE = 'payload_size_bytes{instance="a1", job="shop/checkout"}';

/** The newest value of each series, native histograms apart. */
async function newest(intake: ReturnType<typeof metricIntake>) {
  const { [NATIVE]: native, ...others } = await intake.samples();
  const values = Object.entries(others).map(([series, samples]) => [
    series,
    String(Number(samples.at(-1)?.[1])),
  ]);
  return { native: native?.at(-1)?.[1], values: Object.fromEntries(values) as Record<string, string> };
}

/** Ways into a station without one, which keep what comes in memory. */
async function waysIn() {
  const made = metricIntake();
  const { url, targets } = await intakeServer((server, to) => registerOtlp(server, to, new BodyBudget()), {
    metrics: made.intake,
  });
  const ports = await openOtlpPorts({
    ports: { grpc: 0 },
    routing: () => undefined,
    targets,
    budget: new BodyBudget(),
    log: () => undefined,
  });
  onTestFinished(() => ports.close());
  return { ...made, url, grpcUrl: ports.grpcUrl! };
}

test.each([
  { form: 'protobuf', encoding: '' },
  { form: 'protobuf', encoding: 'gzip' },
  { form: 'protobuf', encoding: 'zstd' },
  { form: 'json', encoding: '' },
  { form: 'grpc', encoding: '' },
])(
  'what the OpenTelemetry SDK pushes becomes what Prometheus makes of it, %j',
  async ({ form, encoding }) => {
    const made = await waysIn();
    const sdk = openTelemetryProgram();
    recordAll(sdk);
    const serializer = form === 'json' ? JsonMetricsSerializer : ProtobufMetricsSerializer;
    const request = serializer.serializeRequest(await sdk.collect())!;
    if (form === 'grpc') {
      expect(await otlpGrpcClient(made.grpcUrl).export('metrics', request)).toHaveLength(0);
    } else {
      const type = form === 'json' ? JSON_TYPE : PROTOBUF;
      const headers = { ...type, ...(encoding && { 'content-encoding': encoding }) };
      const answer = await post(made.url, COMPRESS[encoding](request), headers);
      expect(answer).toMatchObject({ status: 200, text: form === 'json' ? '{}' : '' });
    }
    const { values, native } = await newest(made);
    expect(values).toEqual(EXPECTED);
    expect(native).toMatchObject({ count: 4, sum: 1007 });
    expect(made.received()).toBe(5);
  },
);

test('a station stores what is pushed, with its metadata, and counts it', async () => {
  const station = await intakeStation();
  const sdk = openTelemetryProgram();
  recordAll(sdk);
  const request = ProtobufMetricsSerializer.serializeRequest(await sdk.collect())!;
  // Where Prometheus takes them.
  expect((await post(station.url, request, PROTOBUF, '/api/v1/otlp/v1/metrics')).status).toBe(200);
  expect(await samplesOf(station, '{instance="a1",__name__!~"payload.*"}')).toEqual(EXPECTED);
  const answer = await fetch(`${station.url}/api/v1/metadata`);
  const { data } = (await answer.json()) as { data: Record<string, unknown> };
  expect(data).toMatchObject({
    orders_placed_total: [{ type: 'counter', help: 'Orders.', unit: '' }],
    queue_depth: [{ type: 'gauge' }],
    http_server_duration_seconds: [{ type: 'histogram', unit: 'seconds' }],
    payload_size_bytes: [{ type: 'histogram', unit: 'bytes' }],
    target_info: [{ type: 'gauge', help: 'Target metadata' }],
  });
  expect(await ownMetric(station, 'telltale_samples_received_total{source="otlp_http"}')).toBe(5);
}, 20_000);

test('deltas are added up, a point that comes again is counted once, and a late one is told', async () => {
  const made = metricIntake();
  const take = (bytes: Uint8Array) => made.intake.takeOtlp('protobuf', Buffer.from(bytes), 'otlp_http');
  const sdk = openTelemetryProgram(AggregationTemporality.DELTA);
  recordAll(sdk);
  const first = ProtobufMetricsSerializer.serializeRequest(await sdk.collect())!;
  expect(await take(first)).toMatchObject({ rejected: 0 });
  expect(describeFaults((await take(first)).faults)).not.toContain('not newer than the one before');
  recordAll(sdk);
  await take(ProtobufMetricsSerializer.serializeRequest(await sdk.collect())!);
  const { values, native } = await newest(made);
  expect(values).toMatchObject({
    'orders_placed_total{instance="a1", job="shop/checkout", payment_method="card"}': '6',
    'http_server_duration_seconds_count{instance="a1", job="shop/checkout", route="/"}': '6',
    'http_server_duration_seconds_bucket{instance="a1", job="shop/checkout", le="5", route="/"}': '4',
  });
  expect(native).toMatchObject({ count: 8, sum: 2014 });
  const late = await take(first);
  expect(describeFaults(late.faults)).toContain('not newer than the one before');
});

test.each([
  ['UnderscoreEscapingWithoutSuffixes', 'http_server_duration_count', 'orders_placed', 'payment_method'],
  [
    'NoUTF8EscapingWithSuffixes',
    'http.server.duration_seconds_count',
    'orders.placed_total',
    'payment.method',
  ],
  ['NoTranslation', 'http.server.duration_count', 'orders.placed', 'payment.method'],
] as const)('names are translated as %s says', async (translation, histogram, counter, label) => {
  const otlp = { translation, promoteResourceAttributes: ['deployment.environment'], scopeLabels: true };
  const { station } = resolveDefinition(defineMonitoring({ service: 'shop', station: { otlp } }));
  const made = metricIntake({ translation: station.otlp });
  const sdk = openTelemetryProgram();
  recordAll(sdk);
  const request = Buffer.from(ProtobufMetricsSerializer.serializeRequest(await sdk.collect())!);
  await made.intake.takeOtlp('protobuf', request, 'otlp_http');
  const stored = Object.keys(await made.samples());
  expect(stored.some((series) => series.startsWith(`${histogram}{`))).toBe(true);
  const series = stored.find((one) => one.startsWith(`${counter}{`));
  const environment = translation.startsWith('No') ? 'deployment.environment' : 'deployment_environment';
  expect(series).toContain(`${label}="card"`);
  expect(series).toContain(`${environment}="prod"`);
  expect(series).toContain('otel_scope_name="shop-meter", otel_scope_version="1.2.3"');
});

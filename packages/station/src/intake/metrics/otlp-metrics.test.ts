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
import type { OtlpDeclaration, ResolvedDefinition } from '@telltale/definition';
import { defineMonitoring } from '@telltale/sdk/define';
import { expect, test } from 'vitest';
import { intakeStation, ownMetric } from '../../../test/support/intake-station.ts';
import { otlpGrpcClient } from '../../../test/support/otlp-grpc-client.ts';
import { samplesOf } from '../../../test/support/pushed-series.ts';
import type { Station } from '../../station.ts';

const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const COMPRESS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  '': (bytes) => bytes,
  gzip: gzipSync,
  zstd: zstdCompressSync,
};
const JSON_TYPE = { 'content-type': 'application/json' };

/** A program with the SDK of OpenTelemetry, whose exports are gathered instead of sent. */
function openTelemetryProgram({ temporality = AggregationTemporality.CUMULATIVE, instance = 'a1' } = {}) {
  const exporter = new InMemoryMetricExporter(temporality);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e6 });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({
      'service.namespace': 'shop',
      'service.name': 'checkout',
      'service.instance.id': instance,
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

/** A definition that says how names are translated. */
function definitionWith(otlp: OtlpDeclaration): ResolvedDefinition {
  return resolveDefinition(defineMonitoring({ service: 'shop', station: { otlp } }));
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

function expectedOf(instance: string): Record<string, string> {
  return {
    [`orders_placed_total{instance="${instance}",job="shop/checkout",payment_method="card"}`]: '3',
    [`queue_depth{instance="${instance}",job="shop/checkout"}`]: '-2',
    [`cpu_utilization_ratio{core="0",instance="${instance}",job="shop/checkout"}`]: '0.25',
    [`http_server_duration_seconds_count{instance="${instance}",job="shop/checkout",route="/"}`]: '3',
    [`http_server_duration_seconds_sum{instance="${instance}",job="shop/checkout",route="/"}`]: '8.05',
    [`http_server_duration_seconds_bucket{instance="${instance}",job="shop/checkout",le="0.1",route="/"}`]:
      '1',
    [`http_server_duration_seconds_bucket{instance="${instance}",job="shop/checkout",le="5",route="/"}`]: '2',
    [`http_server_duration_seconds_bucket{instance="${instance}",job="shop/checkout",le="+Inf",route="/"}`]:
      '3',
    [`target_info{deployment_environment="prod",instance="${instance}",job="shop/checkout"}`]: '1',
  };
}

async function pushed(station: Station): Promise<Record<string, string>> {
  return samplesOf(station, '{job=~".+",__name__!~"payload.*",job!="telltale"}');
}

async function post(station: Station, body: Uint8Array, headers: Record<string, string> = PROTOBUF) {
  const answer = await fetch(`${station.url}/v1/metrics`, {
    method: 'POST',
    headers,
    body: Buffer.from(body),
  });
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
}

/** Sends a request as programs may. */
async function send(
  station: Station,
  metrics: ResourceMetrics,
  { form, encoding }: { readonly form: 'protobuf' | 'json' | 'grpc'; readonly encoding: string },
): Promise<void> {
  const serializer = form === 'json' ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  const request = serializer.serializeRequest(metrics)!;
  if (form === 'grpc') {
    expect(await otlpGrpcClient(station.otlp.grpcUrl!).export('metrics', request)).toHaveLength(0);
    return;
  }
  const type = form === 'json' ? JSON_TYPE : PROTOBUF;
  const headers = { ...type, ...(encoding && { 'content-encoding': encoding }) };
  const answer = await post(station, COMPRESS[encoding](request), headers);
  expect(answer.status, answer.body.toString()).toBe(200);
  expect(answer.body.toString()).toBe(form === 'json' ? '{}' : '');
}

test('what the OpenTelemetry SDK pushes is stored as Prometheus names it, in whatever form it comes', async () => {
  const station = await intakeStation({ otlp: { grpc: 0 } });
  const ways = [
    { form: 'protobuf', encoding: '' },
    { form: 'protobuf', encoding: 'gzip' },
    { form: 'protobuf', encoding: 'zstd' },
    { form: 'json', encoding: '' },
    { form: 'grpc', encoding: '' },
  ] as const;
  for (const [i, way] of ways.entries()) {
    const sdk = openTelemetryProgram({ instance: `a${i}` });
    recordAll(sdk);
    await send(station, await sdk.collect(), way);
    const stored = await samplesOf(station, `{instance="a${i}",__name__!~"payload.*"}`);
    expect(stored, JSON.stringify(way)).toEqual(expectedOf(`a${i}`));
    const native = Object.values(await samplesOf(station, `payload_size_bytes{instance="a${i}"}`));
    expect(JSON.parse(native[0])).toMatchObject({ count: '4', sum: '1007' });
  }
  expect(await ownMetric(station, 'telltale_samples_received_total{source="otlp_http"}')).toBe(20);
  expect(await ownMetric(station, 'telltale_samples_received_total{source="otlp_grpc"}')).toBe(5);
});

test('the metadata of pushed metrics is kept', async () => {
  const station = await intakeStation();
  const sdk = openTelemetryProgram();
  recordAll(sdk);
  await post(station, ProtobufMetricsSerializer.serializeRequest(await sdk.collect())!);
  const answer = await fetch(`${station.url}/api/v1/metadata`);
  const { data } = (await answer.json()) as { data: Record<string, unknown> };
  expect(data).toMatchObject({
    orders_placed_total: [{ type: 'counter', help: 'Orders.', unit: '' }],
    queue_depth: [{ type: 'gauge' }],
    http_server_duration_seconds: [{ type: 'histogram', unit: 'seconds' }],
    payload_size_bytes: [{ type: 'histogram', unit: 'bytes' }],
    target_info: [{ type: 'gauge', help: 'Target metadata' }],
  });
});

test('deltas are added up, a point that comes again is counted once, and a late one is told', async () => {
  const station = await intakeStation();
  const sdk = openTelemetryProgram({ temporality: AggregationTemporality.DELTA });
  recordAll(sdk);
  const first = ProtobufMetricsSerializer.serializeRequest(await sdk.collect())!;
  expect((await post(station, first)).body).toHaveLength(0);
  expect((await post(station, first)).body).toHaveLength(0);
  recordAll(sdk);
  await post(station, ProtobufMetricsSerializer.serializeRequest(await sdk.collect())!);
  expect(await pushed(station)).toMatchObject({
    'orders_placed_total{instance="a1",job="shop/checkout",payment_method="card"}': '6',
    'http_server_duration_seconds_count{instance="a1",job="shop/checkout",route="/"}': '6',
    'http_server_duration_seconds_bucket{instance="a1",job="shop/checkout",le="5",route="/"}': '4',
  });
  const native = Object.values(await samplesOf(station, 'payload_size_bytes'));
  expect(JSON.parse(native[0])).toMatchObject({ count: '8', sum: '2014' });
  const late = await post(station, first);
  expect(late.status).toBe(200);
  expect(late.body.toString()).toContain('not newer than the one before');
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
  const promoted = { promoteResourceAttributes: ['deployment.environment'], scopeLabels: true };
  const station = await intakeStation({ definition: definitionWith({ translation, ...promoted }) });
  const sdk = openTelemetryProgram();
  recordAll(sdk);
  await post(station, ProtobufMetricsSerializer.serializeRequest(await sdk.collect())!);
  const names = Object.keys(await pushed(station)).map((series) => series.split('{')[0]);
  expect(names).toContain(histogram);
  const [series] = Object.keys(await samplesOf(station, `{__name__="${counter}"}`));
  const environment = translation.startsWith('No') ? 'deployment.environment' : 'deployment_environment';
  expect(series).toContain(`${label}="card"`);
  expect(series).toContain(`${environment}="prod"`);
  expect(series).toContain('otel_scope_name="shop-meter",otel_scope_version="1.2.3"');
});

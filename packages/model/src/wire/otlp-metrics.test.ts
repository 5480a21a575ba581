import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { expect, test } from 'vitest';
import { EXPORT_METRICS_REQUEST } from '../../test/support/otlp-schema.ts';
import type { Message } from '../../test/support/read-message.ts';
import { readMessage } from '../../test/support/read-message.ts';
import type { OtlpMetric, OtlpMetricData, OtlpMetrics } from './otlp-metrics.ts';
import { printOtlpMetrics } from './print-otlp-metrics.ts';
import { writeOtlpMetrics } from './write-otlp-metrics.ts';

const START_MS = 1_790_000_000_000;
const TIME_MS = 1_790_000_060_000;

test('metrics written as protobuf are those that the OpenTelemetry exporter writes', async () => {
  const theirs = await recorded();
  const bytes = ProtobufMetricsSerializer.serializeRequest(theirs) ?? new Uint8Array();
  expect(comparable(readMessage(writeOtlpMetrics(same()), EXPORT_METRICS_REQUEST))).toEqual(
    comparable(readMessage(bytes, EXPORT_METRICS_REQUEST)),
  );
});

test('metrics printed as JSON are those that the OpenTelemetry exporter prints', async () => {
  const bytes = JsonMetricsSerializer.serializeRequest(await recorded()) ?? new Uint8Array();
  const theirs: unknown = JSON.parse(Buffer.from(bytes).toString());
  expect(comparable(JSON.parse(printOtlpMetrics(same())))).toEqual(comparable(theirs));
});

test('summaries, exemplars, attributes that are no texts and numbers that are none are written', () => {
  const metrics = ofMetric({ name: 'm', description: 'what', unit: 's', ...hostileSummary });
  const [point] = pointsOf(readMessage(writeOtlpMetrics(metrics), EXPORT_METRICS_REQUEST), 'summary');
  expect(point).toMatchObject({
    count: [3n],
    sum: [NaN],
    quantile_values: [
      { quantile: [0.5], value: [Infinity] },
      { quantile: [0.99], value: [-0] },
    ],
    attributes: [
      { key: ['__proto__'], value: [{ string_value: ['\u{fffd}\0'] }] },
      { key: ['whole'], value: [{ int_value: [7n] }] },
      { key: ['half'], value: [{ double_value: [0.5] }] },
      { key: ['yes'], value: [{ bool_value: [true] }] },
      {
        key: ['list'],
        value: [{ array_value: [{ values: [{ string_value: ['a'] }, { int_value: [1n] }] }] }],
      },
    ],
  });
  expect(JSON.parse(printOtlpMetrics(metrics))).toMatchObject({
    resourceMetrics: [
      { scopeMetrics: [{ metrics: [{ summary: { dataPoints: [{ count: '3', sum: 'NaN' }] } }] }] },
    ],
  });
});

test('an exemplar carries its trace and span as bytes, and none where they are no ids', () => {
  const exemplar = { value: 2, timeMs: TIME_MS, attributes: [] };
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const exemplars = [
    { ...exemplar, traceId, spanId: 'b7ad6b7169203331' },
    { ...exemplar, traceId: 'not an id', spanId: '' },
  ];
  const point = { attributes: [], startMs: START_MS, timeMs: TIME_MS, value: 1, exemplars };
  const metric: OtlpMetric = {
    name: 'm',
    description: '',
    unit: '',
    kind: 'sum',
    isMonotonic: true,
    points: [point],
  };
  const [read] = pointsOf(readMessage(writeOtlpMetrics(ofMetric(metric)), EXPORT_METRICS_REQUEST), 'sum');
  const time_unix_nano = [BigInt(TIME_MS) * 1_000_000n];
  expect(read['exemplars']).toEqual([
    { time_unix_nano, as_double: [2], trace_id: [traceId], span_id: ['b7ad6b7169203331'] },
    { time_unix_nano, as_double: [2] },
  ]);
});

test('counts that are no whole numbers do not break the request', () => {
  const counts = [1.4, -3, NaN, Infinity, 2 ** 60];
  const histogram: OtlpMetricData = {
    kind: 'histogram',
    points: [
      {
        attributes: [],
        startMs: NaN,
        timeMs: -1,
        count: 2,
        sum: 1,
        bounds: [1, 2, 3, 4],
        bucketCounts: counts,
      },
    ],
  };
  const bytes = writeOtlpMetrics(ofMetric({ name: 'm', description: '', unit: '', ...histogram }));
  const [read] = pointsOf(readMessage(bytes, EXPORT_METRICS_REQUEST), 'histogram');
  expect(read['bucket_counts']).toEqual([1n, 0n, 0n, 0n, 2n ** 60n]);
  expect(read['start_time_unix_nano']).toEqual([0n]);
});

const hostileSummary: OtlpMetricData = {
  kind: 'summary',
  points: [
    {
      startMs: START_MS,
      timeMs: TIME_MS,
      count: 3,
      sum: NaN,
      quantiles: [
        [0.5, Infinity],
        [0.99, -0],
      ],
      attributes: [
        ['__proto__', '\u{d800}\0'],
        ['whole', 7],
        ['half', 0.5],
        ['yes', true],
        ['list', ['a', 1]],
      ],
    },
  ],
};

function ofMetric(metric: OtlpMetric): OtlpMetrics {
  return { resource: [], scopes: [{ name: 's', version: '', metrics: [metric] }] };
}

/** Records with the OpenTelemetry SDK what {@link same} says in our words. */
async function recorded(): Promise<ResourceMetrics> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const provider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e6 })],
    views: [{ instrumentName: 'exponential', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  });
  const meter = provider.getMeter('lib', '1.2.3');
  meter
    .createCounter('orders', { description: 'Orders placed', unit: '{order}' })
    .add(3.5, { method: 'card' });
  meter.createUpDownCounter('open', { unit: 'By' }).add(-2.5);
  meter.createGauge('level').record(0.25, { ok: true });
  const histogram = meter.createHistogram('took', {
    unit: 's',
    advice: { explicitBucketBoundaries: [1, 2] },
  });
  for (const value of [0.5, 1, 1.5, 7]) histogram.record(value, { n: 3 });
  const exponential = meter.createHistogram('exponential');
  // The same power of two, so that the scale needs no adjusting to hold both.
  for (const value of [4, 4, 0]) exponential.record(value);
  await provider.forceFlush();
  const [metrics] = exporter.getMetrics();
  await provider.shutdown();
  return { ...metrics, resource: { ...metrics.resource, attributes: { 'service.name': 'shop', shards: 4 } } };
}

function same(): OtlpMetrics {
  const times = { startMs: START_MS, timeMs: TIME_MS };
  const plain = { ...times, attributes: [] };
  const metrics: OtlpMetric[] = [
    {
      name: 'orders',
      description: 'Orders placed',
      unit: '{order}',
      kind: 'sum',
      isMonotonic: true,
      points: [{ ...times, attributes: [['method', 'card']], value: 3.5 }],
    },
    {
      name: 'open',
      description: '',
      unit: 'By',
      kind: 'sum',
      isMonotonic: false,
      points: [{ ...plain, value: -2.5 }],
    },
    {
      name: 'level',
      description: '',
      unit: '',
      kind: 'gauge',
      points: [{ ...times, attributes: [['ok', true]], value: 0.25 }],
    },
    {
      name: 'took',
      description: '',
      unit: 's',
      kind: 'histogram',
      points: [
        { ...times, attributes: [['n', 3]], count: 4, sum: 10, bounds: [1, 2], bucketCounts: [2, 1, 1] },
      ],
    },
    {
      name: 'exponential',
      description: '',
      unit: '',
      kind: 'exponentialHistogram',
      points: [
        {
          ...plain,
          count: 3,
          sum: 8,
          scale: 20,
          zeroCount: 1,
          zeroThreshold: 0,
          // 4 is the upper bound of the bucket whose index is 2 * 2^20 - 1.
          positive: { offset: 2 * 2 ** 20 - 1, counts: [2] },
          negative: { offset: 0, counts: [] },
        },
      ],
    },
  ];
  return {
    resource: [
      ['service.name', 'shop'],
      ['shards', 4],
    ],
    scopes: [{ name: 'lib', version: '1.2.3', metrics }],
  };
}

const IGNORED = /^(?:start_?time|time_?unix|min$|max$|zero_?threshold$|schema_?url|dropped)/i;

/**
 * What a message says: metrics by name, without times, without the minimum and maximum that only theirs
 * has, without defaults, and numbers as numbers: their JSON has 64-bit integers unquoted.
 */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable).sort((a, b) => byName(a, b));
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([name, part]): [string, unknown] => [name, comparable(part)])
    .filter(([name, part]) => !IGNORED.test(name) && !isDefault(part));
  return Object.fromEntries(entries);
}

function byName(a: unknown, b: unknown): number {
  const nameOf = (value: unknown) => String(Reflect.get(Object(value), 'name') ?? '');
  return nameOf(a).localeCompare(nameOf(b));
}

/** A field that is not sent and one with its default are the same. */
function isDefault(part: unknown): boolean {
  return ['[]', '[false]', '[""]', '[0]', '[{}]', '{}', '0', '""'].includes(JSON.stringify(part));
}

function pointsOf(request: Message, kind: string): Message[] {
  const path = ['resource_metrics', 'scope_metrics', 'metrics', kind];
  const data = path.reduce((message, name) => message[name][0] as Message, request);
  return data['data_points'] as Message[];
}

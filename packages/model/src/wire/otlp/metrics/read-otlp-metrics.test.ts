import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewOf } from '../../../bytes/same-bytes.ts';
import type { OtlpMetric, OtlpMetrics } from '../../otlp-metrics.ts';
import { printOtlpMetrics } from '../../print-otlp-metrics.ts';
import { writeOtlpMetrics } from '../../write-otlp-metrics.ts';
import type { OtlpMetricSink } from './metric-sink.ts';
import { readOtlpMetricsJson } from './read-otlp-metrics-json.ts';
import { readOtlpMetrics } from './read-otlp-metrics.ts';

const { Bit64, LengthDelimited, Varint } = WireType;
const TIME_MS = 1_790_000_000_123;

/** Writes down all that is read. */
function noting() {
  const noted: unknown[] = [];
  const sink: OtlpMetricSink = {
    resource: (resource) => void noted.push(resource.read()),
    scope: (scope) => void noted.push(scope.read()),
    metric: ({ description, ...head }) => void noted.push({ ...head, ...description.read() }),
    // The draft is used again.
    point: ({ attributes: read, ...point }) =>
      void noted.push({ ...structuredClone(point), attributes: read.read() }),
  };
  return { noted, sink };
}

const attributes = fc.array(
  fc.tuple(fc.string({ minLength: 1 }), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
  { maxLength: 4 },
);
const count = fc.nat(1000);
const exemplar = fc.record({
  value: fc.double(),
  timeMs: fc.constant(TIME_MS),
  traceId: fc.constantFrom('', 'ab'.repeat(16)),
  spanId: fc.constantFrom('', 'cd'.repeat(8)),
  attributes,
});
const common = { attributes, startMs: fc.constant(TIME_MS - 1), timeMs: fc.constant(TIME_MS) };
const exemplars = fc.array(exemplar, { maxLength: 2 });
const buckets = fc.record({
  offset: fc.integer({ min: -200, max: 200 }),
  counts: fc.array(count, { maxLength: 5 }),
});
const names = { name: fc.string(), description: fc.string(), unit: fc.string() };
const metric: fc.Arbitrary<OtlpMetric> = fc.oneof(
  fc.record({
    ...names,
    kind: fc.constant('gauge' as const),
    points: fc.array(fc.record({ ...common, value: fc.double() }), { maxLength: 3 }),
  }),
  fc.record({
    ...names,
    kind: fc.constant('sum' as const),
    isMonotonic: fc.boolean(),
    points: fc.array(fc.record({ ...common, value: fc.integer(), exemplars }), { maxLength: 3 }),
  }),
  fc.record({
    ...names,
    kind: fc.constant('histogram' as const),
    points: fc.array(
      fc.record({
        ...common,
        count,
        sum: fc.double(),
        bounds: fc.constant([1, 2.5]),
        bucketCounts: fc.tuple(count, count, count),
        exemplars,
      }),
      { maxLength: 2 },
    ),
  }),
  fc.record({
    ...names,
    kind: fc.constant('exponentialHistogram' as const),
    points: fc.array(
      fc.record({
        ...common,
        count,
        sum: fc.double(),
        scale: fc.integer({ min: -4, max: 20 }),
        zeroCount: count,
        zeroThreshold: fc.constant(0.5),
        positive: buckets,
        negative: buckets,
        exemplars,
      }),
      { maxLength: 2 },
    ),
  }),
  fc.record({
    ...names,
    kind: fc.constant('summary' as const),
    points: fc.array(
      fc.record({
        ...common,
        count,
        sum: fc.double(),
        quantiles: fc.array(fc.tuple(fc.double(), fc.double()), { maxLength: 3 }),
      }),
      { maxLength: 2 },
    ),
  }),
);
const request: fc.Arbitrary<OtlpMetrics> = fc.record({
  resource: attributes,
  scopes: fc.array(
    fc.record({ name: fc.string(), version: fc.string(), metrics: fc.array(metric, { maxLength: 4 }) }),
    { maxLength: 2 },
  ),
});

test('metrics in protobuf and in JSON are read as the same', () => {
  fc.assert(
    fc.property(request, (metrics) => {
      const [fromBytes, fromJson] = [noting(), noting()];
      expect(readOtlpMetrics(writeOtlpMetrics(metrics), fromBytes.sink)).toEqual({ rejected: 0, faults: [] });
      expect(readOtlpMetricsJson(printOtlpMetrics(metrics), fromJson.sink)).toEqual({
        rejected: 0,
        faults: [],
      });
      expect(fromBytes.noted).toEqual(fromJson.noted);
    }),
  );
});

test('fields are read in whatever order they stand, and parts that stand apart are recognised', () => {
  const keys: string[] = [];
  const { noted, sink } = noting();
  const attribute = (writer: BinaryWriter, name: string) =>
    writer.tag(7, LengthDelimited).fork().tag(1, LengthDelimited).string(name).join();
  const writer = new BinaryWriter()
    .tag(1, LengthDelimited)
    .fork()
    .tag(2, LengthDelimited)
    .fork()
    .tag(2, LengthDelimited)
    .fork();
  writer.tag(7, LengthDelimited).fork().tag(3, Varint).bool(true).tag(2, Varint).int32(1);
  for (let i = 0; i < 2; i++) {
    writer.tag(1, LengthDelimited).fork();
    attribute(writer, 'a');
    writer.tag(6, Bit64).sfixed64(-5).tag(99, LengthDelimited).string('unknown');
    attribute(writer, 'b');
    writer.tag(3, Bit64).fixed64(1_790_000_000_123_999_999n).join();
  }
  writer.join().tag(1, LengthDelimited).string('late').join().join().join();
  readOtlpMetrics(writer.finish(), {
    ...sink,
    point: (point) => {
      keys.push(point.attributes.key);
      const bytes = viewOf(Buffer.from(keys[0], 'latin1'));
      expect(point.attributes.matches(bytes, 0, bytes.byteLength)).toBe(true);
      expect(point.attributes.matches(bytes, 0, bytes.byteLength - 1)).toBe(false);
      return sink.point(point);
    },
  });
  expect(keys[0]).toBe(keys[1]);
  expect(noted.slice(2)).toMatchObject([
    { name: 'late', kind: 'sum', temporality: 'delta', isMonotonic: true },
    { value: -5, timeMs: TIME_MS, attributes: { a: null, b: null } },
    { value: -5 },
  ]);
});

test('bytes of any kind are read or refused with their position', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const { sink } = noting();
      try {
        readOtlpMetrics(bytes, sink);
      } catch (error) {
        expect(error).toMatchObject({
          code: 'TT_OTLP',
          message: expect.stringMatching(/^request at byte \d+: /),
        });
      }
    }),
  );
});

test('a part that is longer than any name is told, and memory is not kept for it', () => {
  const { sink } = noting();
  const point = { attributes: [['a', 'x'.repeat(70_000)]] as const, startMs: 0, timeMs: TIME_MS, value: 1 };
  const metrics: OtlpMetrics = {
    resource: [],
    scopes: [
      {
        name: '',
        version: '',
        metrics: [{ name: 'g', description: '', unit: '', kind: 'gauge', points: [point] }],
      },
    ],
  };
  for (const outcome of [
    readOtlpMetrics(writeOtlpMetrics(metrics), sink),
    readOtlpMetricsJson(printOtlpMetrics(metrics), sink),
  ]) {
    expect(outcome).toMatchObject({
      rejected: 1,
      faults: [{ problem: 'too_long', where: 'resourceMetrics[0].scopeMetrics[0].metrics[0]' }],
    });
  }
});

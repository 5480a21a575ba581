import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePrometheusProto } from './parse-prometheus-proto.ts';
import type {
  PrometheusBucketRun,
  PrometheusExemplar,
  PrometheusFamily,
  PrometheusMetric,
  PrometheusValue,
} from './prometheus-family.ts';
import { PROMETHEUS_TYPES } from './prometheus-family.ts';
import { writePrometheusProto } from './write-prometheus-proto.ts';

const { Bit64, LengthDelimited, StartGroup, Varint } = WireType;

const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed());
const count = fc.oneof(fc.nat({ max: 50 }), fc.nat(), fc.maxSafeNat());
const timeMs = fc.integer({ min: -1e12, max: 4e12 });
const labels = fc.array(fc.tuple(fc.oneof(fc.constant('__proto__'), text), text), { maxLength: 3 });
const exemplar: fc.Arbitrary<PrometheusExemplar> = fc.record(
  { labels, value: fc.double(), timestampMs: timeMs },
  { requiredKeys: ['labels', 'value'] },
);
const runs: fc.Arbitrary<PrometheusBucketRun[]> = fc
  .array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.array(count, { minLength: 1, maxLength: 6 })), {
    maxLength: 3,
  })
  .map((parts) => {
    let end = -100;
    return parts.map(([gap, counts]) => {
      const start = end + Math.abs(gap);
      end = start + counts.length;
      return { start, counts };
    });
  });
const native = fc.record({
  schema: fc.integer({ min: -4, max: 8 }),
  zeroThreshold: fc.double({ min: 0, noNaN: true }),
  zeroCount: count,
  positive: runs,
  negative: runs,
});
const bucket = fc.record(
  { upperBound: fc.double(), cumulativeCount: count, exemplar },
  { requiredKeys: ['upperBound', 'cumulativeCount'] },
);
const value: fc.Arbitrary<PrometheusValue> = fc.oneof(
  fc.record(
    { kind: fc.constant('counter' as const), value: fc.double(), exemplar, createdMs: timeMs },
    { requiredKeys: ['kind', 'value'] },
  ),
  fc.record({ kind: fc.constantFrom('gauge' as const, 'untyped' as const), value: fc.double() }),
  fc.record(
    {
      kind: fc.constant('summary' as const),
      count,
      sum: fc.double(),
      quantiles: fc.array(fc.record({ quantile: fc.double(), value: fc.double() }), { maxLength: 3 }),
      createdMs: timeMs,
    },
    { requiredKeys: ['kind', 'count', 'sum', 'quantiles'] },
  ),
  fc.record(
    {
      kind: fc.constant('histogram' as const),
      count,
      sum: fc.double(),
      buckets: fc.array(bucket, { maxLength: 4 }),
      native,
      createdMs: timeMs,
    },
    { requiredKeys: ['kind', 'count', 'sum', 'buckets'] },
  ),
);
const metric: fc.Arbitrary<PrometheusMetric> = fc.record(
  { labels, value, timestampMs: timeMs },
  { requiredKeys: ['labels', 'value'] },
);
const family: fc.Arbitrary<PrometheusFamily> = fc.record({
  name: text,
  type: fc.constantFrom(...PROMETHEUS_TYPES),
  help: text,
  unit: text,
  metrics: fc.array(metric, { maxLength: 4 }),
});

function counterOf(name: string, number: number): PrometheusFamily {
  const own: PrometheusMetric = { labels: [['a', 'b']], value: { kind: 'counter', value: number } };
  return { name, type: 'counter', help: 'Help', unit: '', metrics: [own] };
}

describe('families of metrics in protocol buffers', () => {
  test('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.array(family, { maxLength: 3 }), (families) => {
        expect(parsePrometheusProto(writePrometheusProto(families))).toEqual(families);
      }),
      { numRuns: 300 },
    );
  });

  test('have the bytes that the specification gives them', () => {
    expect(Buffer.from(writePrometheusProto([counterOf('a_total', 1)])).toString('hex')).toBe(
      '26' + // 38 bytes
        '0a07615f746f74616c' + // 1: "a_total"
        '120448656c70' + // 2: "Help"
        '1800' + // 3: COUNTER
        '2213' + // 4: metric
        '0a060a0161120162' + // 1: label 1: "a" 2: "b"
        '1a0909000000000000f03f', // 3: counter 1: 1.0
    );
  });

  test('of a native histogram without observations are told from those of a classic one', () => {
    const empty = { schema: 3, zeroThreshold: 0, zeroCount: 0, positive: [], negative: [] };
    const histogram: PrometheusValue = { kind: 'histogram', count: 0, sum: 0, buckets: [], native: empty };
    const families: PrometheusFamily[] = [
      { name: 'h', type: 'histogram', help: '', unit: '', metrics: [{ labels: [], value: histogram }] },
    ];
    expect(parsePrometheusProto(writePrometheusProto(families))).toEqual(families);
  });

  test('are read with numbers one by one, fractions of float histograms and unknown fields', () => {
    const writer = new BinaryWriter();
    writer.tag(1, LengthDelimited).string('h').tag(3, Varint).int32(4).tag(99, Varint).uint32(7);
    writer.tag(4, LengthDelimited).fork().tag(7, LengthDelimited).fork();
    writer.tag(4, Bit64).double(2.5).tag(2, Bit64).double(1).tag(5, Varint).sint32(0);
    writer.tag(12, LengthDelimited).fork().tag(1, Varint).sint32(-1).tag(2, Varint).uint32(2).join();
    writer.tag(13, Varint).sint64(2).tag(13, Varint).sint64(-1);
    writer.tag(9, LengthDelimited).fork().tag(2, Varint).uint32(1).join().tag(11, Bit64).double(0.5);
    const body = writer.join().join().finish();
    const [read] = parsePrometheusProto(new BinaryWriter().bytes(body).finish());
    expect(read.metrics[0].value).toEqual({
      kind: 'histogram',
      count: 2.5,
      sum: 1,
      buckets: [],
      native: {
        schema: 0,
        zeroThreshold: 0,
        zeroCount: 0,
        positive: [{ start: -1, counts: [2, 1] }],
        negative: [{ start: 0, counts: [0.5] }],
      },
    });
  });
});

/** A family with these bytes as its only metric. */
function withMetric(metricBytes: Uint8Array): Uint8Array {
  const body = new BinaryWriter()
    .tag(1, LengthDelimited)
    .string('x')
    .tag(4, LengthDelimited)
    .bytes(metricBytes);
  return new BinaryWriter().bytes(body.finish()).finish();
}

function nested(depth: number): Uint8Array {
  const writer = new BinaryWriter();
  for (let level = 0; level < depth; level++) writer.tag(50, StartGroup);
  return writer.finish();
}

function spanOf(length: number): Uint8Array {
  const histogram = new BinaryWriter();
  histogram.tag(12, LengthDelimited).fork().tag(1, Varint).sint32(0).tag(2, Varint).uint32(length).join();
  return new BinaryWriter().tag(7, LengthDelimited).bytes(histogram.finish()).finish();
}

describe('a hostile body', () => {
  test.each([
    ['is cut', writePrometheusProto([counterOf('a', 1)]).subarray(0, 20)],
    ['declares more than it has', new BinaryWriter().uint32(4_000_000_000).finish()],
    ['is text', Buffer.from('# TYPE a counter\na 1\n')],
    ['nests groups deeply', withMetric(nested(10_000))],
    ['has a series without a value', withMetric(new Uint8Array())],
    ['declares four thousand million buckets', withMetric(spanOf(4_000_000_000))],
    ['has text that is not UTF-8', new BinaryWriter().bytes(Uint8Array.of(0x0a, 1, 0xff)).finish()],
    ['has an unknown type', new BinaryWriter().bytes(Uint8Array.of(0x18, 77)).finish()],
  ])('that %s is refused with the position of the family', (_, body) => {
    expect(() => parsePrometheusProto(body)).toThrow(
      expect.objectContaining({ code: 'TT_EXPOSITION', message: expect.stringContaining('at byte 0') }),
    );
  });

  test('that is too large, or has too many series, is refused', () => {
    const body = writePrometheusProto([counterOf('a', 1), counterOf('b', 2)]);
    expect(() => parsePrometheusProto(body, { maxBytes: 10 })).toThrow('more than the 10 that are read');
    expect(() => parsePrometheusProto(body, { maxSeries: 1 })).toThrow('more series than are read');
    expect(parsePrometheusProto(body, { maxSeries: 2 })).toHaveLength(2);
  });

  test('is refused with a readable error or read, whatever it is', () => {
    const valid = fc.array(family, { minLength: 1, maxLength: 2 }).map(writePrometheusProto);
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 });
    const broken = fc.tuple(valid, flips).map(([bytes, changes]) => {
      const copy = Uint8Array.from(bytes);
      for (const [at, byte] of changes) copy[at % copy.length] = byte;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), broken), (body) => {
        let problem: unknown;
        try {
          parsePrometheusProto(body);
        } catch (error) {
          problem = error;
        }
        if (problem !== undefined) expect(problem).toMatchObject({ code: 'TT_EXPOSITION' });
      }),
      { numRuns: 500 },
    );
  });
});

test('counts that are fractions are read back as they were', () => {
  const histogram = {
    kind: 'histogram' as const,
    count: 2.5,
    sum: -0.25,
    buckets: [{ upperBound: 0.1, cumulativeCount: 0.5 }],
    native: {
      schema: 3,
      zeroThreshold: 0.001,
      zeroCount: 0.125,
      positive: [
        { start: -2, counts: [0.5, 0.25] },
        { start: 4, counts: [1 / 3] },
      ],
      negative: [{ start: 1, counts: [1.5] }],
    },
  };
  const metrics = [{ labels: [], value: histogram }];
  const family: PrometheusFamily = { name: 'h', type: 'histogram', help: '', unit: '', metrics };
  const float = { ...family, metrics: [{ labels: [], value: { ...histogram, isFloat: true as const } }] };
  expect(parsePrometheusProto(writePrometheusProto([float]))).toEqual([family]);
});

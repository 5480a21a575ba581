import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type {
  PrometheusBucket,
  PrometheusBucketRun,
  PrometheusExemplar,
  PrometheusFamily,
  PrometheusFamilyHead,
  PrometheusLabels,
  PrometheusMetric,
  PrometheusNativeBuckets,
  PrometheusValue,
} from './prometheus-family.ts';
import { PROMETHEUS_TYPES } from './prometheus-family.ts';
import { unixMilliseconds, wholeCount } from './whole-number.ts';
import { writeFloatHistogram } from './write-float-histogram.ts';
import { writeBucketSpans } from './write-bucket-spans.ts';

/*
 * Field numbers are those of io/prometheus/client/metrics.proto in prometheus/client_model, with native
 * histograms and created timestamps.
 */

const { Bit64, LengthDelimited, Varint } = WireType;
const MS_PER_SECOND = 1000;
const NANOSECONDS_PER_MS = 1_000_000;

/** Writes families one after the other, each with its length before it (`encoding=delimited`). */
export function writePrometheusProto(families: readonly PrometheusFamily[]): Uint8Array {
  return Buffer.concat(
    families.flatMap((family) => {
      const metrics = writePrometheusMetrics(family.metrics);
      return [writePrometheusHead(family, metrics.length), metrics];
    }),
  );
}

/**
 * The beginning of a family: its length and all but its series, whose bytes follow. So the series of a large
 * family can be written bit by bit.
 */
export function writePrometheusHead(
  { name, type, help, unit }: PrometheusFamilyHead,
  metricsBytes: number,
): Uint8Array {
  const head = new BinaryWriter();
  head.tag(1, LengthDelimited).string(name.toWellFormed());
  head.tag(2, LengthDelimited).string(help.toWellFormed());
  head.tag(3, Varint).int32(PROMETHEUS_TYPES.indexOf(type));
  if (unit !== '') head.tag(5, LengthDelimited).string(unit.toWellFormed());
  const bytes = head.finish();
  return new BinaryWriter()
    .uint32(bytes.length + metricsBytes)
    .raw(bytes)
    .finish();
}

/** Some series of a family. */
export function writePrometheusMetrics(metrics: Iterable<PrometheusMetric>): Uint8Array {
  const writer = new BinaryWriter();
  for (const { labels, value, timestampMs } of metrics) {
    writer.tag(4, LengthDelimited).fork();
    writeLabels(writer, labels);
    writeValue(writer, value);
    if (timestampMs !== undefined) writer.tag(6, Varint).int64(unixMilliseconds(timestampMs));
    writer.join();
  }
  return writer.finish();
}

function writeLabels(writer: BinaryWriter, labels: PrometheusLabels): void {
  for (const [name, value] of labels) {
    writer.tag(1, LengthDelimited).fork();
    writer.tag(1, LengthDelimited).string(name.toWellFormed());
    writer.tag(2, LengthDelimited).string(value.toWellFormed());
    writer.join();
  }
}

const VALUE_FIELDS: Readonly<Record<PrometheusValue['kind'], number>> = {
  gauge: 2,
  counter: 3,
  summary: 4,
  untyped: 5,
  histogram: 7,
};

function writeValue(writer: BinaryWriter, value: PrometheusValue): void {
  writer.tag(VALUE_FIELDS[value.kind], LengthDelimited).fork();
  switch (value.kind) {
    case 'gauge':
    case 'untyped':
      writer.tag(1, Bit64).double(value.value);
      break;
    case 'counter':
      writer.tag(1, Bit64).double(value.value);
      if (value.exemplar) writeExemplar(writer, 2, value.exemplar);
      writeTimestamp(writer, 3, value.createdMs);
      break;
    case 'summary':
      writeSummary(writer, value);
      break;
    case 'histogram':
      if (value.isFloat) writeFloatHistogram(writer, value);
      else writeHistogram(writer, value);
  }
  writer.join();
}

function writeSummary(writer: BinaryWriter, value: PrometheusValue & { kind: 'summary' }): void {
  writeCount(writer, 1, value.count);
  writer.tag(2, Bit64).double(value.sum);
  for (const { quantile, value: at } of value.quantiles) {
    writer.tag(3, LengthDelimited).fork();
    writer.tag(1, Bit64).double(quantile);
    writer.tag(2, Bit64).double(at);
    writer.join();
  }
  writeTimestamp(writer, 4, value.createdMs);
}

function writeHistogram(writer: BinaryWriter, value: PrometheusValue & { kind: 'histogram' }): void {
  writeCount(writer, 1, value.count);
  writer.tag(2, Bit64).double(value.sum);
  for (const bucket of value.buckets) writeBucket(writer, bucket);
  if (value.native) writeNative(writer, value.native);
  writeTimestamp(writer, 15, value.createdMs);
}

function writeBucket(
  writer: BinaryWriter,
  { upperBound, cumulativeCount, exemplar }: PrometheusBucket,
): void {
  writer.tag(3, LengthDelimited).fork();
  writeCount(writer, 1, cumulativeCount);
  writer.tag(2, Bit64).double(upperBound);
  if (exemplar) writeExemplar(writer, 3, exemplar);
  writer.join();
}

function writeNative(writer: BinaryWriter, native: PrometheusNativeBuckets): void {
  const { schema, zeroThreshold, zeroCount, positive, negative } = native;
  writer.tag(5, Varint).sint32(schema);
  writer.tag(6, Bit64).double(zeroThreshold);
  writeCount(writer, 7, zeroCount);
  writeRuns(writer, negative, { spans: 9, deltas: 10 });
  // Without any, the histogram would look like one that is not native: an empty span tells.
  const isEmpty = positive.length === 0 && negative.length === 0;
  writeRuns(writer, isEmpty ? [{ start: 0, counts: [] }] : positive, { spans: 12, deltas: 13 });
}

function writeRuns(
  writer: BinaryWriter,
  runs: readonly PrometheusBucketRun[],
  fields: { readonly spans: number; readonly deltas: number },
): void {
  writeBucketSpans(writer, fields.spans, runs);
  if (runs.every(({ counts }) => counts.length === 0)) return;
  let previous = 0n;
  writer.tag(fields.deltas, LengthDelimited).fork();
  for (const count of runs.flatMap(({ counts }) => counts)) {
    const whole = wholeCount(count);
    writer.sint64(whole - previous);
    previous = whole;
  }
  writer.join();
}

function writeExemplar(
  writer: BinaryWriter,
  field: number,
  { labels, value, timestampMs }: PrometheusExemplar,
): void {
  writer.tag(field, LengthDelimited).fork();
  writeLabels(writer, labels);
  writer.tag(2, Bit64).double(value);
  writeTimestamp(writer, 3, timestampMs);
  writer.join();
}

/** A count that is no whole number is rounded: the fields for fractions are for float histograms. */
function writeCount(writer: BinaryWriter, field: number, count: number): void {
  writer.tag(field, Varint);
  // The usual case without a detour over a big integer; the bytes are the same.
  if (count >= 0 && count <= 0xffff_ffff && Number.isInteger(count)) writer.uint32(count);
  else writer.uint64(wholeCount(count));
}

function writeTimestamp(writer: BinaryWriter, field: number, ms: number | undefined): void {
  if (ms === undefined || !Number.isFinite(ms)) return;
  const seconds = Math.floor(ms / MS_PER_SECOND);
  writer.tag(field, LengthDelimited).fork();
  writer.tag(1, Varint).int64(BigInt(seconds));
  writer.tag(2, Varint).int32(Math.floor(ms - seconds * MS_PER_SECOND) * NANOSECONDS_PER_MS);
  writer.join();
}

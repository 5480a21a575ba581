import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type {
  NativeBucketRun,
  RemoteWriteHistogram,
  RemoteWriteLabels,
  RemoteWriteMetadata,
  RemoteWriteRequest,
  RemoteWriteSeries,
} from './remote-write.ts';
import { unixMilliseconds, wholeCount } from './whole-number.ts';
import { writeNativeHistogram } from './write-native-histogram.ts';
import { writePlainSeries } from './write-plain-series.ts';

const { Bit64, LengthDelimited, Varint } = WireType;

/** Numbers of `MetricMetadata.MetricType`. */
const METRIC_TYPES: Readonly<Record<RemoteWriteMetadata['type'], number>> = {
  unknown: 0,
  counter: 1,
  gauge: 2,
  histogram: 3,
  gaugehistogram: 4,
  summary: 5,
  info: 6,
  stateset: 7,
};

/** Empty buckets in a row up to this many are sent as zeros; more begin a new span. */
const LONGEST_GAP_IN_SPAN = 2;

/** The bits of Prometheus' staleness marker; no number of JavaScript is sure to keep them. */
const STALE_BITS = 0x7ff0000000000002n;

/** Encodes the labels of a series once, for many requests. */
export function encodeRemoteWriteLabels(labels: RemoteWriteLabels): Uint8Array {
  const writer = new BinaryWriter();
  writeLabels(writer, labels);
  return writer.finish();
}

/** Writes a remote-write 1.0 request (`prometheus.WriteRequest`) as protobuf; the transport compresses it. */
export function writeRemoteWrite({ series, metadata }: RemoteWriteRequest): Uint8Array<ArrayBuffer> {
  const plain = metadata.length === 0 ? writePlainSeries(series) : undefined;
  if (plain) return plain;
  const writer = new BinaryWriter();
  for (const one of series) {
    writer.tag(1, LengthDelimited).fork();
    writeSeries(writer, one);
    writer.join();
  }
  for (const { name, type, help, unit } of metadata) {
    writer.tag(3, LengthDelimited).fork();
    writer.tag(1, Varint).int32(METRIC_TYPES[type]);
    writer.tag(2, LengthDelimited).string(name.toWellFormed());
    writer.tag(4, LengthDelimited).string(help.toWellFormed());
    writer.tag(5, LengthDelimited).string(unit.toWellFormed());
    writer.join();
  }
  return writer.finish();
}

function writeSeries(writer: BinaryWriter, series: RemoteWriteSeries): void {
  writeLabels(writer, series.labels);
  for (const { value, timestampMs, isStale = false } of series.samples) {
    writer.tag(2, LengthDelimited).fork();
    if (isStale) writer.tag(1, Bit64).fixed64(STALE_BITS);
    else writer.tag(1, Bit64).double(value);
    writer.tag(2, Varint).int64(unixMilliseconds(timestampMs));
    writer.join();
  }
  for (const { labels, value, timestampMs } of series.exemplars ?? []) {
    writer.tag(3, LengthDelimited).fork();
    writeLabels(writer, labels);
    writer.tag(2, Bit64).double(value);
    writer.tag(3, Varint).int64(unixMilliseconds(timestampMs));
    writer.join();
  }
  for (const histogram of series.histograms ?? []) {
    writer.tag(4, LengthDelimited).fork();
    writeHistogram(writer, histogram);
    writer.join();
  }
  for (const { histogram, timestampMs } of series.nativeHistograms ?? []) {
    writer.tag(4, LengthDelimited).fork();
    writeNativeHistogram(writer, histogram, timestampMs);
    writer.join();
  }
}

function writeLabels(writer: BinaryWriter, labels: RemoteWriteSeries['labels']): void {
  if (labels instanceof Uint8Array) {
    writer.raw(labels);
    return;
  }
  for (const [name, value] of labels) {
    writer.tag(1, LengthDelimited).fork();
    writer.tag(1, LengthDelimited).string(name.toWellFormed());
    writer.tag(2, LengthDelimited).string(value.toWellFormed());
    writer.join();
  }
}

function writeHistogram(writer: BinaryWriter, histogram: RemoteWriteHistogram): void {
  writer.tag(1, Varint).uint64(wholeCount(histogram.count));
  writer.tag(3, Bit64).double(histogram.sum);
  writer.tag(4, Varint).sint32(histogram.schema);
  writer.tag(5, Bit64).double(histogram.zeroThreshold);
  writer.tag(6, Varint).uint64(wholeCount(histogram.zeroCount));
  writeBuckets(writer, histogram.negative, { spans: 8, deltas: 9 });
  writeBuckets(writer, histogram.positive, { spans: 11, deltas: 12 });
  writer.tag(15, Varint).int64(unixMilliseconds(histogram.timestampMs));
}

function writeBuckets(
  writer: BinaryWriter,
  { offset, counts }: NativeBucketRun,
  fields: { readonly spans: number; readonly deltas: number },
): void {
  const runs = runsOf(counts);
  let end = -offset;
  for (const { start, length } of runs) {
    writer.tag(fields.spans, LengthDelimited).fork();
    writer.tag(1, Varint).sint32(start - end);
    writer.tag(2, Varint).uint32(length);
    writer.join();
    end = start + length;
  }
  if (runs.length === 0) return;
  let previous = 0n;
  writer.tag(fields.deltas, LengthDelimited).fork();
  for (const { start, length } of runs) {
    for (let i = start; i < start + length; i++) {
      const count = wholeCount(counts[i]);
      writer.sint64(count - previous);
      previous = count;
    }
  }
  writer.join();
}

/** The stretches of counts that are worth sending. */
function runsOf(counts: readonly number[]): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = [];
  for (const [i, count] of counts.entries()) {
    if (count === 0) continue;
    const last = runs.at(-1);
    if (last && i - (last.start + last.length) <= LONGEST_GAP_IN_SPAN) last.length = i + 1 - last.start;
    else runs.push({ start: i, length: 1 });
  }
  return runs;
}

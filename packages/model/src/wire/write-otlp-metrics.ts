import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type {
  OtlpAttributeValue,
  OtlpAttributes,
  OtlpBuckets,
  OtlpExemplar,
  OtlpExponentialPoint,
  OtlpHistogramPoint,
  OtlpMetric,
  OtlpMetrics,
  OtlpNumberPoint,
  OtlpSummaryPoint,
} from './otlp-metrics.ts';
import { unixNanoseconds, wholeCount } from './whole-number.ts';

const { Bit64, LengthDelimited, Varint } = WireType;
const CUMULATIVE = 2;
const HEXADECIMAL = /^(?:[0-9a-fA-F]{2})+$/;

/*
 * Field numbers are those of opentelemetry/proto/metrics/v1/metrics.proto, 1.x. They are in the order of the
 * message's fields as the specification lists them, not of their numbers: readers take any.
 */

/** Writes an `ExportMetricsServiceRequest`, the body of `POST /v1/metrics`, as protobuf. */
export function writeOtlpMetrics({ resource, scopes }: OtlpMetrics): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  message(writer, 1, () => {
    message(writer, 1, () => attributes(writer, 1, resource));
    for (const { name, version, metrics } of scopes) {
      message(writer, 2, () => {
        message(writer, 1, () => {
          text(writer, 1, name);
          text(writer, 2, version);
        });
        for (const metric of metrics) message(writer, 2, () => writeMetric(writer, metric));
      });
    }
  });
  return writer.finish();
}

function writeMetric(writer: BinaryWriter, metric: OtlpMetric): void {
  text(writer, 1, metric.name);
  text(writer, 2, metric.description);
  text(writer, 3, metric.unit);
  switch (metric.kind) {
    case 'gauge':
      return message(writer, 5, () => points(writer, metric.points, writeNumber));
    case 'sum':
      return message(writer, 7, () => {
        points(writer, metric.points, writeNumber);
        writer.tag(2, Varint).int32(CUMULATIVE);
        writer.tag(3, Varint).bool(metric.isMonotonic);
      });
    case 'histogram':
      return message(writer, 9, () => {
        points(writer, metric.points, writeHistogram);
        writer.tag(2, Varint).int32(CUMULATIVE);
      });
    case 'exponentialHistogram':
      return message(writer, 10, () => {
        points(writer, metric.points, writeExponential);
        writer.tag(2, Varint).int32(CUMULATIVE);
      });
    case 'summary':
      return message(writer, 11, () => points(writer, metric.points, writeSummary));
  }
}

function points<Point>(
  writer: BinaryWriter,
  all: readonly Point[],
  write: (writer: BinaryWriter, point: Point) => void,
): void {
  for (const point of all) message(writer, 1, () => write(writer, point));
}

function writeNumber(writer: BinaryWriter, point: OtlpNumberPoint): void {
  attributes(writer, 7, point.attributes);
  times(writer, point.startMs, point.timeMs);
  writer.tag(4, Bit64).double(point.value);
  exemplars(writer, 5, point.exemplars);
}

function writeHistogram(writer: BinaryWriter, point: OtlpHistogramPoint): void {
  attributes(writer, 9, point.attributes);
  times(writer, point.startMs, point.timeMs);
  writer.tag(4, Bit64).fixed64(wholeCount(point.count));
  writer.tag(5, Bit64).double(point.sum);
  writer.tag(6, LengthDelimited).fork();
  for (const count of point.bucketCounts) writer.fixed64(wholeCount(count));
  writer.join();
  writer.tag(7, LengthDelimited).fork();
  for (const bound of point.bounds) writer.double(bound);
  writer.join();
  exemplars(writer, 8, point.exemplars);
}

function writeExponential(writer: BinaryWriter, point: OtlpExponentialPoint): void {
  attributes(writer, 1, point.attributes);
  times(writer, point.startMs, point.timeMs);
  writer.tag(4, Bit64).fixed64(wholeCount(point.count));
  writer.tag(5, Bit64).double(point.sum);
  writer.tag(6, Varint).sint32(point.scale);
  writer.tag(7, Bit64).fixed64(wholeCount(point.zeroCount));
  message(writer, 8, () => buckets(writer, point.positive));
  message(writer, 9, () => buckets(writer, point.negative));
  exemplars(writer, 11, point.exemplars);
  writer.tag(14, Bit64).double(point.zeroThreshold);
}

function buckets(writer: BinaryWriter, { offset, counts }: OtlpBuckets): void {
  writer.tag(1, Varint).sint32(offset);
  writer.tag(2, LengthDelimited).fork();
  for (const count of counts) writer.uint64(wholeCount(count));
  writer.join();
}

function writeSummary(writer: BinaryWriter, point: OtlpSummaryPoint): void {
  attributes(writer, 7, point.attributes);
  times(writer, point.startMs, point.timeMs);
  writer.tag(4, Bit64).fixed64(wholeCount(point.count));
  writer.tag(5, Bit64).double(point.sum);
  for (const [quantile, value] of point.quantiles) {
    message(writer, 6, () => {
      writer.tag(1, Bit64).double(quantile);
      writer.tag(2, Bit64).double(value);
    });
  }
}

function times(writer: BinaryWriter, startMs: number, timeMs: number): void {
  writer.tag(2, Bit64).fixed64(unixNanoseconds(startMs));
  writer.tag(3, Bit64).fixed64(unixNanoseconds(timeMs));
}

function exemplars(writer: BinaryWriter, field: number, all: readonly OtlpExemplar[] = []): void {
  for (const exemplar of all) {
    message(writer, field, () => {
      attributes(writer, 7, exemplar.attributes);
      writer.tag(2, Bit64).fixed64(unixNanoseconds(exemplar.timeMs));
      writer.tag(3, Bit64).double(exemplar.value);
      identifier(writer, 4, exemplar.spanId);
      identifier(writer, 5, exemplar.traceId);
    });
  }
}

/** Ids are bytes in protobuf; what is not hexadecimal is left out rather than sent garbled. */
function identifier(writer: BinaryWriter, field: number, hexadecimal: string): void {
  if (HEXADECIMAL.test(hexadecimal)) {
    writer.tag(field, LengthDelimited).bytes(Buffer.from(hexadecimal, 'hex'));
  }
}

function attributes(writer: BinaryWriter, field: number, all: OtlpAttributes): void {
  for (const [name, value] of all) {
    message(writer, field, () => {
      text(writer, 1, name);
      message(writer, 2, () => attributeValue(writer, value));
    });
  }
}

function attributeValue(writer: BinaryWriter, value: OtlpAttributeValue): void {
  if (typeof value === 'string') {
    writer.tag(1, LengthDelimited).string(value.toWellFormed());
  } else if (typeof value === 'boolean') {
    writer.tag(2, Varint).bool(value);
  } else if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) writer.tag(3, Varint).int64(value);
    else writer.tag(4, Bit64).double(value);
  } else {
    message(writer, 5, () => {
      for (const item of value) message(writer, 1, () => attributeValue(writer, item));
    });
  }
}

function text(writer: BinaryWriter, field: number, value: string): void {
  if (value !== '') writer.tag(field, LengthDelimited).string(value.toWellFormed());
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, LengthDelimited).fork();
  write();
  writer.join();
}

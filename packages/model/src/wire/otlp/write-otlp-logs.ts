import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { LogRecord } from '../../logs/log-record.ts';
import { groupByOrigin } from './group-by-origin.ts';
import { severityTextOf } from '../../logs/severity-text.ts';
import { writeAttributes, writeText } from './write-attributes.ts';
import { writeOrigins } from './write-origin.ts';
import { writeId, writeTime } from './write-times.ts';

const { LengthDelimited, Varint } = WireType;

/* Field numbers of `LogRecord` in opentelemetry/proto/logs/v1/logs.proto. */
const TIME = 1;
const SEVERITY_NUMBER = 2;
const SEVERITY_TEXT = 3;
const BODY = 5;
const ATTRIBUTES = 6;
const TRACE_ID = 9;
const SPAN_ID = 10;
const OBSERVED_TIME = 11;

/**
 * Writes an `ExportLogsServiceRequest`, the body of `POST /v1/logs`, as protobuf. What is no valid Unicode and what
 * is no id is mended or left out: the request is always one that can be read.
 */
export function writeOtlpLogs(records: readonly LogRecord[]): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writeOrigins(
    writer,
    groupByOrigin(records, ({ logger }) => logger),
    writeRecord,
  );
  return writer.finish();
}

function writeRecord(writer: BinaryWriter, record: LogRecord): void {
  writeTime(writer, TIME, record.timeMs);
  if (record.severity > 0) writer.tag(SEVERITY_NUMBER, Varint).int32(record.severity);
  writeText(writer, SEVERITY_TEXT, severityTextOf(record));
  writer.tag(BODY, LengthDelimited).fork();
  writer.tag(1, LengthDelimited).string(record.message.toWellFormed());
  writer.join();
  writeAttributes(writer, ATTRIBUTES, record.attributes);
  writeId(writer, TRACE_ID, record.traceId, 32);
  writeId(writer, SPAN_ID, record.spanId, 16);
  writeTime(writer, OBSERVED_TIME, record.timeMs);
}

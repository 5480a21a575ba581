import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Span, SpanEvent, SpanLink } from '../../traces/span.ts';
import { groupByOrigin } from './group-by-origin.ts';
import { kindNumber, statusNumber } from './span-numbers.ts';
import { writeAttributes, writeText } from './write-attributes.ts';
import { writeOrigins } from './write-origin.ts';
import { writeId, writeTime } from './write-times.ts';

const { LengthDelimited, Varint } = WireType;

/* Field numbers of `Span` in opentelemetry/proto/trace/v1/trace.proto. */
const TRACE_ID = 1;
const SPAN_ID = 2;
const TRACE_STATE = 3;
const PARENT_SPAN_ID = 4;
const NAME = 5;
const KIND = 6;
const START_TIME = 7;
const END_TIME = 8;
const ATTRIBUTES = 9;
const EVENTS = 11;
const LINKS = 13;
const STATUS = 15;

/** Writes an `ExportTraceServiceRequest`, the body of `POST /v1/traces`, as protobuf. */
export function writeOtlpTraces(spans: readonly Span[]): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writeOrigins(
    writer,
    groupByOrigin(spans, ({ scope }) => scope),
    writeSpan,
  );
  return writer.finish();
}

function writeSpan(writer: BinaryWriter, span: Span): void {
  writeId(writer, TRACE_ID, span.traceId, 32);
  writeId(writer, SPAN_ID, span.spanId, 16);
  writeText(writer, TRACE_STATE, span.traceState ?? '');
  writeId(writer, PARENT_SPAN_ID, span.parentSpanId, 16);
  writeText(writer, NAME, span.name);
  writer.tag(KIND, Varint).int32(kindNumber(span.kind));
  writeTime(writer, START_TIME, span.startMs);
  writeTime(writer, END_TIME, span.startMs + span.durationMs);
  writeAttributes(writer, ATTRIBUTES, span.attributes);
  for (const event of span.events) writeEvent(writer, event);
  for (const link of span.links) writeLink(writer, link);
  writer.tag(STATUS, LengthDelimited).fork();
  writeText(writer, 2, span.statusMessage ?? '');
  if (span.status !== 'unset') writer.tag(3, Varint).int32(statusNumber(span.status));
  writer.join();
}

function writeEvent(writer: BinaryWriter, { timeMs, name, attributes }: SpanEvent): void {
  writer.tag(EVENTS, LengthDelimited).fork();
  writeTime(writer, 1, timeMs);
  writeText(writer, 2, name);
  writeAttributes(writer, 3, attributes);
  writer.join();
}

function writeLink(writer: BinaryWriter, { traceId, spanId, attributes }: SpanLink): void {
  writer.tag(LINKS, LengthDelimited).fork();
  writeId(writer, 1, traceId, 32);
  writeId(writer, 2, spanId, 16);
  writeAttributes(writer, 4, attributes);
  writer.join();
}

import type { Span, SpanEvent, SpanLink } from '../../traces/span.ts';
import { lengthField, varintField, wideField } from './field-tags.ts';
import type { MessageReader } from './message-reader.ts';
import type { OtlpContent } from './otlp-content.ts';
import type { OtlpLimits, SignalPath } from './parse-report.ts';
import { ParseReport } from './parse-report.ts';
import { attributeTable, readAttribute } from './read-attributes.ts';
import { readRequest } from './read-request.ts';
import { finishLink, finishSpan, spanDraft } from './span-draft.ts';
import type { SpanDraft } from './span-draft.ts';

/** Names of the lists in a request with spans. */
export const TRACES_PATH: SignalPath = { resources: 'resourceSpans', scopes: 'scopeSpans', records: 'spans' };

/* Fields of `Span` in opentelemetry/proto/trace/v1/trace.proto. */
const TRACE_ID = lengthField(1);
const SPAN_ID = lengthField(2);
const TRACE_STATE = lengthField(3);
const PARENT_SPAN_ID = lengthField(4);
const NAME = lengthField(5);
const KIND = varintField(6);
const START_TIME = wideField(7);
const END_TIME = wideField(8);
const ATTRIBUTES = lengthField(9);
const EVENTS = lengthField(11);
const LINKS = lengthField(13);
const STATUS = lengthField(15);

/* Fields of `Span.Event`. */
const EVENT_TIME = wideField(1);
const EVENT_NAME = lengthField(2);
const EVENT_ATTRIBUTES = lengthField(3);

/* Fields of `Span.Link`. */
const LINK_TRACE_ID = lengthField(1);
const LINK_SPAN_ID = lengthField(2);
const LINK_ATTRIBUTES = lengthField(4);

/* Fields of `Status`. */
const STATUS_MESSAGE = lengthField(2);
const STATUS_CODE = varintField(3);

/**
 * Reads an `ExportTraceServiceRequest` in protobuf. A span that cannot be read or has no ids is left out, the others
 * are not harmed; links that lead nowhere, values that are nested too deeply and attributes, events and links beyond
 * the limit are left out of their spans. All of that is told in the faults.
 *
 * @throws TelltaleError `TT_OTLP` with the position where the request itself is cut or no such message
 */
export function parseOtlpTraces(bytes: Uint8Array, limits: OtlpLimits = {}): OtlpContent<Span> {
  const report = new ParseReport(TRACES_PATH, limits);
  return readRequest(bytes, report, (reader, end, origin, scope) => {
    const draft = spanDraft(attributeTable());
    while (reader.pos < end) readField(reader, end, draft, report);
    reader.finish(end);
    return finishSpan(draft, origin, scope, report);
  });
}

function readField(reader: MessageReader, end: number, draft: SpanDraft, report: ParseReport): void {
  const tag = reader.uint32();
  switch (tag) {
    case TRACE_ID:
      draft.traceId = reader.id(16);
      break;
    case SPAN_ID:
      draft.spanId = reader.id(8);
      break;
    case PARENT_SPAN_ID:
      draft.parentSpanId = reader.id(8);
      break;
    case TRACE_STATE:
      draft.traceState = reader.string();
      break;
    case NAME:
      draft.name = reader.string();
      break;
    case KIND:
      draft.kind = reader.int32();
      break;
    case START_TIME:
      draft.startMs = reader.unixMs();
      break;
    case END_TIME:
      draft.endMs = reader.unixMs();
      break;
    case ATTRIBUTES:
      readAttribute(reader, end, draft.attributes, report);
      break;
    case EVENTS:
      readEvent(reader, reader.messageEnd(end), draft.events, report);
      break;
    case LINKS:
      readLink(reader, reader.messageEnd(end), draft.links, report);
      break;
    case STATUS:
      readStatus(reader, reader.messageEnd(end), draft);
      break;
    default:
      reader.skipField(tag);
  }
}

function readEvent(reader: MessageReader, end: number, events: SpanEvent[], report: ParseReport): void {
  if (!report.takeValue()) {
    reader.pos = end;
    return;
  }
  const attributes = attributeTable();
  let timeMs = 0;
  let name = '';
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === EVENT_TIME) timeMs = reader.unixMs();
    else if (tag === EVENT_NAME) name = reader.string();
    else if (tag === EVENT_ATTRIBUTES) readAttribute(reader, end, attributes, report);
    else reader.skipField(tag);
  }
  reader.finish(end);
  events.push({ timeMs, name, attributes });
}

function readLink(reader: MessageReader, end: number, links: SpanLink[], report: ParseReport): void {
  if (!report.takeValue()) {
    reader.pos = end;
    return;
  }
  const attributes = attributeTable();
  let traceId = '';
  let spanId = '';
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === LINK_TRACE_ID) traceId = reader.id(16);
    else if (tag === LINK_SPAN_ID) spanId = reader.id(8);
    else if (tag === LINK_ATTRIBUTES) readAttribute(reader, end, attributes, report);
    else reader.skipField(tag);
  }
  reader.finish(end);
  const link = finishLink(traceId, spanId, attributes, report);
  if (link) links.push(link);
}

function readStatus(reader: MessageReader, end: number, draft: SpanDraft): void {
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === STATUS_CODE) draft.status = reader.int32();
    else if (tag === STATUS_MESSAGE) draft.statusMessage = reader.string();
    else reader.skipField(tag);
  }
  reader.finish(end);
}

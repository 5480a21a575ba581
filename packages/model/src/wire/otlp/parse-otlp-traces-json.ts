import type { Span, SpanEvent, SpanLink } from '../../traces/span.ts';
import { parseAttributes } from './attributes-json.ts';
import type { JsonObject } from './json-fields.ts';
import { enumField, listField, objectField, objectOf, textField, timeField } from './json-fields.ts';
import type { OtlpContent } from './otlp-content.ts';
import { TRACES_PATH } from './parse-otlp-traces.ts';
import type { OtlpLimits } from './parse-report.ts';
import { ParseReport } from './parse-report.ts';
import { parseRequest } from './parse-request.ts';
import { attributeTable } from './read-attributes.ts';
import { finishLink, finishSpan, spanDraft } from './span-draft.ts';

const KINDS: readonly string[] = [
  'SPAN_KIND_UNSPECIFIED',
  'SPAN_KIND_INTERNAL',
  'SPAN_KIND_SERVER',
  'SPAN_KIND_CLIENT',
  'SPAN_KIND_PRODUCER',
  'SPAN_KIND_CONSUMER',
];
const STATUS_CODES: readonly string[] = ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'];

/**
 * Reads an `ExportTraceServiceRequest` in JSON, with the names of the protocol's JSON or of its `.proto` files, as
 * `parseOtlpTraces` reads protobuf.
 *
 * @throws TelltaleError `TT_OTLP` with the place of what is no such request
 */
export function parseOtlpTracesJson(text: string, limits: OtlpLimits = {}): OtlpContent<Span> {
  const report = new ParseReport(TRACES_PATH, limits);
  return parseRequest(text, TRACES_PATH, report, (span, origin, scope) => {
    const draft = spanDraft(parseAttributes(listField(span, 'attributes'), attributeTable(), report));
    const status = objectField(span, 'status');
    draft.traceId = textField(span, 'traceId');
    draft.spanId = textField(span, 'spanId');
    draft.parentSpanId = textField(span, 'parentSpanId');
    draft.traceState = textField(span, 'traceState');
    draft.name = textField(span, 'name');
    draft.kind = enumField(span, 'kind', KINDS);
    draft.startMs = timeField(span, 'startTimeUnixNano');
    draft.endMs = timeField(span, 'endTimeUnixNano');
    draft.status = enumField(status, 'code', STATUS_CODES);
    draft.statusMessage = textField(status, 'message');
    draft.events.push(...parseEvents(span, report));
    draft.links.push(...parseLinks(span, report));
    return finishSpan(draft, origin, scope, report);
  });
}

function parseEvents(span: JsonObject, report: ParseReport): SpanEvent[] {
  return takenOf(listField(span, 'events'), report).map((event) => ({
    timeMs: timeField(event, 'timeUnixNano'),
    name: textField(event, 'name'),
    attributes: parseAttributes(listField(event, 'attributes'), attributeTable(), report),
  }));
}

function parseLinks(span: JsonObject, report: ParseReport): SpanLink[] {
  return takenOf(listField(span, 'links'), report).flatMap((link) => {
    const attributes = parseAttributes(listField(link, 'attributes'), attributeTable(), report);
    return finishLink(textField(link, 'traceId'), textField(link, 'spanId'), attributes, report) ?? [];
  });
}

/** As many of the values as may be taken. */
function takenOf(values: readonly unknown[], report: ParseReport): JsonObject[] {
  const taken: JsonObject[] = [];
  for (const value of values) {
    if (!report.takeValue()) break;
    taken.push(objectOf(value));
  }
  return taken;
}

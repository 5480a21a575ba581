import type { LogRecord } from '../../logs/log-record.ts';
import { lengthField, varintField, wideField } from './field-tags.ts';
import { finishLog, logDraft } from './log-draft.ts';
import type { LogDraft } from './log-draft.ts';
import type { MessageReader } from './message-reader.ts';
import type { OtlpContent } from './otlp-content.ts';
import type { OtlpLimits, SignalPath } from './parse-report.ts';
import { ParseReport } from './parse-report.ts';
import { attributeTable, readAttribute, readValue } from './read-attributes.ts';
import { readRequest } from './read-request.ts';

/** What {@link parseOtlpLogs} needs to know. */
export interface ParseLogsOptions extends OtlpLimits {
  /** Time of records that have none. Default: now. */
  readonly receivedMs?: number;
}

/** Names of the lists in a request with logs. */
export const LOGS_PATH: SignalPath = {
  resources: 'resourceLogs',
  scopes: 'scopeLogs',
  records: 'logRecords',
};

/* Fields of `LogRecord` in opentelemetry/proto/logs/v1/logs.proto. */
const TIME = wideField(1);
const SEVERITY_NUMBER = varintField(2);
const SEVERITY_TEXT = lengthField(3);
const BODY = lengthField(5);
const ATTRIBUTES = lengthField(6);
const TRACE_ID = lengthField(9);
const SPAN_ID = lengthField(10);
const OBSERVED_TIME = wideField(11);
const EVENT_NAME = lengthField(12);

/**
 * Reads an `ExportLogsServiceRequest` in protobuf. A record that cannot be read is left out, the others are not
 * harmed; ids that are none, values that are nested too deeply and attributes beyond the limit are left out of their
 * records. All of that is told in the faults.
 *
 * @throws TelltaleError `TT_OTLP` with the position where the request itself is cut or no such message
 */
export function parseOtlpLogs(bytes: Uint8Array, options: ParseLogsOptions = {}): OtlpContent<LogRecord> {
  const { receivedMs = Date.now() } = options;
  const report = new ParseReport(LOGS_PATH, options);
  return readRequest(bytes, report, (reader, end, origin, scope) => {
    const draft = logDraft(attributeTable());
    while (reader.pos < end) readField(reader, end, draft, report);
    reader.finish(end);
    return finishLog(draft, origin, scope, receivedMs, report);
  });
}

function readField(reader: MessageReader, end: number, draft: LogDraft, report: ParseReport): void {
  const tag = reader.uint32();
  switch (tag) {
    case TIME:
      draft.timeMs = reader.unixMs();
      break;
    case OBSERVED_TIME:
      draft.observedMs = reader.unixMs();
      break;
    case SEVERITY_NUMBER:
      draft.severity = reader.int32();
      break;
    case SEVERITY_TEXT:
      draft.severityText = reader.string();
      break;
    case BODY:
      draft.body = readValue(reader, end, report);
      break;
    case ATTRIBUTES:
      readAttribute(reader, end, draft.attributes, report);
      break;
    case TRACE_ID:
      draft.traceId = reader.id(16);
      break;
    case SPAN_ID:
      draft.spanId = reader.id(8);
      break;
    case EVENT_NAME:
      draft.eventName = reader.string();
      break;
    default:
      reader.skipField(tag);
  }
}

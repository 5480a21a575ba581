import type { LogRecord } from '../../logs/log-record.ts';
import { SEVERITY_NAMES } from '../../logs/severity.ts';
import { parseAttributes, parseValue } from './attributes-json.ts';
import { enumField, fieldOf, listField, objectOf, textField, timeField } from './json-fields.ts';
import { finishLog, logDraft } from './log-draft.ts';
import type { OtlpContent } from './otlp-content.ts';
import type { ParseLogsOptions } from './parse-otlp-logs.ts';
import { LOGS_PATH } from './parse-otlp-logs.ts';
import { ParseReport } from './parse-report.ts';
import { parseRequest } from './parse-request.ts';
import { attributeTable } from './read-attributes.ts';

/** `SEVERITY_NUMBER_INFO`, `SEVERITY_NUMBER_INFO2` and so on, by their number. */
const SEVERITY_NUMBERS: readonly string[] = [
  'SEVERITY_NUMBER_UNSPECIFIED',
  ...SEVERITY_NAMES.flatMap((name) =>
    ['', '2', '3', '4'].map((n) => `SEVERITY_NUMBER_${name.toUpperCase()}${n}`),
  ),
];

/**
 * Reads an `ExportLogsServiceRequest` in JSON, with the names of the protocol's JSON or of its `.proto` files, as
 * `parseOtlpLogs` reads protobuf.
 *
 * @throws TelltaleError `TT_OTLP` with the place of what is no such request
 */
export function parseOtlpLogsJson(text: string, options: ParseLogsOptions = {}): OtlpContent<LogRecord> {
  const { receivedMs = Date.now() } = options;
  const report = new ParseReport(LOGS_PATH, options);
  return parseRequest(text, LOGS_PATH, report, (record, origin, scope) => {
    const draft = logDraft(parseAttributes(listField(record, 'attributes'), attributeTable(), report));
    draft.timeMs = timeField(record, 'timeUnixNano');
    draft.observedMs = timeField(record, 'observedTimeUnixNano');
    draft.severity = enumField(record, 'severityNumber', SEVERITY_NUMBERS);
    draft.severityText = textField(record, 'severityText');
    draft.traceId = textField(record, 'traceId');
    draft.spanId = textField(record, 'spanId');
    draft.eventName = textField(record, 'eventName');
    const body = fieldOf(record, 'body');
    if (body !== undefined) draft.body = parseValue(objectOf(body), report);
    return finishLog(draft, origin, scope, receivedMs, report);
  });
}

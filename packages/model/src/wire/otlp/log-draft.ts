import type { AttributeValue } from '../../attributes/attributes.ts';
import type { LogRecord } from '../../logs/log-record.ts';
import { recordId } from './ids.ts';
import type { Origin } from './origin.ts';
import type { ParseReport } from './parse-report.ts';
import type { AttributeTable } from './read-attributes.ts';
import { severityOf } from '../../logs/severity-text.ts';

/** The attribute that has the name of an event, for stores that have no field of their own for it. */
const EVENT_NAME = 'event.name';

/** A log record as the protocol has it, while its fields are read. */
export interface LogDraft {
  /** 0 where it is not said. */
  timeMs: number;
  observedMs: number;
  severity: number;
  severityText: string;
  body: AttributeValue;
  readonly attributes: AttributeTable;
  traceId: string;
  spanId: string;
  eventName: string;
}

/** A draft without anything. */
export function logDraft(attributes: AttributeTable): LogDraft {
  return {
    timeMs: 0,
    observedMs: 0,
    severity: 0,
    severityText: '',
    body: '',
    attributes,
    traceId: '',
    spanId: '',
    eventName: '',
  };
}

/** Makes a record of a draft. One that has no time happened when it was seen, or else when it was received. */
export function finishLog(
  draft: LogDraft,
  { service, resource }: Origin,
  scope: string,
  receivedMs: number,
  report: ParseReport,
): LogRecord {
  const { severity, severityText } = severityOf(draft.severity, draft.severityText);
  const { attributes, body, eventName } = draft;
  if (eventName !== '') attributes[EVENT_NAME] ??= eventName;
  if (isTable(body)) addFields(attributes, body);
  return {
    timeMs: draft.timeMs || draft.observedMs || receivedMs,
    severity,
    severityText,
    service,
    logger: scope === '' ? undefined : scope,
    message: typeof body === 'string' ? body : JSON.stringify(body),
    traceId: recordId(draft.traceId, 32, report),
    spanId: recordId(draft.spanId, 16, report),
    attributes,
    resource,
  };
}

/** Fields of a body are found like attributes, which come first where they have the same name. */
function addFields(attributes: AttributeTable, body: { readonly [name: string]: AttributeValue }): void {
  for (const name of Object.keys(body)) attributes[name] ??= body[name];
}

function isTable(value: AttributeValue): value is { readonly [name: string]: AttributeValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { attributeText } from '../attributes/attribute-text.ts';
import type { LogRecord } from './log-record.ts';
import { severityName } from './severity.ts';

const RESOURCE_PREFIX = 'resource.';

/** The text of a field of a record, by the names of `LogFilter`; nothing where it is not there. */
export function recordField(record: LogRecord, field: string): string | undefined {
  switch (field) {
    case 'service':
      return record.service;
    case 'logger':
      return record.logger;
    case 'level':
      return severityName(record.severity);
    case 'message':
      return record.message;
    case 'trace_id':
      return record.traceId;
    case 'span_id':
      return record.spanId;
    default:
      return field.startsWith(RESOURCE_PREFIX)
        ? attributeText(record.resource, field.slice(RESOURCE_PREFIX.length))
        : attributeText(record.attributes, field);
  }
}

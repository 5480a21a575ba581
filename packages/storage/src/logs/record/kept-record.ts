import type { LogRecord, StoredLogRecord } from '@telltale/model';
import { printRecordId } from './record-key.ts';

/** A record with its place among those that came before. All have the same shape, so that many are read fast. */
export interface KeptRecord extends LogRecord {
  readonly timeUs: number;
  readonly sequence: number;
}

/** What the store gives away of a record. */
export function storedRecordOf(record: KeptRecord): StoredLogRecord {
  const { severityText, logger, traceId, spanId } = record;
  return {
    id: printRecordId(record),
    timeMs: record.timeMs,
    severity: record.severity,
    ...(severityText !== undefined && { severityText }),
    service: record.service,
    ...(logger !== undefined && { logger }),
    message: record.message,
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
    attributes: record.attributes,
    resource: record.resource,
  };
}

import type { LogRecord, StoredLogRecord } from '@telltale/model';
import { severityName } from '@telltale/model';
import { attributeMap, attributesOf } from '../sql/attribute-map.ts';
import { SERVICE_NAME, UNKNOWN_SERVICE } from '../sql/resource-sql.ts';
import { millisecondsOf, secondsText } from '../sql/time-sql.ts';

/** A row of `otel_logs` to write: the columns that the tables of all versions of the Collector have. */
export interface LogRow {
  readonly Timestamp: string;
  readonly TraceId: string;
  readonly SpanId: string;
  readonly SeverityText: string;
  readonly SeverityNumber: number;
  readonly ServiceName: string;
  readonly Body: string;
  readonly ResourceAttributes: Readonly<Record<string, string>>;
  readonly ScopeName: string;
  readonly LogAttributes: Readonly<Record<string, string>>;
}

export const LOG_COLUMNS = [
  'Timestamp',
  'TraceId',
  'SpanId',
  'SeverityText',
  'SeverityNumber',
  'ServiceName',
  'Body',
  'ResourceAttributes',
  'ScopeName',
  'LogAttributes',
] as const satisfies readonly (keyof LogRow)[];

export function logRowOf(record: LogRecord, nanoseconds: bigint): LogRow {
  const { service, message, attributes, resource } = record;
  const name = service.toWellFormed();
  return {
    Timestamp: secondsText(nanoseconds),
    TraceId: record.traceId ?? '',
    SpanId: record.spanId ?? '',
    // Other programs that read the table have the severity from here.
    SeverityText: (record.severityText ?? severityName(record.severity)?.toUpperCase() ?? '').toWellFormed(),
    SeverityNumber: record.severity,
    ServiceName: name,
    Body: message.toWellFormed(),
    ResourceAttributes: attributeMap(resource, { [SERVICE_NAME]: name }),
    ScopeName: (record.logger ?? '').toWellFormed(),
    LogAttributes: attributeMap(attributes),
  };
}

/** Tells rows of the same time apart; rows that have all of it in common are the same. */
export const ROW_HASH =
  'cityHash64(ServiceName, ScopeName, SeverityNumber, SeverityText, TraceId, SpanId, Body, LogAttributes, ResourceAttributes)';

/** The place of a row in the order of time. */
export const PLACE = ['Timestamp', ROW_HASH] as const;

/** What is read of a row. */
export const READ_COLUMNS = `
  toString(toUnixTimestamp64Nano(Timestamp)) AS nanoseconds, toString(${ROW_HASH}) AS hash, TraceId AS traceId,
  SpanId AS spanId, SeverityText AS severityText, SeverityNumber AS severity, ServiceName AS service, Body AS message,
  ResourceAttributes AS resource, ScopeName AS logger, LogAttributes AS attributes`;

/** A row as {@link READ_COLUMNS} gives it. */
export interface ReadLogRow {
  readonly nanoseconds: string;
  readonly hash: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly severityText: string;
  readonly severity: number;
  readonly service: string;
  readonly message: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly logger: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** @param repetition - how many of the same rows come before this one. */
export function logRecordOf(row: ReadLogRow, repetition: number): StoredLogRecord {
  const { nanoseconds, hash, traceId, spanId, severityText, severity, service, message, logger } = row;
  return {
    id: printLogId({ nanoseconds: BigInt(nanoseconds), hash: BigInt(hash), repetition }),
    timeMs: millisecondsOf(String(BigInt(nanoseconds) / 1000n)),
    severity,
    ...(isOwnWord(severityText, severity) && { severityText }),
    service: service === '' ? UNKNOWN_SERVICE : service,
    ...(logger !== '' && { logger }),
    message,
    ...(traceId !== '' && { traceId }),
    ...(spanId !== '' && { spanId }),
    attributes: attributesOf(row.attributes),
    resource: attributesOf(row.resource, SERVICE_NAME),
  };
}

function isOwnWord(text: string, severity: number): boolean {
  return text !== '' && text.toLowerCase() !== severityName(severity);
}

/** What names a record, since the tables of the Collector have nothing that does. */
export interface LogId {
  readonly nanoseconds: bigint;
  readonly hash: bigint;
  readonly repetition: number;
}

const LOG_ID = /^(\d{1,19})-(\d{1,20})-(\d{1,9})$/;

function printLogId({ nanoseconds, hash, repetition }: LogId): string {
  return `${nanoseconds}-${hash}-${repetition}`;
}

/** Nothing for what is no id. */
export function parseLogId(text: string): LogId | undefined {
  const parts = LOG_ID.exec(text);
  if (!parts) return undefined;
  return { nanoseconds: BigInt(parts[1]), hash: BigInt(parts[2]), repetition: Number(parts[3]) };
}

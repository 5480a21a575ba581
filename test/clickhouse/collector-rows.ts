import { createClient } from '@clickhouse/client';

/** Runs SQL as any other program would. */
export async function runSql(url: string, database: string, sql: string): Promise<unknown[]> {
  const client = createClient({ url, database });
  try {
    if (!/^\s*SELECT/i.test(sql)) {
      await client.command({ query: sql });
      return [];
    }
    return await (await client.query({ query: sql, format: 'JSONEachRow' })).json();
  } finally {
    await client.close();
  }
}

/** What version 0.86 of the Collector created, as its repository has it: no column of seconds, other words. */
export const OLD_LOGS_TABLE = `
CREATE TABLE otel_logs (
  Timestamp DateTime64(9) CODEC(Delta, ZSTD(1)),
  TraceId String CODEC(ZSTD(1)),
  SpanId String CODEC(ZSTD(1)),
  TraceFlags UInt32 CODEC(ZSTD(1)),
  SeverityText LowCardinality(String) CODEC(ZSTD(1)),
  SeverityNumber Int32 CODEC(ZSTD(1)),
  ServiceName LowCardinality(String) CODEC(ZSTD(1)),
  Body String CODEC(ZSTD(1)),
  ResourceSchemaUrl String CODEC(ZSTD(1)),
  ResourceAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  ScopeSchemaUrl String CODEC(ZSTD(1)),
  ScopeName String CODEC(ZSTD(1)),
  ScopeVersion String CODEC(ZSTD(1)),
  ScopeAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  LogAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1))
) ENGINE = MergeTree() PARTITION BY toDate(Timestamp)
ORDER BY (ServiceName, SeverityText, toUnixTimestamp(Timestamp), TraceId)`;

/** A row as the Collector inserts it: all columns, times to the nanosecond, a service that does not say its name. */
export const COLLECTOR_LOGS = (seconds: number) => `
INSERT INTO otel_logs (Timestamp, TraceId, SpanId, TraceFlags, SeverityText, SeverityNumber, ServiceName, Body,
  ResourceSchemaUrl, ResourceAttributes, ScopeSchemaUrl, ScopeName, ScopeVersion, ScopeAttributes, LogAttributes) VALUES
(fromUnixTimestamp64Nano(toInt64(${seconds}) * 1000000000 + 123456789), '0af7651916cd43dd8448eb211c80319c',
  'b7ad6b7169203331', 1, 'Error', 17, 'shop', 'payment failed', 'https://opentelemetry.io/schemas/1.26.0',
  map('service.name', 'shop', 'host.name', 'a1'), '', 'http', '1.2', map(), map('order', '{"id":7}', 'retries', '3')),
(fromUnixTimestamp64Nano(toInt64(${seconds}) * 1000000000 + 123456790), '', '', 0, '', 0, '', '{"odd":1}', '', map(), '',
  '', '', map(), map())`;

/** Spans of a version before 0.87 and of a later one. */
export const COLLECTOR_SPANS = (seconds: number) => `
INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, TraceState, SpanName, SpanKind, ServiceName,
  ResourceAttributes, ScopeName, ScopeVersion, SpanAttributes, Duration, StatusCode, StatusMessage,
  Events.Timestamp, Events.Name, Events.Attributes, Links.TraceId, Links.SpanId, Links.TraceState, Links.Attributes) VALUES
(fromUnixTimestamp64Nano(toInt64(${seconds}) * 1000000000 + 999), '${'1'.repeat(32)}', '${'a'.repeat(16)}', '', '', 'GET /',
  'SPAN_KIND_SERVER', 'gateway', map('service.name', 'gateway'), '', '', map('http.route', '/'), 2000999,
  'STATUS_CODE_ERROR', 'no', [], [], [], [], [], [], []),
(fromUnixTimestamp64Nano(toInt64(${seconds}) * 1000000000 + 1999), '${'1'.repeat(32)}', '${'b'.repeat(16)}',
  '${'a'.repeat(16)}', 'k=v', 'pay', 'Server', 'payment', map('service.name', 'payment'), 'http', '1', map(), 1000000,
  'Unset', '', [fromUnixTimestamp64Nano(toInt64(${seconds}) * 1000000000)], ['retry'], [map('n', '1')],
  ['${'2'.repeat(32)}'], ['${'c'.repeat(16)}'], [''], [map()])`;

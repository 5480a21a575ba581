import { TelltaleError } from '@telltale/model';
import type { ClickHouseSettings } from '../clickhouse-settings.ts';
import type { ClickHouseServer } from '../server/clickhouse-server.ts';
import { SqlParameters } from '../sql/sql-parameters.ts';

/** Tables of the OpenTelemetry Collector's exporter, by its own names. */
export const LOGS_TABLE = 'otel_logs';
export const TRACES_TABLE = 'otel_traces';
/** When each trace began and ended; kept by a view, and not there in every installation. */
export const TRACE_TIMES_TABLE = 'otel_traces_trace_id_ts';

/** Letters, digits and underscores: nothing that would have to be escaped. */
const DATABASE = /^[A-Za-z_][A-Za-z0-9_]{0,100}$/;

const ATTRIBUTES = 'Map(LowCardinality(String), String) CODEC(ZSTD(1))';

/** The definitions of the Collector's exporter, `create_schema`. */
const LOGS = (retention: string) => `
CREATE TABLE IF NOT EXISTS ${LOGS_TABLE} (
  Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
  TimestampTime DateTime DEFAULT toDateTime(Timestamp),
  TraceId String CODEC(ZSTD(1)),
  SpanId String CODEC(ZSTD(1)),
  TraceFlags UInt8,
  SeverityText LowCardinality(String) CODEC(ZSTD(1)),
  SeverityNumber UInt8,
  ServiceName LowCardinality(String) CODEC(ZSTD(1)),
  Body String CODEC(ZSTD(1)),
  ResourceSchemaUrl LowCardinality(String) CODEC(ZSTD(1)),
  ResourceAttributes ${ATTRIBUTES},
  ScopeSchemaUrl LowCardinality(String) CODEC(ZSTD(1)),
  ScopeName String CODEC(ZSTD(1)),
  ScopeVersion LowCardinality(String) CODEC(ZSTD(1)),
  ScopeAttributes ${ATTRIBUTES},
  LogAttributes ${ATTRIBUTES},
  EventName String CODEC(ZSTD(1)),
  INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX idx_res_attr_key mapKeys(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX idx_res_attr_value mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX idx_scope_attr_key mapKeys(ScopeAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX idx_scope_attr_value mapValues(ScopeAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX idx_log_attr_key mapKeys(LogAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX idx_log_attr_value mapValues(LogAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX idx_body Body TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 8
) ENGINE = MergeTree()
PARTITION BY toDate(TimestampTime)
PRIMARY KEY (ServiceName, TimestampTime)
ORDER BY (ServiceName, TimestampTime, Timestamp)
${retention}
SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1`;

const TRACES = (retention: string) => `
CREATE TABLE IF NOT EXISTS ${TRACES_TABLE} (
  Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
  TraceId String CODEC(ZSTD(1)),
  SpanId String CODEC(ZSTD(1)),
  ParentSpanId String CODEC(ZSTD(1)),
  TraceState String CODEC(ZSTD(1)),
  SpanName LowCardinality(String) CODEC(ZSTD(1)),
  SpanKind LowCardinality(String) CODEC(ZSTD(1)),
  ServiceName LowCardinality(String) CODEC(ZSTD(1)),
  ResourceAttributes ${ATTRIBUTES},
  ScopeName String CODEC(ZSTD(1)),
  ScopeVersion String CODEC(ZSTD(1)),
  SpanAttributes ${ATTRIBUTES},
  Duration UInt64 CODEC(ZSTD(1)),
  StatusCode LowCardinality(String) CODEC(ZSTD(1)),
  StatusMessage String CODEC(ZSTD(1)),
  Events Nested (
    Timestamp DateTime64(9),
    Name LowCardinality(String),
    Attributes Map(LowCardinality(String), String)
  ) CODEC(ZSTD(1)),
  Links Nested (
    TraceId String,
    SpanId String,
    TraceState String,
    Attributes Map(LowCardinality(String), String)
  ) CODEC(ZSTD(1)),
  INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX idx_res_attr_key mapKeys(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX idx_res_attr_value mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX idx_span_attr_key mapKeys(SpanAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX idx_span_attr_value mapValues(SpanAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX idx_duration Duration TYPE minmax GRANULARITY 1
) ENGINE = MergeTree()
PARTITION BY toDate(Timestamp)
ORDER BY (ServiceName, SpanName, toDateTime(Timestamp))
${retention}
SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1`;

const TRACE_TIMES = (retention: string) => `
CREATE TABLE IF NOT EXISTS ${TRACE_TIMES_TABLE} (
  TraceId String CODEC(ZSTD(1)),
  Start DateTime CODEC(Delta, ZSTD(1)),
  End DateTime CODEC(Delta, ZSTD(1)),
  INDEX idx_trace_id TraceId TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = MergeTree()
PARTITION BY toDate(Start)
ORDER BY (TraceId, Start)
${retention}
SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1`;

const TRACE_TIMES_VIEW = `
CREATE MATERIALIZED VIEW IF NOT EXISTS ${TRACE_TIMES_TABLE}_mv TO ${TRACE_TIMES_TABLE}
AS SELECT TraceId, min(Timestamp) AS Start, max(Timestamp) AS End
FROM ${TRACES_TABLE} WHERE TraceId != '' GROUP BY TraceId`;

/** Creates the database and the table of logs where they are missing. */
export async function createLogsTable(server: ClickHouseServer, settings: ClickHouseSettings): Promise<void> {
  await createDatabase(server);
  await server.command([LOGS(retentionSql('TimestampTime', settings))]);
}

/** Creates the database and the tables of traces where they are missing. */
export async function createTracesTables(
  server: ClickHouseServer,
  settings: ClickHouseSettings,
): Promise<void> {
  await createDatabase(server);
  await server.command([
    TRACES(retentionSql('toDateTime(Timestamp)', settings)),
    TRACE_TIMES(retentionSql('Start', settings)),
    TRACE_TIMES_VIEW,
  ]);
}

/** The columns of a table; none of one that is not there. */
export async function columnsOf(server: ClickHouseServer, table: string): Promise<ReadonlySet<string>> {
  const parameters = new SqlParameters();
  const rows = await server.query<{ name: string }>(
    `SELECT name FROM system.columns
     WHERE database = ${parameters.text(server.database)} AND table = ${parameters.text(table)}`,
    parameters,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Of all tables that are kept under a name; 0 where the server does not tell. */
export async function bytesOf(server: ClickHouseServer, tables: readonly string[]): Promise<number> {
  const parameters = new SqlParameters();
  const [row] = await server.query<{ bytes: string | number | null }>(
    `SELECT sum(total_bytes) AS bytes FROM system.tables
     WHERE database = ${parameters.text(server.database)} AND has(${parameters.add('Array(String)', tables)}, name)`,
    parameters,
  );
  return Number(row?.bytes ?? 0);
}

async function createDatabase(server: ClickHouseServer): Promise<void> {
  const { database } = server;
  if (database === 'default') return;
  if (!DATABASE.test(database)) {
    const message = `The database "${database}" cannot be created: its name may have letters, digits and underscores.`;
    throw new TelltaleError('TT_USAGE', message);
  }
  await server.command([`CREATE DATABASE IF NOT EXISTS ${database}`], 'default');
}

/** Whole parts are dropped, so that it may take a day longer. */
function retentionSql(column: string, { retentionMs }: ClickHouseSettings): string {
  if (retentionMs === undefined) return '';
  return `TTL ${column} + toIntervalSecond(${Math.max(1, Math.round(retentionMs / 1000))})`;
}

import type { OperationSelection, OperationStats, ServiceEdge, TimeRange } from '@telltale/model';
import { PEER_ATTRIBUTES } from '@telltale/model';
import type { ClickHouseServer } from '../server/clickhouse-server.ts';
import { SERVICE_TEXT, isServiceSql } from '../sql/resource-sql.ts';
import { SqlParameters } from '../sql/sql-parameters.ts';
import type { NanosecondRange } from '../sql/time-sql.ts';
import { rangeOf, rangeSql } from '../sql/time-sql.ts';
import { TRACES_TABLE } from '../tables/tables.ts';
import { spellingsSql } from './span-rows.ts';

/** A call and what answers it begin this far from each other at most. */
const CALL_NS = 3_600_000_000_000n;
/** Names of operations that are told of a service: where there are more, they have ids in them. */
const MAX_OPERATIONS = 1000;

const IS_ERROR = `StatusCode IN ${spellingsSql('error')}`;
const CALLS_OUT = `SpanKind IN ${spellingsSql('client', 'producer')}`;
const ENTERS = `(SpanKind IN ${spellingsSql('server', 'consumer')} OR ParentSpanId = '')`;
/** The first attribute that names what is called. */
const PEER = `coalesce(${PEER_ATTRIBUTES.map((name) => `nullIf(SpanAttributes['${name}'], '')`).join(', ')}, '')`;

/** A number for a span and its parent, which join faster than their ids do. */
const SPAN_KEY = 'cityHash64(TraceId, SpanId)';
const PARENT_KEY = 'cityHash64(TraceId, ParentSpanId)';

/** Durations are nanoseconds in the table. */
const MEAN_MS = 'avg(Duration) / 1e6';

/** Services of a range with their operations, both sorted. */
export async function serviceNames(
  server: ClickHouseServer,
  range: TimeRange,
  signal?: AbortSignal,
): Promise<{ service: string; operations: string[] }[]> {
  const parameters = new SqlParameters();
  const rows = await server.query<{ service: string; operations: string[] }>(
    `SELECT ${SERVICE_TEXT} AS service, groupUniqArray(${MAX_OPERATIONS})(toString(SpanName)) AS operations
     FROM ${TRACES_TABLE} WHERE ${rangeSql('Timestamp', rangeOf(range), parameters)} GROUP BY service`,
    parameters,
    signal,
  );
  return rows
    .map(({ service, operations }) => ({ service, operations: operations.sort() }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}

interface OperationRow {
  readonly service: string;
  readonly operation: string;
  readonly calls: string;
  readonly errors: string;
  readonly mean: number;
  readonly percentiles: readonly [p50: number, p95: number, p99: number];
  readonly max: number;
}

/** Rate, errors and durations of operations or of services. */
export async function operationStats(
  server: ClickHouseServer,
  selection: OperationSelection,
  signal?: AbortSignal,
): Promise<OperationStats[]> {
  const parameters = new SqlParameters();
  const { service, entriesOnly = false, by = 'operation' } = selection;
  const conditions = [rangeSql('Timestamp', rangeOf(selection), parameters)];
  if (service !== undefined) conditions.push(isServiceSql(service, parameters));
  if (entriesOnly) conditions.push(ENTERS);
  const rows = await server.query<OperationRow>(
    `SELECT ${SERVICE_TEXT} AS service, ${by === 'service' ? "''" : 'SpanName'} AS operation,
       count() AS calls, countIf(${IS_ERROR}) AS errors, ${MEAN_MS} AS mean,
       arrayMap(each -> each / 1e6, quantilesTDigest(0.5, 0.95, 0.99)(Duration)) AS percentiles,
       max(Duration) / 1e6 AS max
     FROM ${TRACES_TABLE} WHERE ${conditions.join(' AND ')} GROUP BY service, operation`,
    parameters,
    signal,
  );
  return rows.map(({ calls, errors, mean, percentiles: [p50, p95, p99], max, ...names }) => ({
    ...names,
    calls: Number(calls),
    errors: Number(errors),
    durationMs: { mean, p50, p95, p99, max },
  }));
}

interface EdgeRow {
  readonly caller: string;
  readonly callee: string;
  readonly calls: string;
  readonly errors: string;
  readonly mean: number;
  readonly p95: number;
}

/** Calls between services and of what reports no spans, as `serviceCalls` has them. */
export async function serviceEdges(
  server: ClickHouseServer,
  range: TimeRange,
  signal?: AbortSignal,
): Promise<ServiceEdge[]> {
  const parameters = new SqlParameters();
  const within = rangeOf(range);
  const isIn = rangeSql('Timestamp', within, parameters);
  const rows = await server.query<EdgeRow>(
    `WITH answered AS (${answeredSql(within, parameters)})
     SELECT caller, callee, count() AS calls, sum(isError) AS errors, ${MEAN_MS} AS mean,
       quantileTDigest(0.95)(Duration) / 1e6 AS p95
     FROM (
       SELECT caller, callee, Duration, isError FROM answered WHERE ${isIn}
       UNION ALL
       SELECT ${SERVICE_TEXT} AS caller, ${PEER} AS callee, Duration, ${IS_ERROR} AS isError FROM ${TRACES_TABLE}
       WHERE ${isIn} AND ${CALLS_OUT} AND callee NOT IN ('', caller) AND ${SPAN_KEY} NOT IN (SELECT key FROM answered)
     ) GROUP BY caller, callee`,
    parameters,
    signal,
  );
  return rows.map(({ caller, callee, calls, errors, mean, p95 }) => ({
    caller,
    callee,
    calls: Number(calls),
    errors: Number(errors),
    durationMs: { mean, p95 },
  }));
}

/** Spans with a parent of another service; `key` is the parent's. */
function answeredSql({ startNs, endNs }: NanosecondRange, parameters: SqlParameters): string {
  const callees = rangeSql('Timestamp', { startNs, endNs: endNs + CALL_NS }, parameters);
  const callers = { startNs: startNs > CALL_NS ? startNs - CALL_NS : 0n, endNs };
  return `
    SELECT callees.key AS key, caller, callee, Timestamp, Duration, isError FROM (
      SELECT ${PARENT_KEY} AS key, ${SERVICE_TEXT} AS callee, Timestamp, Duration, ${IS_ERROR} AS isError
      FROM ${TRACES_TABLE} WHERE ${callees} AND ParentSpanId != ''
    ) AS callees ANY LEFT JOIN (
      SELECT ${SPAN_KEY} AS key, ${SERVICE_TEXT} AS caller
      FROM ${TRACES_TABLE} WHERE ${rangeSql('Timestamp', callers, parameters)}
    ) AS callers ON callees.key = callers.key
    WHERE caller NOT IN ('', callee)`;
}

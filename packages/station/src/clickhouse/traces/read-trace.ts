import type { Span } from '@telltale/model';
import type { ClickHouseServer } from '../server/clickhouse-server.ts';
import { SqlParameters } from '../sql/sql-parameters.ts';
import { TRACES_TABLE, TRACE_TIMES_TABLE, columnsOf } from '../tables/tables.ts';
import type { ReadSpanRow } from './span-rows.ts';
import { READ_COLUMNS, spanOf } from './span-rows.ts';

/** Of larger traces nobody can see anything. */
const MAX_SPANS = 50_000;
/** Times of the other table may be whole seconds. */
const ROUNDING_SECONDS = 1;

/** When the spans of a trace began, in seconds since the epoch. */
interface TraceTimes {
  readonly start: string | number;
  readonly end: string | number;
}

/** The spans of a trace, each once, in any order. */
export async function readTrace(
  server: ClickHouseServer,
  traceId: string,
  signal?: AbortSignal,
): Promise<Span[]> {
  const times = await timesOf(server, traceId, signal);
  const parameters = new SqlParameters();
  const conditions = [`TraceId = ${parameters.text(traceId)}`];
  if (times) {
    const start = parameters.add('Int64', Number(times.start) - ROUNDING_SECONDS);
    const end = parameters.add('Int64', Number(times.end) + ROUNDING_SECONDS);
    conditions.push(`Timestamp >= toDateTime(${start}) AND Timestamp <= toDateTime(${end})`);
  }
  const rows = await server.query<ReadSpanRow>(
    `SELECT ${READ_COLUMNS} FROM ${TRACES_TABLE} WHERE ${conditions.join(' AND ')}
     ORDER BY Timestamp LIMIT 1 BY SpanId LIMIT ${MAX_SPANS}`,
    parameters,
    signal,
  );
  return rows.map(spanOf);
}

/** Nothing where the table of times is not there or does not know the trace: then all days are looked at. */
async function timesOf(
  server: ClickHouseServer,
  traceId: string,
  signal?: AbortSignal,
): Promise<TraceTimes | undefined> {
  const columns = await columnsOf(server, TRACE_TIMES_TABLE);
  if (!columns.has('Start') || !columns.has('End')) return undefined;
  const parameters = new SqlParameters();
  const [row] = await server.query<TraceTimes & { count: string }>(
    `SELECT toUnixTimestamp(min(Start)) AS start, toUnixTimestamp(max(End)) AS end, count() AS count
     FROM ${TRACE_TIMES_TABLE} WHERE TraceId = ${parameters.text(traceId)}`,
    parameters,
    signal,
  );
  return Number(row.count) > 0 ? row : undefined;
}

import type { TraceSearch, TraceSummary } from '@telltale/model';
import { summariseTrace } from '@telltale/model';
import type { ClickHouseServer } from '../server/clickhouse-server.ts';
import { SqlParameters } from '../sql/sql-parameters.ts';
import type { NanosecondRange } from '../sql/time-sql.ts';
import { rangeOf, rangeSql, slicesOf } from '../sql/time-sql.ts';
import { TRACES_TABLE } from '../tables/tables.ts';
import { spanConditionsSql } from './span-condition-sql.ts';
import type { SummaryRow } from './span-rows.ts';
import { SUMMARY_COLUMNS, summarisedSpanOf } from './span-rows.ts';

/** Spans of a trace are looked for this far from the one that is wanted. */
const SPREAD_NS = 3_600_000_000_000n;

const START = 'min(toUnixTimestamp64Nano(Timestamp))';
const DURATION = `max(toUnixTimestamp64Nano(Timestamp) + toInt64(Duration)) - ${START}`;

interface FoundTrace {
  readonly traceId: string;
  readonly start: string;
}

/** Finds traces with a span that is wanted, and sums them up. */
export async function searchTraces(
  server: ClickHouseServer,
  search: TraceSearch,
  signal?: AbortSignal,
): Promise<TraceSummary[]> {
  const range = rangeOf(search);
  const ids =
    search.order === 'slowest'
      ? slowest(server, search, range, signal)
      : newest(server, search, range, signal);
  return summaries(server, await ids, widened(range), signal);
}

async function slowest(
  server: ClickHouseServer,
  search: TraceSearch,
  range: NanosecondRange,
  signal?: AbortSignal,
): Promise<string[]> {
  const found = await findTraces(server, search, { range, order: `${DURATION} DESC, ${START} DESC` }, signal);
  return found.map(({ traceId }) => traceId);
}

/**
 * Looks at the end of the range first, and further back until there are enough traces that begin after that: all
 * others have begun before them.
 */
async function newest(
  server: ClickHouseServer,
  search: TraceSearch,
  range: NanosecondRange,
  signal?: AbortSignal,
): Promise<string[]> {
  let found: FoundTrace[] = [];
  for (const { startNs } of slicesOf(range, 'newest')) {
    const selection = { range: { startNs, endNs: range.endNs }, order: `${START} DESC` };
    found = await findTraces(server, search, selection, signal);
    if (found.filter(({ start }) => BigInt(start) >= startNs).length >= search.limit) break;
  }
  return found.map(({ traceId }) => traceId);
}

async function findTraces(
  server: ClickHouseServer,
  search: TraceSearch,
  { range, order }: { readonly range: NanosecondRange; readonly order: string },
  signal?: AbortSignal,
): Promise<FoundTrace[]> {
  const parameters = new SqlParameters();
  const wanted = [rangeSql('Timestamp', range, parameters), ...spanConditionsSql(search, parameters)];
  return server.query<FoundTrace>(
    `SELECT TraceId AS traceId, toString(${START}) AS start FROM ${TRACES_TABLE}
     WHERE ${rangeSql('Timestamp', widened(range), parameters)}
       AND TraceId IN (SELECT TraceId FROM ${TRACES_TABLE} WHERE ${wanted.join(' AND ')})
     GROUP BY TraceId ORDER BY ${order}, TraceId LIMIT ${parameters.add('Int64', search.limit)}`,
    parameters,
    signal,
  );
}

/** In the order of the ids. */
async function summaries(
  server: ClickHouseServer,
  traceIds: readonly string[],
  range: NanosecondRange,
  signal?: AbortSignal,
): Promise<TraceSummary[]> {
  if (traceIds.length === 0) return [];
  const parameters = new SqlParameters();
  const rows = await server.query<SummaryRow>(
    `SELECT ${SUMMARY_COLUMNS} FROM ${TRACES_TABLE}
     WHERE ${rangeSql('Timestamp', range, parameters)}
       AND TraceId IN ${parameters.add('Array(String)', traceIds)}
     LIMIT 1 BY TraceId, SpanId`,
    parameters,
    signal,
  );
  const traces = Map.groupBy(rows.map(summarisedSpanOf), ({ traceId }) => traceId);
  return traceIds.flatMap((traceId) => {
    const spans = traces.get(traceId);
    return spans ? [summariseTrace(spans)] : [];
  });
}

function widened({ startNs, endNs }: NanosecondRange): NanosecondRange {
  return { startNs: startNs > SPREAD_NS ? startNs - SPREAD_NS : 0n, endNs: endNs + SPREAD_NS };
}

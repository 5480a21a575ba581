import type {
  OperationSelection,
  OperationStats,
  ServiceEdge,
  Span,
  TimeRange,
  Trace,
  TraceSearch,
  TraceStore,
  TraceStoreStats,
  TraceSummary,
} from '@telltale/model';
import { orderSpans, systemClock } from '@telltale/model';
import type { ClickHouseSettings } from '../clickhouse-settings.ts';
import { ClickHouseServer } from '../server/clickhouse-server.ts';
import { InsertQueue } from '../server/insert-queue.ts';
import { PreparedTable } from '../tables/prepared-table.ts';
import { SqlParameters } from '../sql/sql-parameters.ts';
import { millisecondsOf } from '../sql/time-sql.ts';
import { TRACES_TABLE, TRACE_TIMES_TABLE, bytesOf, createTracesTables } from '../tables/tables.ts';
import { readTrace } from './read-trace.ts';
import { RecentSpans } from './recent-spans.ts';
import type { SpanRow } from './span-rows.ts';
import { SPAN_COLUMNS, spanRowOf } from './span-rows.ts';
import { operationStats, serviceEdges, serviceNames } from './trace-figures.ts';
import { searchTraces } from './trace-search.ts';

/** Figures are made from so many spans at most. */
const SAMPLE_SPANS = 1_000_000;

/**
 * Traces in ClickHouse, in the table `otel_traces` of the OpenTelemetry Collector: what a Collector writes there is
 * found here, and the other way round. All traces are kept: who wants less samples before. Nothing is asked of the
 * server before the first call.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createClickHouseTraces } from '@telltale/station/clickhouse';
 *
 * const traces = createClickHouseTraces({ url: 'http://127.0.0.1:9', database: 'otel' });
 * await assert.rejects(traces.stats(), { code: 'TT_STORE_UNREACHABLE' });
 * await traces.close();
 * ```
 */
export function createClickHouseTraces(settings: ClickHouseSettings): TraceStore {
  return new ClickHouseTraces(settings);
}

class ClickHouseTraces implements TraceStore {
  readonly #server: ClickHouseServer;
  readonly #table: PreparedTable;
  readonly #queue: InsertQueue<SpanRow>;
  readonly #recent = new RecentSpans();

  constructor(settings: ClickHouseSettings) {
    const server = new ClickHouseServer(settings);
    const create = settings.createTables ? () => createTracesTables(server, settings) : undefined;
    this.#server = server;
    this.#table = new PreparedTable({ server, name: TRACES_TABLE, create });
    this.#queue = new InsertQueue({ clock: systemClock, insert: (rows) => this.#insert(rows) });
  }

  append(spans: readonly Span[]): Promise<void> {
    return this.#queue.add(spans.map(spanRowOf));
  }

  async get(traceId: string, signal?: AbortSignal): Promise<Trace | undefined> {
    await this.#prepared(signal);
    const spans = await readTrace(this.#server, traceId, signal);
    return spans.length === 0 ? undefined : { traceId, spans: orderSpans(spans) };
  }

  async search(search: TraceSearch, signal?: AbortSignal): Promise<TraceSummary[]> {
    await this.#prepared(signal);
    return searchTraces(this.#server, search, signal);
  }

  async services(range: TimeRange, signal?: AbortSignal): ReturnType<TraceStore['services']> {
    await this.#prepared(signal);
    return serviceNames(this.#server, range, signal);
  }

  async edges(range: TimeRange, signal?: AbortSignal): Promise<ServiceEdge[]> {
    await this.#prepared(signal);
    return serviceEdges(this.#server, range, signal);
  }

  async operations(selection: OperationSelection, signal?: AbortSignal): Promise<OperationStats[]> {
    await this.#prepared(signal);
    return operationStats(this.#server, selection, signal);
  }

  /** Of a large table the traces are estimated, as many of the spans as are of a part of it. */
  async stats(): Promise<TraceStoreStats> {
    await this.#prepared();
    const [[row], [sample], bytes] = await Promise.all([
      this.#server.query<{ spans: string; oldest: string }>(
        `SELECT count() AS spans, toUnixTimestamp64Micro(min(Timestamp)) AS oldest FROM ${TRACES_TABLE}`,
        new SqlParameters(),
      ),
      this.#server.query<{ traces: string; spans: string }>(
        `SELECT uniq(TraceId) AS traces, count() AS spans
         FROM (SELECT TraceId FROM ${TRACES_TABLE} LIMIT ${SAMPLE_SPANS})`,
        new SqlParameters(),
      ),
      bytesOf(this.#server, [TRACES_TABLE, TRACE_TIMES_TABLE]),
    ]);
    const spans = Number(row.spans);
    const traces = Math.round((Number(sample.traces) * spans) / Math.max(1, Number(sample.spans)));
    return {
      traces,
      spans,
      bytes,
      ...(spans > 0 && { oldestMs: millisecondsOf(row.oldest) }),
      sampledOut: 0,
    };
  }

  async close(): Promise<void> {
    await this.#queue.drain();
    await this.#server.close();
  }

  async #prepared(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await this.#table.columns();
  }

  /** One insert runs at a time: what comes again while it runs is seen when its own turn comes. */
  async #insert(rows: readonly SpanRow[]): Promise<void> {
    await this.#table.columns();
    const fresh = this.#recent.newAmong(rows);
    if (fresh.length > 0) await this.#server.insert(TRACES_TABLE, SPAN_COLUMNS, fresh);
    this.#recent.remember(fresh);
  }
}

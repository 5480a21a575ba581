import type {
  LogContext,
  LogCount,
  LogField,
  LogFilter,
  LogPage,
  LogRecord,
  LogSearch,
  LogSelection,
  LogStore,
  LogStoreStats,
  StoredLogRecord,
} from '@telltale/model';
import { SEVERITY_NAMES, TelltaleError, compileLogFilter, logFieldsOf, systemClock } from '@telltale/model';
import type { ClickHouseSettings } from '../clickhouse-settings.ts';
import { compileRegexp } from '@telltale/storage';
import { ClickHouseServer } from '../server/clickhouse-server.ts';
import { InsertQueue } from '../server/insert-queue.ts';
import { PreparedTable } from '../tables/prepared-table.ts';
import { SqlParameters } from '../sql/sql-parameters.ts';
import { millisecondsOf, nanosecondsOf, rangeOf } from '../sql/time-sql.ts';
import { LOGS_TABLE, bytesOf, createLogsTable } from '../tables/tables.ts';
import { SEVERITY_INDEX } from './log-filter-sql.ts';
import { LogReader, SECONDS_COLUMN } from './log-reader.ts';
import type { LogId, LogRow } from './log-rows.ts';
import { LOG_COLUMNS, logRowOf, parseLogId } from './log-rows.ts';
import { Moments } from './moments.ts';

/** What was logged around a record is looked for this far from it. */
const CONTEXT_NS = 24n * 3_600_000_000_000n;
/** By {@link SEVERITY_INDEX}. */
const COUNTED = ['unknown', ...SEVERITY_NAMES] as const;

/**
 * Logs in ClickHouse, in the table `otel_logs` of the OpenTelemetry Collector: what a Collector writes there is
 * found here, and the other way round. Nothing is asked of the server before the first call.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createClickHouseLogs } from '@telltale/station/clickhouse';
 *
 * const logs = createClickHouseLogs({ url: 'http://127.0.0.1:9', createTables: true });
 * await assert.rejects(logs.stats(), { code: 'TT_STORE_UNREACHABLE' });
 * await logs.close();
 * ```
 */
export function createClickHouseLogs(settings: ClickHouseSettings): LogStore {
  return new ClickHouseLogs(settings);
}

class ClickHouseLogs implements LogStore {
  readonly #server: ClickHouseServer;
  readonly #table: PreparedTable;
  readonly #reader: LogReader;
  readonly #queue: InsertQueue<LogRow>;
  readonly #moments = new Moments();

  constructor(settings: ClickHouseSettings) {
    const server = new ClickHouseServer(settings);
    const create = settings.createTables ? () => createLogsTable(server, settings) : undefined;
    this.#server = server;
    this.#table = new PreparedTable({ server, name: LOGS_TABLE, create });
    this.#reader = new LogReader(server, this.#table);
    this.#queue = new InsertQueue({ clock: systemClock, insert: (rows) => this.#insert(rows) });
  }

  append(records: readonly LogRecord[]): Promise<void> {
    return this.#queue.add(
      records.map((record) => logRowOf(record, this.#moments.next(nanosecondsOf(record.timeMs)))),
    );
  }

  async search(search: LogSearch, signal?: AbortSignal): Promise<LogPage> {
    const { order = 'newest', limit, filter } = search;
    checkPatterns(filter);
    const id = search.after === undefined ? undefined : knownId(search.after);
    const after = id && { id, given: id.repetition + 1 };
    signal?.throwIfAborted();
    const reading = { range: rangeOf(search), order, filter, after, limit: limit + 1 };
    const records = await this.#reader.read(reading, signal);
    return { records: records.slice(0, limit), hasMore: records.length > limit };
  }

  async counts(selection: LogSelection, stepMs: number, signal?: AbortSignal): Promise<LogCount[]> {
    const { filter } = selection;
    checkPatterns(filter);
    signal?.throwIfAborted();
    const parameters = new SqlParameters();
    const where = await this.#reader.where({ range: rangeOf(selection), filter }, parameters);
    const step = parameters.add('Int64', Math.max(1, Math.round(stepMs * 1000)));
    const rows = await this.#server.query<{ step: string; severity: number; count: string }>(
      `SELECT intDiv(toUnixTimestamp64Micro(Timestamp), ${step}) * ${step} AS step,
         ${SEVERITY_INDEX} AS severity, count() AS count
       FROM ${LOGS_TABLE} WHERE ${where} GROUP BY step, severity ORDER BY step, severity`,
      parameters,
      signal,
    );
    return [...Map.groupBy(rows, (row) => millisecondsOf(row.step))].map(([timeMs, ofStep]) => ({
      timeMs,
      counts: Object.fromEntries(ofStep.map(({ severity, count }) => [COUNTED[severity], Number(count)])),
    }));
  }

  async fields(selection: LogSelection, limit: number, signal?: AbortSignal): Promise<LogField[]> {
    const { records } = await this.search({ ...selection, limit }, signal);
    return logFieldsOf(records);
  }

  async context(
    id: string,
    size: { readonly before: number; readonly after: number },
    signal?: AbortSignal,
  ): Promise<LogContext | undefined> {
    signal?.throwIfAborted();
    const place = parseLogId(id);
    const record = place && (await this.#recordAt(place, signal));
    if (!record) return undefined;
    const at = place.nanoseconds;
    const range = { startNs: at > CONTEXT_NS ? at - CONTEXT_NS : 0n, endNs: at + CONTEXT_NS };
    const ofService = { range, service: record.service };
    // Those that are the same count as later, but for itself.
    const [before, after] = await Promise.all([
      this.#reader.read(
        { ...ofService, order: 'newest', limit: size.before, after: { id: place, given: 'all' } },
        signal,
      ),
      this.#reader.read(
        { ...ofService, order: 'oldest', limit: size.after, after: { id: place, given: 1 } },
        signal,
      ),
    ]);
    return { before: before.toReversed(), record, after };
  }

  async stats(): Promise<LogStoreStats> {
    const columns = await this.#table.columns();
    // Of the column that the table is partitioned by, each part knows the least.
    const oldest = columns.has(SECONDS_COLUMN)
      ? `toUnixTimestamp(min(${SECONDS_COLUMN})) * 1000000`
      : 'toUnixTimestamp64Micro(min(Timestamp))';
    const [[row], bytes] = await Promise.all([
      this.#server.query<{ records: string; oldest: string }>(
        `SELECT count() AS records, ${oldest} AS oldest FROM ${LOGS_TABLE}`,
        new SqlParameters(),
      ),
      bytesOf(this.#server, [LOGS_TABLE]),
    ]);
    const records = Number(row.records);
    return { records, bytes, ...(records > 0 && { oldestMs: millisecondsOf(row.oldest) }) };
  }

  async close(): Promise<void> {
    await this.#queue.drain();
    await this.#server.close();
  }

  async #insert(rows: readonly LogRow[]): Promise<void> {
    await this.#table.columns();
    await this.#server.insert(LOGS_TABLE, LOG_COLUMNS, rows);
  }

  async #recordAt(id: LogId, signal?: AbortSignal): Promise<StoredLogRecord | undefined> {
    const range = { startNs: id.nanoseconds, endNs: id.nanoseconds + 1n };
    const after = { id, given: id.repetition };
    const [record] = await this.#reader.read({ range, order: 'oldest', limit: 1, after }, signal);
    return record && parseLogId(record.id)?.hash === id.hash ? record : undefined;
  }
}

/** What is wrong with a pattern is said in the words of every store, before the server is asked. */
function checkPatterns(filter: LogFilter | undefined): void {
  if (filter) compileLogFilter(filter, compileRegexp);
}

function knownId(text: string): LogId {
  const id = parseLogId(text);
  if (!id) throw new TelltaleError('TT_LOG_PAGE', `There is no log record '${text}' to go on after.`);
  return id;
}

import type { LogFilter, StoredLogRecord } from '@telltale/model';
import type { ClickHouseServer } from '../server/clickhouse-server.ts';
import type { PreparedTable } from '../tables/prepared-table.ts';
import { isServiceSql } from '../sql/resource-sql.ts';
import { SqlParameters } from '../sql/sql-parameters.ts';
import type { NanosecondRange } from '../sql/time-sql.ts';
import { rangeSql, secondRangeSql, slicesOf } from '../sql/time-sql.ts';
import { LOGS_TABLE } from '../tables/tables.ts';
import { logFilterSql } from './log-filter-sql.ts';
import type { LogId, ReadLogRow } from './log-rows.ts';
import { PLACE, READ_COLUMNS, ROW_HASH, logRecordOf } from './log-rows.ts';

/** There are versions of the table without it; with it, other days and most of a day are not read. */
export const SECONDS_COLUMN = 'TimestampTime';

/** Which rows. */
export interface LogCondition {
  readonly range: NanosecondRange;
  readonly filter?: LogFilter | undefined;
  readonly service?: string;
}

/** Where reading goes on: behind rows of a place that were already given. */
export interface LogPosition {
  readonly id: LogId;
  /** How many of the same rows at that place are left out. */
  readonly given: number | 'all';
}

/** Which rows in which order. */
export interface LogReading extends LogCondition {
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
  readonly after?: LogPosition | undefined;
}

/** Reads rows of the table of logs. */
export class LogReader {
  readonly #server: ClickHouseServer;
  readonly #table: PreparedTable;

  constructor(server: ClickHouseServer, table: PreparedTable) {
    this.#server = server;
    this.#table = table;
  }

  /** Slice by slice, until enough is found. */
  async read(reading: LogReading, signal?: AbortSignal): Promise<StoredLogRecord[]> {
    const rows: ReadLogRow[] = [];
    for (const range of slicesOf(rangeAfter(reading), reading.order)) {
      if (rows.length >= reading.limit) break;
      const limit = reading.limit - rows.length;
      rows.push(...(await this.#readSlice({ ...reading, range, limit }, signal)));
    }
    return recordsOf(rows, reading.after);
  }

  /** A condition in SQL, which the order of the table and its partitions help with. */
  async where({ range, filter, service }: LogCondition, parameters: SqlParameters): Promise<string> {
    const columns = await this.#table.columns();
    const conditions = [rangeSql('Timestamp', range, parameters)];
    if (columns.has(SECONDS_COLUMN)) conditions.unshift(secondRangeSql(SECONDS_COLUMN, range, parameters));
    if (service !== undefined) conditions.push(isServiceSql(service, parameters));
    if (filter) conditions.push(`(${logFilterSql(filter, parameters)})`);
    return conditions.join(' AND ');
  }

  async #readSlice(reading: LogReading, signal?: AbortSignal): Promise<ReadLogRow[]> {
    const { order, limit, range } = reading;
    const after = isIn(reading.after, range) ? reading.after : undefined;
    const parameters = new SqlParameters();
    const where = await this.where(reading, parameters);
    const rest = after ? `AND ${behindSql(after, order, parameters)}` : '';
    // Those of them that were given come first.
    const offset = typeof after?.given === 'number' ? after.given : 0;
    return this.#server.query<ReadLogRow>(
      `SELECT ${READ_COLUMNS} FROM ${LOGS_TABLE} WHERE ${where} ${rest}
       ORDER BY ${PLACE.map((part) => `${part} ${order === 'newest' ? 'DESC' : 'ASC'}`).join(', ')}
       LIMIT ${parameters.add('Int64', limit)} OFFSET ${parameters.add('Int64', offset)}`,
      parameters,
      signal,
    );
  }
}

/** What is left of the range behind the position. */
function rangeAfter({ range, order, after }: LogReading): NanosecondRange {
  if (!after) return range;
  const at = after.id.nanoseconds;
  if (order === 'newest') return at < range.endNs ? { ...range, endNs: at + 1n } : range;
  return at > range.startNs ? { ...range, startNs: at } : range;
}

function isIn(after: LogPosition | undefined, { startNs, endNs }: NanosecondRange): boolean {
  return after !== undefined && after.id.nanoseconds >= startNs && after.id.nanoseconds < endNs;
}

/** Of the rows of the position's moment those behind it; all others of the range are. */
function behindSql(
  { id, given }: LogPosition,
  order: 'newest' | 'oldest',
  parameters: SqlParameters,
): string {
  const moment = `fromUnixTimestamp64Nano(${parameters.add('Int64', id.nanoseconds)})`;
  const operator = `${order === 'newest' ? '<' : '>'}${given === 'all' ? '' : '='}`;
  return `(Timestamp != ${moment} OR ${ROW_HASH} ${operator} ${parameters.add('UInt64', id.hash)})`;
}

/** Counts rows that are the same, which come one after the other. */
function recordsOf(rows: readonly ReadLogRow[], after?: LogPosition): StoredLogRecord[] {
  let [place, repetition] = after ? [placeOf(after.id), Number(after.given) - 1] : ['', 0];
  return rows.map((row) => {
    const next = placeOf(row);
    repetition = next === place ? repetition + 1 : 0;
    place = next;
    return logRecordOf(row, repetition);
  });
}

function placeOf({ nanoseconds, hash }: { readonly nanoseconds: unknown; readonly hash: unknown }): string {
  return `${String(nanoseconds)}-${String(hash)}`;
}

import { ClickHouseError } from '@clickhouse/client';
import { TelltaleError } from '@telltale/model';
import type { ErrorCode } from '@telltale/model';

interface Meaning {
  readonly code: ErrorCode;
  readonly fix?: string;
}

const LIMIT: Meaning = { code: 'TT_QUERY_LIMIT' };
const TIMEOUT: Meaning = { code: 'TT_QUERY_TIMEOUT' };
const BUSY: Meaning = { code: 'TT_OVERLOADED' };
const LOGIN: Meaning = {
  code: 'TT_STORE_UNREACHABLE',
  fix: 'See to the user in the address, its rights, and the password in TELLTALE_CLICKHOUSE_PASSWORD.',
};
const TABLES: Meaning = {
  code: 'TT_STORE_UNREACHABLE',
  fix: 'Let the Collector create the tables, or the station by ?create=true in the address.',
};

/** What the numbers of ClickHouse's errors mean to us; all others are told as they are. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ['158', LIMIT], // TOO_MANY_ROWS
  ['241', LIMIT], // MEMORY_LIMIT_EXCEEDED
  ['307', LIMIT], // TOO_MANY_BYTES
  ['396', LIMIT], // TOO_MANY_ROWS_OR_BYTES
  ['159', TIMEOUT], // TIMEOUT_EXCEEDED
  ['160', TIMEOUT], // TOO_SLOW
  ['394', TIMEOUT], // QUERY_WAS_CANCELLED
  ['427', { code: 'TT_QUERY_SYNTAX' }], // CANNOT_COMPILE_REGEXP
  ['201', BUSY], // QUOTA_EXCEEDED
  ['202', BUSY], // TOO_MANY_SIMULTANEOUS_QUERIES
  ['242', BUSY], // TABLE_IS_READ_ONLY
  ['243', BUSY], // NOT_ENOUGH_SPACE
  ['252', BUSY], // TOO_MANY_PARTS
  ['164', LOGIN], // READONLY
  ['192', LOGIN], // UNKNOWN_USER
  ['193', LOGIN], // WRONG_PASSWORD
  ['194', LOGIN], // REQUIRED_PASSWORD
  ['497', LOGIN], // ACCESS_DENIED
  ['516', LOGIN], // AUTHENTICATION_FAILED
  ['60', TABLES], // UNKNOWN_TABLE
  ['81', TABLES], // UNKNOWN_DATABASE
]);

/** Texts of the server may be as long as the query. */
const MAX_TEXT = 300;

/** An error of a request as one of ours; `server` is its address without secrets. */
export function clickHouseError(error: unknown, server: string): TelltaleError {
  if (error instanceof TelltaleError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  const cause = { cause: error };
  if (!(error instanceof ClickHouseError)) {
    const isTimeout = /timeout/i.test(text);
    const message = `ClickHouse at ${server} ${isTimeout ? 'took too long' : 'cannot be reached'}: ${shown}`;
    return new TelltaleError('TT_STORE_UNREACHABLE', message, cause);
  }
  const { code, fix } = MEANINGS.get(error.code) ?? { code: 'TT_STORE_UNREACHABLE' };
  const message = `ClickHouse at ${server} refuses with error ${error.code}: ${shown}`;
  return new TelltaleError(code, message, { ...cause, ...(fix !== undefined && { fix }) });
}

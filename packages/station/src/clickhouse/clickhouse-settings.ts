import type { Secret } from '@telltale/model';
import { TelltaleError } from '@telltale/model';

/** Where logs and traces are kept instead of in the data folder. */
export interface ClickHouseSettings {
  /** Address of the HTTP interface: `http://clickhouse:8123`. */
  readonly url: string;
  /** Default: `default`. */
  readonly database?: string;
  /** Default: `default`. */
  readonly username?: string;
  /** Default: the variable `TELLTALE_CLICKHOUSE_PASSWORD` where it is set, else none. */
  readonly password?: Secret;
  /**
   * Whether the database and the tables are created where they are missing, as the OpenTelemetry Collector creates
   * them. Default: no; then they must be there.
   */
  readonly createTables?: boolean;
  /** How long rows of created tables are kept. Default: for ever. What keeps tables that are there is up to them. */
  readonly retentionMs?: number;
  /** How long a request may take. Default: 30,000 ms. */
  readonly timeoutMs?: number;
}

const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['clickhouse:', '8123'],
  ['clickhouses:', '8443'],
]);
const FORM = 'clickhouse://user@host:8123/database?create=true, or clickhouses:// for TLS';

/**
 * Reads an address such as `clickhouse://telltale@db.internal:8123/otel?create=true`: HTTP to port 8123, or with
 * `clickhouses` HTTPS to port 8443. A password does not stand in it, since addresses are shown.
 *
 * @throws TelltaleError TT_USAGE with what is wrong; `source` says where it was given.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { parseClickHouseUrl } from '@telltale/station';
 *
 * assert.deepEqual(parseClickHouseUrl('clickhouse://reader@db/otel'), {
 *   url: 'http://db:8123',
 *   username: 'reader',
 *   database: 'otel',
 *   createTables: false,
 * });
 * ```
 */
export function parseClickHouseUrl(text: string, source = 'the address of ClickHouse'): ClickHouseSettings {
  const url = URL.parse(text);
  const defaultPort = DEFAULT_PORTS.get(url?.protocol ?? '');
  if (!url || defaultPort === undefined || url.hostname === '') {
    throw new TelltaleError('TT_USAGE', `${source} must be like ${FORM}, not "${withoutPassword(text)}"`);
  }
  if (url.password !== '') {
    const message = `${source} has a password in it, which would be shown. Take it out and set TELLTALE_CLICKHOUSE_PASSWORD instead.`;
    throw new TelltaleError('TT_USAGE', message);
  }
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'create');
  if (unknown !== undefined) {
    throw new TelltaleError('TT_USAGE', `${source} has the unknown option "${unknown}"; it takes: create`);
  }
  const protocol = url.protocol === 'clickhouses:' ? 'https' : 'http';
  const database = decodeURIComponent(url.pathname.replace(/^\//, ''));
  return {
    url: `${protocol}://${url.hostname}:${url.port === '' ? defaultPort : url.port}`,
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(database !== '' && { database }),
    createTables: url.searchParams.get('create') === 'true',
  };
}

function withoutPassword(text: string): string {
  return text.replace(/:[^:@/]*@/, ':…@');
}

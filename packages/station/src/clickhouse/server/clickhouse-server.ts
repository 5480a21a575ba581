import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { ClickHouseClient } from '@clickhouse/client';
import { readSecret } from '@telltale/alerting';
import type { ClickHouseSettings } from '../clickhouse-settings.ts';
import type { SqlParameters } from '../sql/sql-parameters.ts';
import { clickHouseError } from './clickhouse-error.ts';

const DEFAULT_DATABASE = 'default';
const DEFAULT_TIMEOUT_MS = 30_000;
/** Requests to the server that run at once. */
const MAX_CONNECTIONS = 10;
const MAX_RESULT_BYTES = 256 * 1024 * 1024;
const PASSWORD_VARIABLE = 'TELLTALE_CLICKHOUSE_PASSWORD';

/** A ClickHouse server as the stores use it; every rejection is a {@link clickHouseError}. */
export class ClickHouseServer {
  readonly #settings: ClickHouseSettings;
  #client: Promise<ClickHouseClient> | undefined;
  #isClosed = false;

  constructor(settings: ClickHouseSettings) {
    this.#settings = settings;
  }

  get database(): string {
    return this.#settings.database ?? DEFAULT_DATABASE;
  }

  /** Rows of a query. Ends early with the reason of the signal. */
  async query<Row>(sql: string, parameters: SqlParameters, signal?: AbortSignal): Promise<Row[]> {
    signal?.throwIfAborted();
    return this.#run(async (client) => {
      const result = await client.query({
        query: sql,
        query_params: parameters.values,
        format: 'JSONEachRow',
        ...(signal && { abort_signal: signal }),
      });
      return result.json<Row>();
    }, signal);
  }

  /** Writes rows; resolves when the server has them in a part of the table. */
  async insert(
    table: string,
    columns: readonly [string, ...string[]],
    rows: readonly object[],
  ): Promise<void> {
    await this.#run(async (client) => {
      const [first, ...others] = columns;
      await client.insert({ table, columns: [first, ...others], values: [...rows], format: 'JSONEachRow' });
    });
  }

  /** Runs statements that give nothing, one after the other; in the database `default` where that is asked for. */
  async command(statements: readonly string[], where: 'here' | 'default' = 'here'): Promise<void> {
    if (where === 'here') {
      return this.#run(async (client) => {
        for (const query of statements) await client.command({ query });
      });
    }
    const other = new ClickHouseServer({ ...this.#settings, database: DEFAULT_DATABASE });
    try {
      await other.command(statements);
    } finally {
      await other.close();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = this.#client;
    this.#client = undefined;
    await (await client?.catch(() => undefined))?.close();
  }

  async #run<Result>(
    work: (client: ClickHouseClient) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    try {
      return await work(await this.#connected());
    } catch (error) {
      signal?.throwIfAborted();
      throw clickHouseError(error, this.#settings.url);
    }
  }

  /** Made with the first request: a password that cannot be read then may be there with the next. */
  async #connected(): Promise<ClickHouseClient> {
    if (this.#isClosed) throw new Error('the store is closed');
    this.#client ??= this.#connect();
    try {
      return await this.#client;
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
  }

  async #connect(): Promise<ClickHouseClient> {
    const { url, username = 'default', password, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#settings;
    const secret = password ? await readSecret(password) : process.env[PASSWORD_VARIABLE];
    return createClient({
      url,
      username,
      password: secret ?? '',
      database: this.database,
      application: 'telltale',
      request_timeout: timeoutMs,
      max_open_connections: MAX_CONNECTIONS,
      compression: { request: true, response: true },
      log: { level: ClickHouseLogLevel.OFF },
      clickhouse_settings: {
        max_execution_time: Math.ceil(timeoutMs / 1000),
        max_result_bytes: String(MAX_RESULT_BYTES),
        // Of an error in the middle of an answer nothing would be seen but the end of it.
        wait_end_of_query: 1,
        // `0.3` is compared as what JavaScript reads.
        precise_float_parsing: 1,
        // Rows are gathered before; what is acknowledged must be in the table.
        async_insert: 0,
        date_time_input_format: 'basic',
      },
    });
  }
}

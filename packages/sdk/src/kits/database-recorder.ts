import type { MonitoringDefinition } from '@telltale/definition';
import type { Registry } from '../registry/registry.ts';
import { bindKit } from './kit-binding.ts';
import type { Outcome } from '../outcome/outcome.ts';
import { errorType, runWatched } from '../outcome/outcome.ts';
import type { RoleGauge } from './role-instruments.ts';
import { readSqlStatement } from './sql-statement.ts';

/** What a query does, where its SQL text does not say so. */
export interface QueryContext {
  /** For example `select`. */
  readonly operation: string;
  readonly table?: string;
}

/** A pool of connections shaped as that of `pg`. */
export interface ConnectionPool {
  /** Connections that are open. */
  readonly totalCount: number;
  /** Of those, the ones nobody uses. */
  readonly idleCount: number;
  /** Callers that wait for one. */
  readonly waitingCount: number;
  readonly options?: { readonly database?: string; readonly max?: number };
}

/** A database client shaped as that of `pg`; one that emits `connect` with its clients is a pool. */
export interface QueryClient {
  query(...args: never[]): unknown;
}

/** Records databases into the metrics of the database kit. */
export interface DatabaseRecorder {
  /** Runs a query, named by its SQL text or by what it does, and records how it ends. */
  query<Result>(statement: string | QueryContext, query: () => Result): Result;
  /**
   * Records all queries of a client, or of the clients that a pool opens from now on. For those who do not use
   * OpenTelemetry's instrumentation of the driver, which records the same.
   */
  watchQueries<Client extends QueryClient>(client: Client): Client;
  /** Reads the connections of a pool at each scrape; the result stops it. */
  watchPool(pool: ConnectionPool, database?: string): () => void;
}

/** Makes what records databases; without the database kit it only runs the queries. */
export function createDatabaseRecorder(
  definition: MonitoringDefinition,
  registry: Registry,
): DatabaseRecorder {
  const binding = bindKit(definition, registry, 'database');
  const duration = binding.histogram('duration');
  const errors = binding.counter('errors');
  const start = (statement: string | QueryContext) => {
    // Copied: without the compiler it may be anything, and the query runs all the same.
    const context: Partial<QueryContext> =
      typeof statement === 'string' ? readSqlStatement(statement) : { ...statement };
    const { operation, table } = context;
    const startMs = performance.now();
    return (outcome: Outcome) => {
      duration.observe({ operation, table: table ?? 'none' }, (performance.now() - startMs) / 1000);
      if (outcome.status === 'failure') errors.inc({ operation, error_type: errorType(outcome.error) });
    };
  };
  const gauges = ['connections', 'idle', 'waiting', 'limit'].map((role) => binding.gauge(role));
  const watched = new WeakSet<object>();
  return {
    query: (statement, query) => runWatched(query, start(statement)),
    watchQueries: (client) => {
      binding.hook(() => watchQueries(client, start, watched), undefined);
      return client;
    },
    watchPool: (pool, database) =>
      binding.hook(
        () => watchPool(pool, database ?? pool.options?.database ?? 'default', gauges),
        () => undefined,
      ),
  };
}

function watchPool(pool: ConnectionPool, database: string, gauges: readonly RoleGauge[]): () => void {
  const reads = [
    () => pool.totalCount,
    () => pool.idleCount,
    () => pool.waitingCount,
    () => pool.options?.max ?? 0,
  ];
  const stops = gauges.map((gauge, index) => gauge.read({ database }, reads[index]));
  return () => {
    for (const stop of stops) stop();
  };
}

type StartQuery = (sql: string) => (outcome: Outcome) => void;

function watchQueries(client: object, start: StartQuery, watched: WeakSet<object>): void {
  if (watched.has(client)) return;
  watched.add(client);
  if ('totalCount' in client && 'on' in client && typeof client.on === 'function') {
    // The queries of a pool are those of its clients; watching both would count each twice.
    client.on('connect', (opened: unknown) => {
      if (typeof opened === 'object' && opened !== null) watchQueries(opened, start, watched);
    });
    return;
  }
  const query: unknown = Reflect.get(client, 'query');
  if (typeof query !== 'function') return;
  Reflect.set(client, 'query', (...args: readonly unknown[]) => watchedQuery(client, query, args, start));
}

function watchedQuery(
  client: object,
  // oxlint-disable-next-line typescript/no-unsafe-function-type
  query: Function,
  args: readonly unknown[],
  start: StartQuery,
): unknown {
  const sql = sqlOf(args[0]);
  const callback = args.at(-1);
  // Objects that run themselves, such as cursors, tell nobody when they end.
  if (sql === undefined) return Reflect.apply(query, client, args);
  const end = start(sql);
  if (typeof callback !== 'function') return runWatched(() => Reflect.apply(query, client, args), end);
  const withCallback = (error: unknown, ...results: readonly unknown[]) => {
    end(error ? { status: 'failure', error } : { status: 'success', value: results[0] });
    return Reflect.apply(callback, undefined, [error, ...results]);
  };
  return Reflect.apply(query, client, [...args.slice(0, -1), withCallback]);
}

function sqlOf(statement: unknown): string | undefined {
  if (typeof statement === 'string') return statement;
  if (typeof statement !== 'object' || statement === null || 'submit' in statement) return undefined;
  return 'text' in statement && typeof statement.text === 'string' ? statement.text : undefined;
}

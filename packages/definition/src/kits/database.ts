import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { counter, gauge, histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { given } from '../options/given.ts';
import type { ChosenEdge } from './chosen-buckets.ts';
import { chosenBuckets } from './chosen-buckets.ts';
import type { Kit, KitView } from './kit.ts';
import type { RoleQueries } from './role-queries.ts';
import { described, presentPanels, together } from './role-queries.ts';
import type { KitNaming, KnownFields, ViewedMetrics } from './viewed-kit.ts';
import { viewedKit } from './viewed-kit.ts';

/** Seconds; from an answer out of the database's memory to one that holds a request up. */
const DEFAULT_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;

const VIEWS: readonly KitView[] = [
  {
    instrument: 'db.client.operation.duration',
    role: 'duration',
    attributes: { 'db.operation.name': 'operation', 'db.collection.name': 'table' },
  },
];

/** Roles of the metrics of the database kit. */
export type DatabaseRole = 'duration' | 'errors' | 'connections' | 'idle' | 'waiting' | 'limit';

/** What {@link database} takes. */
export interface DatabaseOptions extends KitNaming<
  DatabaseRole,
  'operation' | 'table' | 'database' | 'error_type'
> {
  /** Upper bounds of the duration's buckets in seconds; from 1 ms to 5 s by default. */
  readonly buckets?: readonly number[];
}

/** The metrics of the database kit under their names. */
export type DatabaseMetrics<Options extends DatabaseOptions> = ViewedMetrics<
  ReturnType<typeof declareDatabase<ChosenEdge<Options, typeof DEFAULT_BUCKETS>>>,
  Options
>;

// The result's type is asked for by this parameter.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function declareDatabase<const Edge extends number>(buckets: readonly Edge[]) {
  const operation = ['select', 'insert', 'update', 'delete', '__other__'] as const;
  const pool = { database: { maxValues: 50 } } as const;
  return {
    duration: {
      name: 'db_query_duration_seconds',
      metric: histogram({
        help: 'Duration of database queries in seconds',
        unit: 'seconds',
        labels: { operation, table: { maxValues: 100 } },
        buckets,
      }),
    },
    errors: {
      name: 'db_query_errors_total',
      metric: counter({
        help: 'Database queries that failed, by code of the database or class of the error',
        labels: { operation, error_type: { maxValues: 50 } },
      }),
    },
    connections: {
      name: 'database_connections_active',
      metric: gauge({ help: 'Number of active database connections', labels: pool }),
    },
    idle: {
      name: 'database_connections_idle',
      metric: gauge({ help: 'Open database connections that nobody uses', labels: pool }),
    },
    waiting: {
      name: 'database_connections_waiting',
      metric: gauge({ help: 'Callers that wait for a database connection', labels: pool }),
    },
    limit: {
      name: 'database_connections_limit',
      metric: gauge({ help: 'Database connections that a pool opens at most', labels: pool }),
    },
  } as const;
}

/**
 * Durations and errors of database queries and the connections of pools, with a dashboard. Queries come from
 * OpenTelemetry's instrumentations or `instrument(definition).databases`, pools from the latter.
 *
 * @example
 * ```ts
 * import { database, defineMonitoring } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   kits: [
 *     database({
 *       names: { duration: 'database_query_duration_seconds' },
 *       labels: { operation: 'query_type' },
 *     }),
 *   ],
 * });
 * const { labels } = definition.metrics.database_query_duration_seconds;
 * console.log(Object.keys(labels).join()); // query_type,table
 * ```
 */
export function database<const Options extends DatabaseOptions = Empty>(
  options?: Options & KnownFields<Options, DatabaseOptions>,
): Kit<DatabaseMetrics<Options>> {
  const view = given<Options>(options);
  const metrics = declareDatabase(chosenBuckets(view, DEFAULT_BUCKETS));
  const parts = { kit: 'database', metrics, views: VIEWS, dashboards: databaseDashboards };
  return viewedKit(parts, view);
}

function databaseDashboards(queries: RoleQueries): DashboardDeclarations {
  return {
    Database: presentPanels({
      Queries: queries.observations('duration', ['operation']),
      'Median duration': queries.quantile('duration', 0.5, ['operation']),
      '95th percentile of duration': queries.quantile('duration', 0.95, ['operation']),
      'Slowest tables': described(
        queries.quantile('duration', 0.95, ['table']),
        '95th percentile of the duration of queries by table',
      ),
      Errors: queries.rate('errors', ['operation', 'error_type']),
      Connections: together({
        open: queries.now('connections', ['database']),
        idle: queries.now('idle', ['database']),
        limit: queries.now('limit', ['database']),
      }),
      'Waiting for a connection': queries.now('waiting', ['database']),
    }),
  };
}

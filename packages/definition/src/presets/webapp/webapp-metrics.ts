import { cadvisor } from '../../exporters/cadvisor.ts';
import { nodeExporter } from '../../exporters/node-exporter.ts';
import { postgresExporter } from '../../exporters/postgres-exporter.ts';
import { redisExporter } from '../../exporters/redis-exporter.ts';
import { cache } from '../../kits/cache.ts';
import { database } from '../../kits/database.ts';
import { httpServer } from '../../kits/http-server.ts';
import { nodeRuntime } from '../../kits/node-runtime.ts';
import { task } from '../../kits/task.ts';
import { websocket } from '../../kits/websocket.ts';
import { createCatalogue } from '../../query/catalogue.ts';

/** Kinds of files that are extracted where they are not listed. */
export const TASK_TYPES = ['pdf', 'dxf', 'ifc', 'step'] as const;

/** Numbers of WebSocket connections that matter; the last one raises an alert. */
export const CONNECTION_LEVELS = [10, 50, 100, 500, 1000] as const;

/** Half an hour at the end: a quantile cannot tell of tasks that are longer than the last bucket. */
const TASK_BUCKETS = [1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800] as const;

/** API, tasks, database, cache, WebSockets and runtime under their names. */
export function webappKits<const Types extends readonly string[]>(types: Types) {
  return [
    httpServer({
      labels: { route: 'endpoint', status: 'status' },
      durationLabels: ['method', 'route'],
      buckets: 'fine',
      help: { requests: 'Total HTTP requests count', duration: 'API request latency' },
    }),
    task({
      names: {
        total: 'extraction_tasks_total',
        duration: 'extraction_duration_seconds',
        inProgress: 'extraction_tasks_in_progress',
        oldestRunning: 'extraction_oldest_task_age_seconds',
        lastSuccess: 'extraction_last_success_timestamp_seconds',
      },
      labels: { type: 'task_type' },
      types,
      buckets: TASK_BUCKETS,
      help: { total: 'Total extraction tasks count', duration: 'Extraction task duration' },
    }),
    database({ labels: { table: false }, help: { duration: 'Database query duration' } }),
    cache({
      names: { hits: false, misses: false },
      labels: { cache: false },
      help: { operations: 'Cache operations; those that get have the status hit or miss' },
    }),
    websocket({ levels: CONNECTION_LEVELS, help: { connections: 'Active WebSocket connections' } }),
    nodeRuntime(),
  ] as const;
}

/** Where the exporters of a web application are. */
export interface WebappExporterAddresses {
  /** `postgres_exporter:9187` by default. */
  readonly postgres?: string;
  /** `redis_exporter:9121` by default. */
  readonly redis?: string;
  /** `cadvisor:8080` by default. */
  readonly containers?: string;
  /** `node-exporter:9100` by default. */
  readonly host?: string;
}

/** PostgreSQL, Redis, containers and the host; what the preset's own alerts tell is told once. */
export function webappExporters(addresses: WebappExporterAddresses, runbooks: string | undefined) {
  const { postgres = 'postgres_exporter:9187', redis = 'redis_exporter:9121' } = addresses;
  return [
    postgresExporter({ address: postgres, without: ['PostgresConnectionsHigh'], runbooks }),
    redisExporter({ address: redis, runbooks }),
    cadvisor({ address: addresses.containers, runbooks }),
    nodeExporter({ address: addresses.host, without: ['NodeDiskSpaceLow'], runbooks }),
  ] as const;
}

/** What alerts and panels are made of: the names do not depend on the options. */
export type WebappQueries = ReturnType<typeof webappQueries>;

/** The queries of alerts, panels and saved queries. */
export function webappQueries() {
  const [http, tasks, queries, caches, sockets, runtime] = webappKits(TASK_TYPES);
  const [postgres, redis, containers, host] = webappExporters({}, undefined);
  return createCatalogue({
    ...http.metrics,
    ...tasks.metrics,
    ...queries.metrics,
    ...caches.metrics,
    ...sockets.metrics,
    ...runtime.metrics,
    ...postgres.metrics,
    ...redis.metrics,
    ...containers.metrics,
    ...host.metrics,
  });
}

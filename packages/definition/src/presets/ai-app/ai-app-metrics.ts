import type { Secret } from '@telltale/model';
import { cadvisor } from '../../exporters/cadvisor.ts';
import { minio } from '../../exporters/minio.ts';
import { nodeExporter } from '../../exporters/node-exporter.ts';
import { postgresExporter } from '../../exporters/postgres-exporter.ts';
import { redisExporter } from '../../exporters/redis-exporter.ts';
import type { TokenPrices } from '../../kits/ai.ts';
import { ai } from '../../kits/ai.ts';
import { database } from '../../kits/database.ts';
import { httpServer } from '../../kits/http-server.ts';
import { nodeRuntime } from '../../kits/node-runtime.ts';
import { gauge } from '../../metrics/declaration.ts';
import { createCatalogue } from '../../query/catalogue.ts';

/** With 2 s, the bound that the alert compares with: what lies between two bounds is a guess. */
const HTTP_BUCKETS = [0.1, 0.3, 0.5, 0.7, 1, 2, 3, 5, 7, 10] as const;

/** The metrics that no kit has. */
export const AI_APP_METRICS = {
  active_users: gauge({
    help: 'Users who asked for something within the last five minutes',
    aggregate: 'max',
  }),
} as const;

/** API, AI requests, database and runtime under their names. */
export function aiAppKits(prices: Readonly<Record<string, TokenPrices>> = {}) {
  return [
    httpServer({
      names: { connections: 'active_connections' },
      buckets: HTTP_BUCKETS,
      help: {
        duration: 'Duration of HTTP requests in seconds',
        requests: 'Total number of HTTP requests',
        connections: 'Number of active connections',
      },
    }),
    database({
      names: { duration: 'database_query_duration_seconds', errors: 'database_query_errors_total' },
      labels: { operation: 'query_type' },
      help: {
        duration: 'Duration of database queries in seconds',
        connections: 'Number of active database connections',
      },
    }),
    ai({ prices }),
    nodeRuntime(),
  ] as const;
}

/** Where the exporters of an AI application are. */
export interface AiAppExporterAddresses {
  /** `postgres-exporter:9187` by default. */
  readonly postgres?: string;
  /** `redis-exporter:9121` by default. */
  readonly redis?: string;
  /** `minio:9000` by default. */
  readonly storage?: string;
  /** `cadvisor:8080` by default. */
  readonly containers?: string;
  /** `node-exporter:9100` by default. */
  readonly host?: string;
}

/** What is looked at beside the application. */
export type AiAppPart = keyof AiAppExporterAddresses;

/** PostgreSQL, Redis, the object storage, containers and the host. */
export function aiAppExporters(
  addresses: AiAppExporterAddresses,
  runbooks: string | undefined,
  storageToken?: Secret,
) {
  return [
    postgresExporter({ address: addresses.postgres, runbooks }),
    redisExporter({ address: addresses.redis, runbooks }),
    minio({ address: addresses.storage, authorization: storageToken, runbooks }),
    cadvisor({ address: addresses.containers, runbooks }),
    nodeExporter({ address: addresses.host, runbooks }),
  ] as const;
}

/** What alerts and panels are made of: the names do not depend on the options. */
export type AiAppQueries = ReturnType<typeof aiAppQueries>;

/** The queries of alerts and panels. */
export function aiAppQueries() {
  const [http, queries, models, runtime] = aiAppKits();
  const [postgres, redis, storage, containers, host] = aiAppExporters({}, undefined);
  return createCatalogue({
    ...AI_APP_METRICS,
    ...http.metrics,
    ...queries.metrics,
    ...models.metrics,
    ...runtime.metrics,
    ...postgres.metrics,
    ...redis.metrics,
    ...storage.metrics,
    ...containers.metrics,
    ...host.metrics,
  });
}

import type { Secret } from '@telltale/model';
import type { ScrapeTlsDeclaration } from '../targets/scrape-access-declaration.ts';
import type { Duration } from '../time/duration.ts';

/**
 * What the station reads by itself, without an exporter beside it. The names are those of the exporters, so that
 * panels and alerts of `postgresExporter()`, `redisExporter()` and `cadvisor()` work unchanged; where such a pack has
 * the same job, the collector takes the place of its target.
 *
 * @example
 * ```ts
 * import { defineMonitoring, postgresExporter } from '@telltale/sdk/define';
 *
 * export default defineMonitoring({
 *   service: 'shop',
 *   exporters: [postgresExporter()],
 *   station: {
 *     collectors: {
 *       postgres: { address: '127.0.0.1:5432', user: 'monitor', password: { env: 'PGPASSWORD' } },
 *       redis: [{ address: 'cache-1:6379' }, { address: 'cache-2:6379' }],
 *       containers: true,
 *     },
 *   },
 * });
 * ```
 */
export interface CollectorsDeclaration {
  /** PostgreSQL servers under `pg_*` names; a role with `pg_monitor` is enough. */
  readonly postgres?: PostgresCollectorDeclaration | readonly PostgresCollectorDeclaration[];
  /** Redis servers under `redis_*` names. */
  readonly redis?: RedisCollectorDeclaration | readonly RedisCollectorDeclaration[];
  /** Containers of this machine under `container_*` names; they are not read by default. */
  readonly containers?: boolean | ContainersCollectorDeclaration;
  /** Whether this machine is read under `node_*` names; it is by default. */
  readonly host?: boolean;
}

/** A server that the station asks in its own protocol. */
export interface ServerCollectorDeclaration {
  /** `host:port`, or the path of a Unix socket; the `instance` label. */
  readonly address: string;
  /** Role or ACL user that asks. */
  readonly user?: string;
  readonly password?: Secret;
  /** Certificates; the connection is not encrypted without it. */
  readonly tls?: ScrapeTlsDeclaration;
  /** The `job` label: `postgres` or `redis` by default. */
  readonly job?: string;
  /** How often it is read; as often as the station reads itself by default. */
  readonly every?: Duration;
  /** How long a reading may take; `every`, and 10s at most, by default. */
  readonly timeout?: Duration;
  /** Labels added to every sample. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A PostgreSQL server. */
export interface PostgresCollectorDeclaration extends ServerCollectorDeclaration {
  /** Database that is connected to, `postgres` by default; all databases are read from there. */
  readonly database?: string;
}

/** A Redis server. */
export type RedisCollectorDeclaration = ServerCollectorDeclaration;

/** How containers are found. */
export interface ContainersCollectorDeclaration {
  /** Unix socket that names them: Docker's API; `/var/run/docker.sock` by default, where it is there. */
  readonly dockerSocket?: string;
  /** The `job` label: `cadvisor` by default, as for the program whose names these are. */
  readonly job?: string;
  /** How often they are read; as often as the station reads itself by default. */
  readonly every?: Duration;
}

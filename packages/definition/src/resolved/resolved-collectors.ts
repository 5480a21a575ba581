import type { Secret } from '@telltale/model';
import type { ResolvedScrapeTls } from './resolved-scrape.ts';

/** What a station reads by itself, without an exporter beside it. */
export interface ResolvedCollectors {
  readonly postgres: readonly ResolvedPostgresCollector[];
  readonly redis: readonly ResolvedServerCollector[];
  /** Containers of this machine; not read where absent. */
  readonly containers?: ResolvedContainersCollector;
  /** Whether this machine is read; it is where absent. */
  readonly host?: boolean;
}

/** A server that is asked in its own protocol. */
export interface ResolvedServerCollector {
  /** The `job` label. */
  readonly job: string;
  /** `host:port`, or the path of a Unix socket: the `instance` label. */
  readonly address: string;
  readonly user?: string;
  readonly password?: Secret;
  readonly tls?: ResolvedScrapeTls;
  /** As often as the station reads itself where absent. */
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** A PostgreSQL server. */
export interface ResolvedPostgresCollector extends ResolvedServerCollector {
  /** Database that is connected to. */
  readonly database: string;
}

/** How containers are found. */
export interface ResolvedContainersCollector {
  readonly job: string;
  readonly dockerSocket: string;
  readonly intervalMs?: number;
}

/** How containers are read where only that is said. */
export const DEFAULT_CONTAINERS: ResolvedContainersCollector = {
  job: 'cadvisor',
  dockerSocket: '/var/run/docker.sock',
};

import { hostname } from 'node:os';
import type { ResolvedCollectors, ResolvedServerCollector } from '@telltale/definition';
import { cgroupRoot } from '../collectors/containers/find-groups.ts';
import { containersReader } from '../collectors/containers/containers-reader.ts';
import { postgresProtocol } from '../collectors/postgres/postgres-protocol.ts';
import { redisProtocol } from '../collectors/redis/redis-protocol.ts';
import type { ServerProtocol } from '../collectors/server/server-collector.ts';
import { createServerCollector } from '../collectors/server/server-collector.ts';
import type { ScrapeManager } from '../scrape/scrape-manager.ts';
import { scrapeCollected } from './built-in-targets.ts';

/** No server is waited for longer, unless its collector says so. */
const MAX_TIMEOUT_MS = 10_000;

/** What {@link scrapeCollectors} takes. */
export interface CollectorOptions {
  readonly scrapes: Pick<ScrapeManager, 'sync'>;
  readonly collectors: ResolvedCollectors | undefined;
  /** How often is read what does not say it itself. */
  readonly intervalMs: number;
  readonly log: (line: string) => void;
}

/**
 * Reads what the definition wants to have read in this process: each is a target of its own, in a pool of its own.
 *
 * @returns What ends the connections.
 */
export function scrapeCollectors(options: CollectorOptions): () => void {
  const { postgres = [], redis = [], containers } = options.collectors ?? {};
  const closers = [
    ...postgres.map((settings) => scrapeServer(postgresProtocol, settings, options)),
    ...redis.map((settings) => scrapeServer(redisProtocol, settings, options)),
  ];
  const cgroups = containers && cgroupRoot();
  if (containers && cgroups === undefined) {
    options.log('containers cannot be read: this machine has no control groups of version 2');
  } else if (containers && cgroups !== undefined) {
    const read = containersReader({ cgroups, proc: '/proc', dockerSocket: containers.dockerSocket });
    const { job, intervalMs = options.intervalMs } = containers;
    const instance = hostname();
    scrapeCollected(options.scrapes, { job, instance, url: `file://${cgroups}`, intervalMs, read });
  }
  return () => {
    for (const close of closers) close();
  };
}

function scrapeServer(
  protocol: ServerProtocol,
  settings: ResolvedServerCollector,
  options: CollectorOptions,
): () => void {
  const { job, address, labels, intervalMs = options.intervalMs } = settings;
  const timeoutMs = Math.min(settings.timeoutMs ?? MAX_TIMEOUT_MS, intervalMs);
  const collector = createServerCollector(protocol, { ...settings, timeoutMs }, options.log);
  scrapeCollected(options.scrapes, {
    job,
    instance: address,
    url: address.startsWith('/') ? `unix:${address}` : `${protocol.scheme}://${address}`,
    intervalMs,
    timeoutMs,
    labels,
    read: collector.read,
  });
  return () => collector.close();
}

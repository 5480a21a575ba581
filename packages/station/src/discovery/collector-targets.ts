import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type {
  ResolvedCollectors,
  ResolvedContainersCollector,
  ResolvedServerCollector,
} from '@telltale/definition';
import { cgroupRoot } from '../collectors/containers/find-groups.ts';
import { containersReader } from '../collectors/containers/containers-reader.ts';
import { hostReader } from '../collectors/host/host-reader.ts';
import { postgresProtocol } from '../collectors/postgres/postgres-protocol.ts';
import { redisProtocol } from '../collectors/redis/redis-protocol.ts';
import type { ServerProtocol } from '../collectors/server/server-collector.ts';
import { createServerCollector } from '../collectors/server/server-collector.ts';
import type { ScrapeManager } from '../scrape/scrape-manager.ts';
import type { CollectedTarget } from './built-in-targets.ts';
import { HOST_JOB, collectedId, scrapeCollected } from './built-in-targets.ts';

/** No server is waited for longer, unless its collector says so. */
const MAX_TIMEOUT_MS = 10_000;

/** What {@link CollectorTargets} takes. */
export interface CollectorOptions {
  readonly scrapes: Pick<ScrapeManager, 'sync' | 'remove'>;
  /** How often is read what does not say it itself. */
  readonly intervalMs: number;
  readonly log: (line: string) => void;
}

/** Something to read, with all that it is read by. */
interface CollectorPlan {
  readonly id: string;
  readonly settings: unknown;
  /** Gives what is to be read, and what ends its connections. */
  readonly begin: () => { readonly target: CollectedTarget; readonly close?: () => void };
}

interface RunningCollector {
  readonly settings: unknown;
  readonly close: () => void;
}

/** What this process reads without an exporter: each is a target of its own, in a pool of its own. */
export class CollectorTargets {
  readonly #options: CollectorOptions;
  readonly #running = new Map<string, RunningCollector>();

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** Reads these and no others; those that stay as they are are read on. */
  async take(collectors: ResolvedCollectors, collectsHost: boolean): Promise<void> {
    const plans = this.#plans(collectors, collectsHost);
    const wanted = new Map(plans.map(({ id, settings }) => [id, settings]));
    const gone = [...this.#running].filter(
      ([id, { settings }]) => !isDeepStrictEqual(wanted.get(id), settings),
    );
    await Promise.all(gone.map(([id, running]) => this.#end(id, running)));
    for (const { id, settings, begin } of plans) {
      if (this.#running.has(id)) continue;
      const { target, close = () => {} } = begin();
      scrapeCollected(this.#options.scrapes, target);
      this.#running.set(id, { settings, close });
    }
  }

  /** Ends the connections, after the last reading. */
  close(): void {
    for (const { close } of this.#running.values()) close();
  }

  async #end(id: string, { close }: RunningCollector): Promise<void> {
    this.#running.delete(id);
    await this.#options.scrapes.remove(id);
    close();
  }

  #plans(
    { postgres, redis, containers }: ResolvedCollectors,
    collectsHost: boolean,
  ): readonly CollectorPlan[] {
    return [
      ...(collectsHost ? [this.#host()] : []),
      ...postgres.map((settings) => this.#server(postgresProtocol, settings)),
      ...redis.map((settings) => this.#server(redisProtocol, settings)),
      ...(containers ? this.#containers(containers) : []),
    ];
  }

  #host(): CollectorPlan {
    const { intervalMs } = this.#options;
    const at = { job: HOST_JOB, instance: hostname() };
    const target = { ...at, url: 'file:///proc', intervalMs, read: hostReader };
    return { id: collectedId(at), settings: intervalMs, begin: () => ({ target }) };
  }

  #containers(settings: ResolvedContainersCollector): readonly CollectorPlan[] {
    const { job, dockerSocket, intervalMs = this.#options.intervalMs } = settings;
    const cgroups = cgroupRoot();
    if (cgroups === undefined) {
      this.#options.log('containers cannot be read: this machine has no control groups of version 2');
      return [];
    }
    const at = { job, instance: hostname() };
    const begin = () => {
      const read = containersReader({ cgroups, proc: '/proc', dockerSocket });
      return { target: { ...at, url: `file://${cgroups}`, intervalMs, read } };
    };
    return [{ id: collectedId(at), settings, begin }];
  }

  #server(protocol: ServerProtocol, settings: ResolvedServerCollector): CollectorPlan {
    const { job, address, labels, intervalMs = this.#options.intervalMs } = settings;
    const at = { job, instance: address };
    const timeoutMs = Math.min(settings.timeoutMs ?? MAX_TIMEOUT_MS, intervalMs);
    const begin = () => {
      const collector = createServerCollector(protocol, { ...settings, timeoutMs }, this.#options.log);
      const url = address.startsWith('/') ? `unix:${address}` : `${protocol.scheme}://${address}`;
      const target = { ...at, url, intervalMs, timeoutMs, labels, read: collector.read };
      return { target, close: () => collector.close() };
    };
    return { id: collectedId(at), settings, begin };
  }
}

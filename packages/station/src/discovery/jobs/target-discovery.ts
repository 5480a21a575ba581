import { Resolver } from 'node:dns/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ResolvedDiscovery, ResolvedTarget } from '@telltale/definition';
import type { Clock, RelabelRule, Relabeller } from '@telltale/model';
import { TelltaleError, createRelabeller } from '@telltale/model';
import { compileRelabelRegexp } from '@telltale/promql';
import type { HttpConnections } from '../../access/http-connections.ts';
import type { ScrapeManager } from '../../scrape/scrape-manager.ts';
import type { PoolOptions } from '../../scrape/pool/scrape-pool.ts';
import type { DiscoveryPlaceView } from '../../contract.ts';
import type { Discoverer } from '../discoverer.ts';
import { createDiscoverer } from '../discoverer.ts';
import type { DiscoveryPlace } from '../discoverer.ts';
import { dnsDiscovery } from '../dns/dns-discovery.ts';
import type { DnsResolver } from '../dns/dns-resolver.ts';
import { fileDiscovery } from '../file/file-discovery.ts';
import { httpDiscovery } from '../http/http-discovery.ts';
import { JobDiscovery } from './job-discovery.ts';
import type { PreparedJob } from './job-discovery.ts';

/** A server that does not answer by then is asked once more, or another one is. */
const DNS_TIMEOUT_MS = 5000;

/** What {@link createTargetDiscovery} takes. */
export interface TargetDiscoveryOptions {
  readonly targets: readonly ResolvedTarget[];
  readonly scrapes: Pick<ScrapeManager, 'sync' | 'remove'>;
  readonly readerOf: PoolOptions['readerOf'];
  /** What servers of targets are asked over. */
  readonly connections: HttpConnections;
  readonly clock: Clock;
  /** Makes what is asked for names. Default: the resolver of the system. */
  readonly createResolver?: () => DnsResolver;
}

/** A job and the places where its targets are looked for. */
export interface JobDiscoveryStatus {
  /** The id of its pool. */
  readonly id: string;
  readonly places: readonly DiscoveryPlaceView[];
}

/** Finds what is to be scraped, as long as the station runs. */
export interface TargetDiscovery {
  /** Resolves when the addresses that are written out are scraped; those that are discovered follow. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Makes other jobs ready to be taken in place of these, and changes nothing yet.
   *
   * @returns What takes them: jobs and targets that stay are scraped on.
   * @throws TelltaleError `TT_DEFINITION_INVALID` for rules of relabelling that cannot be compiled
   */
  prepare(targets: readonly ResolvedTarget[]): () => Promise<void>;
  status(): readonly JobDiscoveryStatus[];
  /** The rules of relabelling of a job; `undefined` where there is no such job. */
  relabelRules(job: string): readonly RelabelRule[] | undefined;
}

/**
 * Creates the discovery of all jobs; nothing is looked for before it is started.
 *
 * @throws TelltaleError `TT_DEFINITION_INVALID` for rules of relabelling that cannot be compiled
 */
export function createTargetDiscovery(options: TargetDiscoveryOptions): TargetDiscovery {
  const { scrapes, readerOf, connections, clock, createResolver = systemResolver } = options;
  const jobs = new Map<string, JobDiscovery>();

  const discovererOf = (discovery: ResolvedDiscovery, onFound: () => void): Discoverer =>
    createDiscoverer(placeOf(discovery, createResolver, connections), clock, onFound);
  const begin = (prepared: PreparedJob): Promise<void> => {
    const job = new JobDiscovery(prepared, {
      clock,
      discovererOf,
      onPlan: ({ id, target }, plan) => scrapes.sync(id, { name: target.job, readerOf }, plan),
    });
    jobs.set(prepared.id, job);
    return job.start();
  };

  async function take(next: readonly PreparedJob[]): Promise<void> {
    const wanted = new Set(next.map(({ id }) => id));
    const gone = [...jobs].filter(([id]) => !wanted.has(id));
    const leave = gone.map(async ([id, job]) => {
      jobs.delete(id);
      await job.stop();
      await scrapes.remove(id);
    });
    const change = next.map((prepared) => {
      const job = jobs.get(prepared.id);
      if (!job) return begin(prepared);
      return isDeepStrictEqual(job.job.target, prepared.target) ? undefined : job.change(prepared);
    });
    await Promise.all([...leave, ...change]);
  }

  const first = prepareJobs(options.targets);
  return {
    start: async () => void (await Promise.all(first.map(begin))),
    stop: async () => void (await Promise.all([...jobs.values()].map((job) => job.stop()))),
    prepare: (targets) => {
      const next = prepareJobs(targets);
      return () => take(next);
    },
    status: () => [...jobs].map(([id, job]) => ({ id, places: job.status() })),
    relabelRules: (name) => {
      const found = [...jobs.values()].find(({ job }) => job.target.job === name);
      return found && (found.job.target.relabel ?? []);
    },
  };
}

function systemResolver(): DnsResolver {
  return new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 2 });
}

function placeOf(
  discovery: ResolvedDiscovery,
  createResolver: () => DnsResolver,
  connections: HttpConnections,
): DiscoveryPlace {
  switch (discovery.kind) {
    case 'file':
      return fileDiscovery(discovery);
    case 'http':
      return httpDiscovery(discovery, connections);
    case 'dns':
      return dnsDiscovery(discovery, createResolver());
  }
}

/** Jobs of the same name are told apart by their place among these. */
function prepareJobs(targets: readonly ResolvedTarget[]): readonly PreparedJob[] {
  const seen = new Map<string, number>();
  return targets.map((target) => {
    const nth = (seen.get(target.job) ?? 0) + 1;
    seen.set(target.job, nth);
    return { id: `${nth}:${target.job}`, target, relabel: relabellerOf(target) };
  });
}

function relabellerOf({ job, relabel = [], metricRelabel = [] }: ResolvedTarget): Relabeller {
  try {
    // Every scrape of the job would fail by rules that cannot be compiled.
    createRelabeller(metricRelabel, compileRelabelRegexp);
    return createRelabeller(relabel, compileRelabelRegexp);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_DEFINITION_INVALID', `the target ${job} cannot be relabelled: ${reason}`, {
      cause,
    });
  }
}

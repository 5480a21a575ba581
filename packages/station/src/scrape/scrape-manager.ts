import type { TargetView } from '../contract.ts';
import type { MetadataRegistry } from './metadata-registry.ts';
import type { TargetPlan } from './plan/plan-targets.ts';
import type { ScrapeLoop, ScrapeServices } from './pool/scrape-loop.ts';
import type { PoolOptions } from './pool/scrape-pool.ts';
import { ScrapePool } from './pool/scrape-pool.ts';
import { createTurnQueue } from './pool/turn-queue.ts';
import type { ScrapeTarget } from './scrape-target.ts';

/** Scrapes that begin in one turn of the event loop: some milliseconds of work. */
const STARTS_PER_TURN = 8;

/** What {@link createScrapeManager} takes. */
export interface ScrapeManagerOptions extends Omit<ScrapeServices, 'turns'> {
  /** Called when targets came or went. */
  readonly onTargets?: () => void;
}

/** A target with what it has exposed so far. */
export interface ScrapedFamilies {
  readonly target: ScrapeTarget;
  readonly metadata: MetadataRegistry;
}

/** A target as it is scraped, with what it was found as. */
export interface ActiveTarget {
  readonly view: TargetView;
  readonly discoveredLabels: Readonly<Record<string, string>>;
}

/** A job with its targets. */
export interface PoolStatus {
  readonly id: string;
  readonly name: string;
  readonly activeCount: number;
  readonly droppedCount: number;
  readonly invalidCount: number;
  /** What is wrong with the first of them; empty where there is none. */
  readonly invalidReason: string;
  /** Why none of its targets is scraped; empty where they are. */
  readonly fault: string;
  active(): readonly ActiveTarget[];
  /** Labels of targets that relabelling dropped: as many as are remembered. */
  dropped(): readonly Readonly<Record<string, string>>[];
}

/** Scrapes the targets of all jobs, each at its interval and at its own place within it. */
export interface ScrapeManager {
  start(): void;
  /** Ends when the scrapes under way have ended. */
  stop(): Promise<void>;
  /**
   * Takes the targets of a job as they are now: those that it had before are scraped on, those that are gone end with
   * staleness markers.
   */
  sync(id: string, pool: PoolOptions, plan: TargetPlan): void;
  /** Ends a job and the series of its targets. */
  remove(id: string): Promise<void>;
  targets(): TargetView[];
  /** Scrapes a target between its times, and tells how it went; `undefined` for a target that is none. */
  scrapeNow(job: string, url: string): Promise<TargetView | undefined>;
  pools(): PoolStatus[];
  scraped(): readonly ScrapedFamilies[];
}

/** Creates a manager without targets. */
export function createScrapeManager(options: ScrapeManagerOptions): ScrapeManager {
  const services: ScrapeServices = { ...options, turns: createTurnQueue(STARTS_PER_TURN) };
  const pools = new Map<string, ScrapePool>();
  let isStarted = false;
  const loops = () => [...pools.values()].flatMap((pool) => [...pool.loops]);

  function poolOf(id: string, poolOptions: PoolOptions): ScrapePool {
    const known = pools.get(id);
    if (known) return known;
    const pool = new ScrapePool(poolOptions, services);
    if (isStarted) pool.start();
    pools.set(id, pool);
    return pool;
  }

  return {
    start: () => {
      isStarted = true;
      for (const pool of pools.values()) pool.start();
    },
    stop: async () => void (await Promise.all([...pools.values()].map((pool) => pool.stop()))),
    sync: (id, pool, plan) => {
      if (poolOf(id, pool).sync(plan, pool.readerOf)) options.onTargets?.();
    },
    remove: async (id) => {
      const pool = pools.get(id);
      pools.delete(id);
      await pool?.leave();
      options.onTargets?.();
    },
    targets: () => loops().map(viewOf),
    scrapeNow: async (job, url) => {
      const loop = loops().find(({ target }) => target.job === job && target.url === url);
      await loop?.scrapeNow();
      return loop && viewOf(loop);
    },
    pools: () => [...pools].map(([id, pool]) => statusOf(id, pool)),
    scraped: loops,
  };
}

/** A target as pages show it. */
function viewOf({ history, discovered }: ScrapeLoop): TargetView {
  return { ...history.view(), discoveredLabels: discovered.toObject() };
}

function statusOf(id: string, pool: ScrapePool): PoolStatus {
  const { name, plan } = pool;
  return {
    id,
    name,
    activeCount: plan?.active.length ?? 0,
    droppedCount: plan?.droppedCount ?? 0,
    invalidCount: plan?.invalidCount ?? 0,
    invalidReason: plan?.invalidReason ?? '',
    fault: plan?.fault ?? '',
    active: () =>
      [...pool.loops].map(({ history, discovered }) => ({
        view: history.view(),
        discoveredLabels: discovered.toObject(),
      })),
    dropped: () => plan?.dropped.map((labels) => labels.toObject()) ?? [],
  };
}

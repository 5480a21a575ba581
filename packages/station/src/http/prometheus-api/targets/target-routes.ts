import type { FastifyInstance } from 'fastify';
import { formatDuration } from '@telltale/model';
import type { ActiveTarget, PoolStatus } from '../../../scrape/scrape-manager.ts';
import { apiRoute } from '../api-routes.ts';
import { formatTimestamp } from '../timestamp.ts';

/** What of jobs is told. */
type Pool = Pick<PoolStatus, 'name' | 'active' | 'dropped' | 'droppedCount'>;

/** `/api/v1/targets` and `scrape_pools`. */
export function registerTargetRoutes(server: FastifyInstance, pools: () => readonly Pool[]): void {
  apiRoute(server, ['GET'], 'targets', (parameters) => {
    const name = parameters.get('scrapePool') ?? '';
    const state = (parameters.get('state') ?? '').toLowerCase();
    const isShown = (wanted: string) => state === '' || state === 'any' || state === wanted;
    const sorted = pools().toSorted(byName);
    const chosen = sorted.filter((pool) => name === '' || pool.name === name);
    return {
      data: {
        activeTargets: isShown('active') ? chosen.flatMap(activeJson) : [],
        droppedTargets: isShown('dropped') ? chosen.flatMap(droppedJson) : [],
        droppedTargetCounts: isShown('dropped') ? droppedCounts(sorted) : null,
      },
    };
  });
  apiRoute(server, ['GET'], 'scrape_pools', () => {
    const names = new Set(pools().map((pool) => pool.name));
    return { data: { scrapePools: [...names].toSorted() } };
  });
}

function byName(a: Pool, b: Pool): number {
  return Number(a.name > b.name) - Number(a.name < b.name);
}

/** Names come from outside, so the object has no prototype. */
function droppedCounts(pools: readonly Pool[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = Object.create(null);
  for (const { name, droppedCount } of pools) counts[name] = (counts[name] ?? 0) + droppedCount;
  return counts;
}

function droppedJson({ name, dropped }: Pool) {
  return dropped().map((discoveredLabels) => ({ discoveredLabels, scrapePool: name }));
}

function activeJson({ name, active }: Pool) {
  return active().map((target) => targetJson(target, name));
}

function targetJson({ view, discoveredLabels }: ActiveTarget, scrapePool: string) {
  return {
    discoveredLabels,
    labels: view.labels,
    scrapePool,
    scrapeUrl: view.url,
    globalUrl: view.url,
    lastError: view.lastError,
    lastScrape: formatTimestamp(view.lastScrapeMs ?? undefined),
    lastScrapeDuration: (view.lastDurationMs ?? 0) / 1000,
    health: view.health,
    scrapeInterval: formatDuration(view.intervalMs),
    scrapeTimeout: formatDuration(view.timeoutMs),
  };
}

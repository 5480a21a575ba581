import type { FastifyInstance } from 'fastify';
import { formatDuration } from '@telltale/model';
import type { TargetView } from '../../../contract.ts';
import { apiRoute } from '../api-routes.ts';
import { formatTimestamp } from '../timestamp.ts';

/** `/api/v1/targets` and `scrape_pools`. A station drops no targets: it has no relabelling. */
export function registerTargetRoutes(server: FastifyInstance, targets: () => readonly TargetView[]): void {
  apiRoute(server, ['GET'], 'targets', (parameters) => {
    const pool = parameters.get('scrapePool') ?? '';
    const state = (parameters.get('state') ?? '').toLowerCase();
    const isActiveShown = state === '' || state === 'any' || state === 'active';
    const active = targets().filter(({ job }) => isActiveShown && (pool === '' || job === pool));
    const isDroppedShown = state === '' || state === 'any' || state === 'dropped';
    return {
      data: {
        activeTargets: active.toSorted(byPool).map(targetJson),
        droppedTargets: [],
        droppedTargetCounts: isDroppedShown ? droppedCounts(targets()) : null,
      },
    };
  });
  apiRoute(server, ['GET'], 'scrape_pools', () => ({ data: { scrapePools: poolsOf(targets()) } }));
}

function byPool(a: TargetView, b: TargetView): number {
  return Number(a.job > b.job) - Number(a.job < b.job);
}

function poolsOf(targets: readonly TargetView[]): string[] {
  return [...new Set(targets.map(({ job }) => job))].toSorted();
}

function droppedCounts(targets: readonly TargetView[]): Readonly<Record<string, number>> {
  return Object.fromEntries(poolsOf(targets).map((pool) => [pool, 0]));
}

function targetJson(target: TargetView) {
  return {
    discoveredLabels: discoveredLabels(target),
    labels: target.labels,
    scrapePool: target.job,
    scrapeUrl: target.url,
    globalUrl: target.url,
    lastError: target.lastError,
    lastScrape: formatTimestamp(target.lastScrapeMs ?? undefined),
    lastScrapeDuration: (target.lastDurationMs ?? 0) / 1000,
    health: target.health,
    scrapeInterval: formatDuration(target.intervalMs),
    scrapeTimeout: formatDuration(target.timeoutMs),
  };
}

/** What Prometheus would have found before relabelling. */
function discoveredLabels({ instance, job, url, intervalMs, timeoutMs }: TargetView) {
  const { protocol, pathname } = new URL(url);
  return {
    __address__: instance,
    __metrics_path__: pathname,
    __scheme__: protocol.slice(0, -1),
    __scrape_interval__: formatDuration(intervalMs),
    __scrape_timeout__: formatDuration(timeoutMs),
    job,
  };
}

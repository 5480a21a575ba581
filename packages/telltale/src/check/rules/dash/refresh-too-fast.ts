import type { CheckRule } from '../../check-rule.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaDashboards } from './panels.ts';

/** Dashboards that ask more often than there is anything new. */
export const dashRefreshTooFast: CheckRule = {
  id: 'dash/refresh-too-fast',
  severity: 'warning',
  preset: 'strict',
  why: 'Every open tab asks every query again: a wall of screens can bring Prometheus down.',
  doc: 'A dashboard refreshes more often than every 10 s, or than the shortest scrape interval in sight.',
  examples: [{ wrong: dashboardFiles({ board: { refresh: '1s' } }), right: dashboardFiles({}) }],
  *run(workspace) {
    const leastMs = Math.max(MIN_REFRESH_MS, shortestScrapeMs(workspace));
    for (const dashboard of grafanaDashboards(workspace)) {
      const { refreshMs } = dashboard;
      if (refreshMs === undefined || refreshMs >= leastMs) continue;
      yield {
        place: dashboard.placeOf('refresh'),
        message: `it asks every ${refreshMs / 1000} s, new values come every ${leastMs / 1000} s at most`,
        fix: 'refresh every 30 s',
      };
    }
  },
};

const MIN_REFRESH_MS = 10_000;

/** 0 where none is in sight. */
function shortestScrapeMs({ definitions }: Workspace): number {
  const intervals = definitions.flatMap(({ resolved }) =>
    resolved.targets.map(({ intervalMs }) => intervalMs),
  );
  return intervals.length === 0 ? 0 : Math.min(...intervals);
}

import type { DashboardsResponse, SavedDashboard } from '../contract.ts';
import { definedDashboard } from './defined-dashboard.ts';
import type { ScrapedTarget } from '../dashboards/generated.ts';
import { generateDashboard } from '../dashboards/generated.ts';
import { hostDashboard } from '../dashboards/host-dashboard.ts';
import { stationDashboard } from '../dashboards/station-dashboard.ts';
import { savedDashboardView } from '../dashboards/saved/saved-dashboard-view.ts';
import { scrapesTargets } from '../remote/remote-mode.ts';
import { HOST_JOB, STATION_JOB } from '../discovery/built-in-targets.ts';
import type { StationSettings } from '../settings.ts';

/** The defined dashboards, those that people saved, one for each scraped program nobody defined, the host, the station. */
export function dashboardsView(
  settings: StationSettings,
  scraped: readonly ScrapedTarget[],
  saved: readonly SavedDashboard[] = [],
): DashboardsResponse {
  const { definition } = settings;
  const defined = definition ? definition.dashboards.map((one) => definedDashboard(one, definition)) : [];
  const generated = undescribed(settings, scraped).map(generateDashboard);
  return {
    dashboards: [
      ...defined,
      ...saved.map(savedDashboardView),
      ...generated.filter(({ panels }) => panels.length > 0),
      ...(settings.collectHost ? [hostDashboard] : []),
      ...(scrapesTargets(settings) ? [stationDashboard] : []),
    ],
  };
}

/** One entry for each scraped job that neither the definition nor a built-in dashboard shows. */
export function undescribed(
  settings: Pick<StationSettings, 'definition' | 'remote'>,
  scraped: readonly ScrapedTarget[],
): ScrapedTarget[] {
  // Of those of another server, the built-in dashboards show none.
  const described = new Set<string>(settings.remote ? [] : [HOST_JOB, STATION_JOB]);
  for (const { job } of settings.definition?.targets ?? []) described.add(job);
  const jobs = new Map<string, ScrapedTarget>();
  for (const target of scraped) if (!described.has(target.job)) jobs.set(target.job, target);
  return [...jobs.values()];
}

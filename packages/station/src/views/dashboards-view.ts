import type { Dashboard, DashboardsResponse } from '../contract.ts';
import { hostDashboard, stationDashboard } from '../dashboards/built-in.ts';
import type { ScrapedTarget } from '../dashboards/generated.ts';
import { generateDashboard } from '../dashboards/generated.ts';
import type { ScrapedFamilies } from '../scrape/scrape-manager.ts';
import { HOST_JOB, STATION_JOB } from '../discovery/scrape-sources.ts';
import type { StationSettings } from '../settings.ts';

/** The defined dashboards, one for each scraped program nobody defined, the host, the station. */
export function dashboardsView(
  settings: StationSettings,
  scraped: readonly ScrapedFamilies[],
): DashboardsResponse {
  const defined = (settings.definition?.dashboards ?? []).map((dashboard): Dashboard => ({
    ...dashboard,
    origin: 'definition',
  }));
  const generated = undescribed(settings, scraped).map(generateDashboard);
  return {
    dashboards: [
      ...defined,
      ...generated.filter(({ panels }) => panels.length > 0),
      ...(settings.collectHost ? [hostDashboard] : []),
      stationDashboard,
    ],
  };
}

/** One entry for each scraped job that neither the definition nor a built-in dashboard shows. */
function undescribed(settings: StationSettings, scraped: readonly ScrapedFamilies[]): ScrapedTarget[] {
  const described = new Set<string>([HOST_JOB, STATION_JOB]);
  for (const { job } of settings.definition?.targets ?? []) described.add(job);
  const jobs = new Map<string, ScrapedTarget>();
  for (const { target, metadata } of scraped) {
    const { job, intervalMs } = target;
    if (!described.has(job)) jobs.set(job, { job, intervalMs, families: metadata.all() });
  }
  return [...jobs.values()];
}

import type { PanelKind, ResolvedPanel } from '@telltale/definition';
import type { Dashboard, DashboardsResponse, Panel } from '../contract.ts';
import { hostDashboard, stationDashboard } from '../dashboards/built-in.ts';
import type { ScrapedTarget } from '../dashboards/generated.ts';
import { generateDashboard } from '../dashboards/generated.ts';
import { scrapesTargets } from '../remote/remote-mode.ts';
import { HOST_JOB, STATION_JOB } from '../discovery/built-in-targets.ts';
import type { StationSettings } from '../settings.ts';

/** The defined dashboards, one for each scraped program nobody defined, the host, the station. */
export function dashboardsView(
  settings: StationSettings,
  scraped: readonly ScrapedTarget[],
): DashboardsResponse {
  const defined = (settings.definition?.dashboards ?? []).map((dashboard): Dashboard => ({
    slug: dashboard.slug,
    title: dashboard.title,
    origin: 'definition',
    panels: dashboard.panels.flatMap(shownPanel),
    variables: [],
    tags: dashboard.tags ?? [],
    refreshMs: dashboard.refreshMs ?? null,
    rangeMs: dashboard.rangeMs ?? null,
  }));
  const generated = undescribed(settings, scraped).map(generateDashboard);
  return {
    dashboards: [
      ...defined,
      ...generated.filter(({ panels }) => panels.length > 0),
      ...(settings.collectHost ? [hostDashboard] : []),
      ...(scrapesTargets(settings) ? [stationDashboard] : []),
    ],
  };
}

/** How the pages draw each kind: what only Grafana draws is shown as what it is made of. */
const SHOWN_AS: Readonly<Record<PanelKind, Panel['kind'] | undefined>> = {
  timeseries: 'timeseries',
  stat: 'stat',
  gauge: 'stat',
  table: 'stat',
  heatmap: 'timeseries',
  logs: undefined,
};

function shownPanel(panel: ResolvedPanel): Panel[] {
  const { title, unit, description, queries, threshold } = panel;
  const kind = SHOWN_AS[panel.kind];
  if (kind === undefined) return [];
  return [
    {
      title,
      kind,
      unit,
      ...(description !== undefined && { description }),
      queries,
      ...(threshold !== undefined && {
        thresholds: [{ value: threshold, severity: 'warning' as const, isBad: 'above' as const }],
      }),
    },
  ];
}

/** One entry for each scraped job that neither the definition nor a built-in dashboard shows. */
function undescribed(settings: StationSettings, scraped: readonly ScrapedTarget[]): ScrapedTarget[] {
  // Of those of another server, the built-in dashboards show none.
  const described = new Set<string>(settings.remote ? [] : [HOST_JOB, STATION_JOB]);
  for (const { job } of settings.definition?.targets ?? []) described.add(job);
  const jobs = new Map<string, ScrapedTarget>();
  for (const target of scraped) if (!described.has(target.job)) jobs.set(target.job, target);
  return [...jobs.values()];
}

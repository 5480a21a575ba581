import type { DashboardsResponse } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { tryPanels } from '../../doctor/panels/try-panels.ts';
import { askStation } from '../../server/ask-station.ts';
import type { ReviewFinding } from '../finding.ts';
import type { ReviewCase } from '../review-case.ts';
import { NotKnown } from '../review-case.ts';

const PAGES = 'ui_dashboard_load_seconds_count{page="dashboard"}';
const LEAST_PERIOD_MS = 7 * 86_400_000;

/** Panels that show nothing; and whether anybody opened a dashboard at all. */
export async function reviewPanels(reviewed: ReviewCase): Promise<readonly ReviewFinding[]> {
  const { client, server, isStation } = reviewed;
  if (!isStation || server === undefined) {
    throw new NotKnown('a Prometheus has none; those of a Grafana: npx telltale doctor grafana');
  }
  const answer = await askStation<DashboardsResponse>(server, { path: 'dashboards' }, 'dashboards');
  const dashboards = answer?.dashboards ?? [];
  const { details = [] } = await tryPanels(
    dashboards.flatMap(({ title, panels }) =>
      panels.map((panel) => ({
        title: `${title} / ${panel.title}`,
        queries: panel.queries.map(({ query }) => query),
        client,
      })),
    ),
  );
  const empty = details.filter(({ outcome }) => outcome === 'failed');
  const findings: readonly ReviewFinding[] = [
    {
      urgency: 'soon',
      area: 'panels',
      what: `${plural(empty.length, 'panel')} ${empty.length === 1 ? 'shows' : 'show'} nothing`,
      details: empty.map(({ title, seen }) => `${title}: ${seen}`),
      next: 'Correct what they ask for, or take them out: npx telltale drift',
    },
  ];
  return [...findings.filter(() => empty.length > 0), ...(await unopened(reviewed, dashboards.length))];
}

/** The station counts how often dashboards are opened, not which. */
async function unopened(
  { client, nowMs, periodMs }: ReviewCase,
  dashboards: number,
): Promise<readonly ReviewFinding[]> {
  if (periodMs < LEAST_PERIOD_MS || dashboards === 0) return [];
  const range = `${Math.round(periodMs / 1000)}s`;
  const [age] = await client.instant(
    `time() - min(min_over_time(process_start_time_seconds[${range}]))`,
    nowMs,
  );
  if (age === undefined || age.value * 1000 < periodMs) return [];
  const [opened] = await client.instant(`sum(increase(${PAGES}[${range}]))`, nowMs);
  if (opened !== undefined && opened.value > 0) return [];
  return [
    {
      urgency: 'note',
      area: 'panels',
      what: `nobody opened a dashboard of the station in this time`,
      next: 'What people look at elsewhere need not be kept here twice.',
    },
  ];
}

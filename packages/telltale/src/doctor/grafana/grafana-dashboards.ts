import { parseDashboard, parseSourceTree } from '@telltale/formats';
import type { DashboardFilePanel } from '@telltale/formats';
import { fieldsOf, listOf, textOf } from '../../server/json-fields.ts';
import type { Fields } from '../../server/json-fields.ts';
import type { AskedPanel } from '../panels/try-panels.ts';
import type { GrafanaClient, GrafanaSource } from './grafana-client.ts';

/** A dashboard as Grafana keeps it. */
export interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  /** What it shows at first, such as `now-6h`; empty where it says nothing. */
  readonly from: string;
  readonly to: string;
  readonly panels: readonly DashboardFilePanel[];
}

/** More of them are not read: a Grafana of a company has thousands. */
const MAX_DASHBOARDS = 50;

/** The dashboards of a Grafana, those that cannot be read left out. */
export async function grafanaDashboards(client: GrafanaClient): Promise<readonly GrafanaDashboard[]> {
  const { json } = await client.get(`/api/search?type=dash-db&limit=${MAX_DASHBOARDS}`);
  const dashboards: GrafanaDashboard[] = [];
  for (const found of listOf(json).slice(0, MAX_DASHBOARDS)) {
    const uid = textOf(found.uid);
    const answer = await client.get(`/api/dashboards/uid/${encodeURIComponent(uid)}`);
    const parsed = parsedDashboard(uid, fieldsOf(fieldsOf(answer.json).dashboard));
    if (parsed) dashboards.push(parsed);
  }
  return dashboards;
}

function parsedDashboard(uid: string, dashboard: Fields): GrafanaDashboard | undefined {
  const [root] = parseSourceTree(JSON.stringify(dashboard), uid).roots;
  const parsed = root && parseDashboard(root);
  if (!parsed) return undefined;
  const time = fieldsOf(dashboard.time);
  return {
    uid,
    title: textOf(dashboard.title),
    from: textOf(time.from),
    to: textOf(time.to),
    panels: parsed.panels,
  };
}

/** Who answers a panel: the source that it names, or the default one; `undefined` for a name that there is not. */
export function sourceOfPanel(
  panel: DashboardFilePanel,
  sources: readonly GrafanaSource[],
): GrafanaSource | undefined {
  const standard = sources.find(({ isDefault }) => isDefault) ?? sources[0];
  const uid = panel.datasource?.uid ?? panel.targets.find(({ datasource }) => datasource)?.datasource?.uid;
  // A variable stands for any source of its type.
  if (uid === undefined || uid === '' || uid === 'default') return standard;
  if (uid.includes('$')) return sources.find(({ type }) => type === (panel.datasource?.type ?? 'prometheus'));
  return sources.find((source) => source.uid === uid || source.name === uid);
}

/** What the panels of a dashboard ask of Prometheus. */
export function askedPanels(
  { title, panels }: GrafanaDashboard,
  sources: readonly GrafanaSource[],
  client: GrafanaClient,
): readonly AskedPanel[] {
  return panels.map((panel) => {
    const source = sourceOfPanel(panel, sources);
    return {
      title: `${title} / ${panel.title?.text() ?? ''}`,
      queries: panel.targets.flatMap(({ expr, isHidden }) => {
        const text = expr?.text() ?? '';
        return text === '' || isHidden ? [] : [text];
      }),
      client: source?.type === 'prometheus' ? client.through(source) : undefined,
    };
  });
}

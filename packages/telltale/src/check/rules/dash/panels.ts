import type { DashboardFile, DashboardFilePanel } from '@telltale/formats';
import type { CheckedDashboard, CheckedPanel, CheckedTarget } from '../../workspace/grafana-dashboard.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** A panel with the dashboard it is on. */
export interface PanelOnDashboard {
  readonly dashboard: CheckedDashboard;
  readonly panel: CheckedPanel;
}

/** A dashboard of Grafana: its file's parts are there. */
export type GrafanaDashboard = CheckedDashboard & { readonly parsed: DashboardFile };

/** A panel of a dashboard of Grafana. */
export interface GrafanaPanel extends PanelOnDashboard {
  readonly dashboard: GrafanaDashboard;
  readonly panel: CheckedPanel & { readonly parsed: DashboardFilePanel };
}

/** The panels of every dashboard. */
export function allPanels({ dashboards }: Workspace): readonly PanelOnDashboard[] {
  return dashboards.flatMap((dashboard) => dashboard.panels.map((panel) => ({ dashboard, panel })));
}

/** The dashboards that files of Grafana have. */
export function grafanaDashboards({ dashboards }: Workspace): readonly GrafanaDashboard[] {
  return dashboards.flatMap((dashboard) =>
    dashboard.parsed ? [{ ...dashboard, parsed: dashboard.parsed }] : [],
  );
}

/** The panels that files of Grafana have. */
export function grafanaPanels(workspace: Workspace): readonly GrafanaPanel[] {
  return grafanaDashboards(workspace).flatMap((dashboard) =>
    dashboard.panels.flatMap((panel) =>
      panel.parsed ? [{ dashboard, panel: { ...panel, parsed: panel.parsed } }] : [],
    ),
  );
}

/** The targets of a panel that a Prometheus answers, as far as the file says. */
export function prometheusTargets({ targets }: CheckedPanel): readonly CheckedTarget[] {
  return targets.filter(
    ({ datasource, text }) => (datasource === 'prometheus' || datasource === 'unknown') && text !== '',
  );
}

/** Grafana's own panels that draw what they ask for; what plugins draw without a query is theirs to say. */
const WITH_DATA: ReadonlySet<string> = new Set([
  'barchart',
  'bargauge',
  'candlestick',
  'gauge',
  'graph',
  'heatmap',
  'histogram',
  'logs',
  'piechart',
  'singlestat',
  'stat',
  'state-timeline',
  'status-history',
  'table',
  'table-old',
  'timeseries',
  'trend',
]);

/** Whether a panel draws data; texts, lists, plugins and what is kept in a library do not. */
export function drawsData({ type, parsed }: CheckedPanel): boolean {
  return WITH_DATA.has(type) && !parsed?.isLibraryPanel;
}

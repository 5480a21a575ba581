import type { ResolvedDashboard, ResolvedDefinition } from '@telltale/definition';
import { dashboardAnnotations } from './dashboard-annotations.ts';
import { relatedDashboards } from './dashboard-links.ts';
import type { DashboardModel, DatasourceModel, PanelModel, RowModel } from './dashboard-model.ts';
import { dashboardUid } from './dashboard-uid.ts';
import { grafanaDuration } from './grafana-duration.ts';
import { grafanaPanel } from './grafana-panel.ts';
import { grafanaVariable } from './grafana-variable.ts';
import { layOutPanels } from './panel-grid.ts';

const DEFAULT_RANGE_MS = 3_600_000;
const DEFAULT_REFRESH_MS = 30_000;

/** What is the same for all dashboards of a definition. */
export interface DashboardContext {
  readonly datasource: DatasourceModel;
  /** Of log records; absent where there is none. */
  readonly logs?: DatasourceModel | undefined;
  readonly description: string;
  /** Whether people may change it in the browser. */
  readonly editable: boolean;
}

/** A dashboard of a definition, with `description` as its own. */
export function grafanaDashboard(
  dashboard: ResolvedDashboard,
  definition: ResolvedDefinition,
  { datasource, logs, description, editable }: DashboardContext,
): DashboardModel {
  return {
    id: null,
    uid: dashboardUid(dashboard, definition),
    title: dashboard.title,
    description,
    tags: [...new Set([...(dashboard.tags ?? []), definition.service])],
    timezone: 'browser',
    editable,
    graphTooltip: 1,
    time: { from: `now-${grafanaDuration(dashboard.rangeMs ?? DEFAULT_RANGE_MS)}`, to: 'now' },
    refresh: grafanaDuration(dashboard.refreshMs ?? DEFAULT_REFRESH_MS),
    schemaVersion: 42,
    panels: panelsOf(dashboard, definition, { datasource, logs }),
    templating: { list: (dashboard.variables ?? []).map((each) => grafanaVariable(each, datasource)) },
    annotations: { list: dashboardAnnotations(datasource) },
    links: [relatedDashboards(definition.service)],
  };
}

/** Panels have the numbers 1, 2, 3 … in the order of the definition; rows those that follow. */
function panelsOf(
  { panels, variables }: ResolvedDashboard,
  definition: ResolvedDefinition,
  sources: Pick<DashboardContext, 'datasource' | 'logs'>,
): readonly (PanelModel | RowModel)[] {
  let rows = 0;
  return layOutPanels(panels).map((item) => {
    if (item.kind === 'panel') {
      const id = panels.indexOf(item.panel) + 1;
      return grafanaPanel(item.panel, definition, { id, position: item.position, variables, ...sources });
    }
    rows++;
    return {
      id: panels.length + rows,
      type: 'row',
      title: item.title,
      collapsed: false,
      gridPos: item.position,
      panels: [],
    };
  });
}

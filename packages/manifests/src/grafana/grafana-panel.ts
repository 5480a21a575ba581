import type { ResolvedDefinition, ResolvedPanel, ResolvedVariable } from '@telltale/definition';
import { alertsOfPanel } from '@telltale/definition';
import type { DashboardLinkModel, DatasourceModel, GridPosition, PanelModel } from './dashboard-model.ts';
import { dashboardLink, panelLink } from './dashboard-links.ts';
import { logsPanelParts } from './logs-panel.ts';
import { fieldConfig } from './field-config.ts';
import { PANEL_PLUGINS, panelOptions } from './panel-options.ts';
import { panelTargets } from './panel-targets.ts';

/** Where a panel stands in its dashboard. */
export interface PanelPlace {
  readonly id: number;
  readonly position: GridPosition;
  readonly datasource: DatasourceModel;
  /** Of log records; absent where there is none. */
  readonly logs?: DatasourceModel | undefined;
  /** Those of the dashboard. */
  readonly variables?: readonly ResolvedVariable[] | undefined;
}

/** A panel with its queries, unit, thresholds, colours and links. */
export function grafanaPanel(
  panel: ResolvedPanel,
  definition: ResolvedDefinition,
  { id, position, datasource, logs, variables = [] }: PanelPlace,
): PanelModel {
  return {
    id,
    type: PANEL_PLUGINS[panel.kind],
    title: panel.title,
    description: panel.description ?? '',
    datasource,
    gridPos: position,
    targets: panelTargets(panel, datasource),
    fieldConfig: fieldConfig(panel),
    options: panelOptions(panel),
    links: panelLinks(panel, definition),
    ...(panel.logs !== undefined && logsPanelParts(panel, variables, logs)),
  };
}

function panelLinks(panel: ResolvedPanel, definition: ResolvedDefinition): readonly DashboardLinkModel[] {
  const runbooks = alertsOfPanel(panel, definition).flatMap(({ name, annotations }) => {
    const url = annotations.runbook_url ?? '';
    return /^https?:/.test(url) ? [dashboardLink(`Runbook of ${name}`, url)] : [];
  });
  return [...(panel.links ?? []).map((link) => panelLink(link, definition)), ...runbooks];
}

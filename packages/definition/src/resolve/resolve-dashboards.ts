import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { ResolvedDashboard, ResolvedPanel } from '../resolved.ts';
import type { PanelContext } from './panel-context.ts';
import type { DashboardScope } from './resolve-dashboard.ts';
import { resolveDashboard } from './resolve-dashboard.ts';
import type { ShownPanel } from './resolve-panel.ts';

/** What one look takes in. */
const OVERVIEW_PANELS = 8;

/** The definition's dashboards, then those of its kits and exporters; one of the same title replaces theirs. */
export function resolveDashboards(
  definition: MonitoringDefinition,
  context: QueryContext,
  panels: PanelContext,
  faults: FaultList,
): readonly ResolvedDashboard[] {
  const service = typeof definition.service === 'string' ? definition.service : '';
  const own = faults.attempt('dashboards', {}, definition.dashboards, definition.position);
  const { position } = definition;
  const scope: DashboardScope = { service, context, panels, faults, ...(position && { position }) };
  const dashboards = [...resolveAll(own, 'dashboards', scope)];
  const slugs = new Set<string>();
  for (const { slug, title, panels: shown } of dashboards) {
    if (slug === 'overview' && shown.length > OVERVIEW_PANELS) {
      const message = `an overview has at most ${OVERVIEW_PANELS} panels, and this has ${shown.length}: move some elsewhere`;
      faults.add(`dashboards.${title}`, message);
    }
    if (slug === '') faults.add(`dashboards.${title}`, 'a title needs a letter or a digit');
    if (slugs.has(slug)) faults.add(`dashboards.${title}`, `another dashboard has the same address ${slug}`);
    slugs.add(slug);
  }
  for (const kit of definition.kits) {
    const path = `kits.${kit.kit}.dashboards`;
    const added = resolveAll(kit.dashboards(), path, scope);
    dashboards.push(...added.filter(({ slug }) => !slugs.has(slug)));
  }
  for (const { job, dashboards: declared } of definition.exporters) {
    const path = `exporters.${job}.dashboards`;
    const added = resolveAll(declared?.() ?? {}, path, scope);
    dashboards.push(...added.filter(({ slug }) => !slugs.has(slug)));
  }
  return dashboards;
}

function resolveAll(
  declared: DashboardDeclarations,
  path: string,
  scope: DashboardScope,
): readonly ResolvedDashboard[] {
  return Object.entries(declared).flatMap(([title, entry]) => {
    const dashboard = resolveDashboard(title, entry, `${path}.${title}`, scope);
    return dashboard ? [{ ...dashboard, panels: inRows(dashboard.panels, path.startsWith('kits.')) }] : [];
  });
}

/**
 * Panels of one row next to each other, in the order of the first of each. A long dashboard of a kit gets the rows of
 * its roles; of others the author decides.
 */
function inRows(panels: readonly ShownPanel[], isKit: boolean): readonly ResolvedPanel[] {
  const needsRows = isKit && panels.length > OVERVIEW_PANELS && panels.every(({ row }) => row === undefined);
  const placed = panels.map(({ role, ...panel }): ResolvedPanel =>
    needsRows && role !== undefined && panel.kind !== 'stat' ? { ...panel, row: role } : panel,
  );
  return [...Map.groupBy(placed, ({ row }) => row ?? '').entries()]
    .toSorted(([a], [b]) => Number(a !== '') - Number(b !== ''))
    .flatMap(([, row]) => row);
}

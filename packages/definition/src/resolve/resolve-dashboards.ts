import { slugOf } from '@telltale/model';
import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import { given } from '../options/given.ts';
import { isQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { ResolvedDashboard, ResolvedPanel } from '../resolved.ts';
import { DASHBOARD_SHAPE, PANEL_SHAPE } from './callback-shapes.ts';
import type { PanelContext } from './panel-context.ts';
import type { ShownPanel } from './resolve-panel.ts';
import { PANEL_OPTIONS, isPanel, resolvePanel } from './resolve-panel.ts';

/** What one look takes in. */
const OVERVIEW_PANELS = 8;
/** Grafana takes no longer ones. */
const MAX_UID = 40;
const REFRESH_MS = 30_000;
const RANGE_MS = 3_600_000;
/** The definition's dashboards, then those of its kits and exporters; one of the same title replaces theirs. */
export function resolveDashboards(
  definition: MonitoringDefinition,
  context: QueryContext,
  panels: PanelContext,
  faults: FaultList,
): readonly ResolvedDashboard[] {
  const service = typeof definition.service === 'string' ? definition.service : '';
  const own = faults.attempt('dashboards', {}, definition.dashboards, definition.position);
  const dashboards = resolveAll(own, { path: 'dashboards', service, context, panels, faults });
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
    const added = resolveAll(kit.dashboards(), { path, service, context, panels, faults });
    dashboards.push(...added.filter(({ slug }) => !slugs.has(slug)));
  }
  for (const { job, dashboards: declared } of definition.exporters) {
    const path = `exporters.${job}.dashboards`;
    const added = resolveAll(declared?.() ?? {}, { path, service, context, panels, faults });
    dashboards.push(...added.filter(({ slug }) => !slugs.has(slug)));
  }
  return dashboards;
}

interface DashboardScope {
  readonly path: string;
  readonly service: string;
  readonly context: QueryContext;
  readonly panels: PanelContext;
  readonly faults: FaultList;
}

function resolveAll(declared: DashboardDeclarations, scope: DashboardScope): ResolvedDashboard[] {
  const { path, service, context, faults } = scope;
  return Object.entries(declared).flatMap(([title, panels]) => {
    if (!faults.hasShape(DASHBOARD_SHAPE, given(panels), `${path}.${title}`)) return [];
    const resolved = Object.entries(given(panels)).flatMap(([panelTitle, panel]) => {
      const place = `${path}.${title}.${panelTitle}`;
      const resolve = () => [resolvePanel(panelTitle, panel, context, scope.panels)];
      if (isPanel(panel) && !isQuery(panel)) {
        checkKeys(panel, PANEL_OPTIONS, place, faults);
        if (!faults.hasShape(PANEL_SHAPE, panel, place)) return [];
      }
      return faults.attempt<ShownPanel[]>(place, [], resolve);
    });
    return {
      slug: slugOf(title),
      title,
      panels: inRows(resolved, path.startsWith('kits.')),
      uid: slugOf(`${service} ${title}`).slice(0, MAX_UID),
      tags: [service],
      refreshMs: REFRESH_MS,
      rangeMs: RANGE_MS,
    };
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

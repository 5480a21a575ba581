import type { FilePosition } from '@telltale/model';
import { slugOf } from '@telltale/model';
import { DASHBOARD_OPTIONS, isDashboard } from '../dashboards/dashboard.ts';
import type {
  DashboardDeclaration,
  DashboardDeclarations,
  PanelDeclaration,
  PanelDeclarations,
} from '../dashboards/dashboard-declaration.ts';
import { checkKeys, reportUnknownKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { given } from '../options/given.ts';
import { isQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { ResolvedDashboard } from '../resolved.ts';
import { DASHBOARD_SHAPE, PANEL_SHAPE, TAGS_SHAPE } from './callback-shapes.ts';
import type { PanelContext } from './panel-context.ts';
import type { PanelScope, ShownPanel } from './resolve-panel.ts';
import { PANEL_OPTIONS, isPanel, resolvePanel } from './resolve-panel.ts';
import { resolveVariables } from './resolve-variables.ts';

/** Grafana takes no longer ones. */
const MAX_UID = 40;
const REFRESH_MS = 30_000;
const RANGE_MS = 3_600_000;

/** What the dashboards of a definition are resolved in. */
export interface DashboardScope {
  readonly service: string;
  readonly context: QueryContext;
  readonly panels: PanelContext;
  readonly faults: FaultList;
  /** Where the definition is made: of what stands in it without a place of its own. */
  readonly position?: FilePosition | undefined;
}

/** A dashboard before its panels have their rows. */
export interface ShownDashboard extends Omit<ResolvedDashboard, 'panels'> {
  readonly panels: readonly ShownPanel[];
}

/** A dashboard with all that the definition tells of it; `undefined`, with faults, where it is none. */
export function resolveDashboard(
  title: string,
  entry: DashboardDeclarations[string],
  path: string,
  scope: DashboardScope,
): ShownDashboard | undefined {
  const { service, faults } = scope;
  const declared: DashboardDeclaration = isDashboard(entry)
    ? entry
    : { kind: 'telltale.dashboard', panels: () => entry };
  const { position } = declared;
  const panels = panelsOf(declared, path, faults);
  if (!panels) return undefined;
  reportUnknownKeys(declared, DASHBOARD_OPTIONS, path, faults, position);
  const variables = resolveVariables(declared, `${path}.variables`, faults, scope.context);
  const hasTags = faults.hasShape(TAGS_SHAPE, declared.tags, `${path}.tags`, position);
  const tags = (hasTags && declared.tags) || [];
  const panelScope: PanelScope = {
    context: scope.context,
    about: scope.panels,
    intervals: variables.filter(({ kind }) => kind === 'interval').map(({ name }) => name),
    position: position ?? scope.position,
  };
  return {
    slug: slugOf(title),
    title,
    panels: resolvePanels(panels, path, panelScope, faults),
    uid: slugOf(`${service} ${title}`).slice(0, MAX_UID),
    tags: [...new Set([service, ...tags])],
    refreshMs: faults.durationMs(`${path}.refresh`, declared.refresh, REFRESH_MS, { ...at(position) }),
    rangeMs: faults.durationMs(`${path}.range`, declared.range, RANGE_MS, { ...at(position) }),
    ...(variables.length > 0 && { variables }),
  };
}

function at(position: FilePosition | undefined): { readonly position?: FilePosition } {
  return position ? { position } : {};
}

function panelsOf(
  { panels, position }: DashboardDeclaration,
  path: string,
  faults: FaultList,
): PanelDeclarations | undefined {
  const made = faults.attempt<PanelDeclarations | undefined>(path, undefined, panels, position);
  const known = faults.faults.length;
  const isSound = faults.hasShape(DASHBOARD_SHAPE, made ?? {}, path, position);
  return isSound && faults.faults.length === known ? given(made) : undefined;
}

function resolvePanels(
  panels: PanelDeclarations,
  path: string,
  scope: PanelScope,
  faults: FaultList,
): readonly ShownPanel[] {
  return Object.entries(panels).flatMap(([title, panel]) => {
    const place = `${path}.${title}`;
    const position = positionOf(panel) ?? scope.position;
    if (isPanel(panel) && !isQuery(panel)) {
      checkKeys(panel, PANEL_OPTIONS, place, faults, position);
      if (!faults.hasShape(PANEL_SHAPE, panel, place, position)) return [];
    }
    const resolve = () => [resolvePanel(title, panel, { ...scope, position })];
    return faults.attempt<ShownPanel[]>(place, [], resolve, position);
  });
}

/** Of a panel, or of the query that it is. */
function positionOf(panel: PanelDeclaration): FilePosition | undefined {
  return given<{ readonly position?: FilePosition }>(panel).position;
}

import { TelltaleError, formatDuration, slugOf } from '@telltale/model';
import type {
  DashboardDeclarations,
  MultiQueryPanel,
  PanelDeclaration,
  SingleQueryPanel,
} from '../dashboards/dashboard-declaration.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { AnyQuery } from '../query/any-query.ts';
import { given } from '../options/given.ts';
import { isQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { ResolvedDashboard, ResolvedPanel, ResolvedPanelQuery } from '../resolved.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { resolveQuery } from './resolve-query.ts';

/** The definition's dashboards, then those of its kits and exporters; one of the same title replaces theirs. */
export function resolveDashboards(
  definition: MonitoringDefinition,
  context: QueryContext,
  faults: FaultList,
): readonly ResolvedDashboard[] {
  const own = faults.attempt('dashboards', {}, definition.dashboards, definition.position);
  const dashboards = resolveAll(own, 'dashboards', context, faults);
  const slugs = new Set<string>();
  for (const { slug, title } of dashboards) {
    if (slug === '') faults.add(`dashboards.${title}`, 'a title needs a letter or a digit');
    if (slugs.has(slug)) faults.add(`dashboards.${title}`, `another dashboard has the same address ${slug}`);
    slugs.add(slug);
  }
  for (const kit of definition.kits) {
    const added = resolveAll(kit.dashboards(), `kits.${kit.kit}.dashboards`, context, faults);
    dashboards.push(...added.filter(({ slug }) => !slugs.has(slug)));
  }
  for (const { job, dashboards: declared } of definition.exporters) {
    const added = resolveAll(declared?.() ?? {}, `exporters.${job}.dashboards`, context, faults);
    dashboards.push(...added.filter(({ slug }) => !slugs.has(slug)));
  }
  return dashboards;
}

function resolveAll(
  declared: DashboardDeclarations,
  path: string,
  context: QueryContext,
  faults: FaultList,
): ResolvedDashboard[] {
  return Object.entries(declared).map(([title, panels]) => ({
    slug: slugOf(title),
    title,
    panels: Object.entries(given(panels)).flatMap(([panelTitle, panel]) => {
      const resolve = () => [resolvePanel(panelTitle, panel, context)];
      return faults.attempt<ResolvedPanel[]>(`${path}.${title}.${panelTitle}`, [], resolve);
    }),
  }));
}

function resolvePanel(title: string, declared: PanelDeclaration, context: QueryContext): ResolvedPanel {
  if (!isPanel(declared)) {
    throw new TelltaleError('TT_DEFINITION_INVALID', 'this is no panel: write a query, or { query: … }');
  }
  const panel = isQuery(declared) ? { query: declared } : declared;
  const series = 'queries' in panel ? severalQueries(panel) : [singleQuery(panel)];
  const first = series[0]?.query;
  const threshold = panel.threshold ?? first?.threshold;
  return {
    title,
    kind: panel.kind ?? 'timeseries',
    unit: panel.unit ?? first?.unit ?? '',
    ...(panel.description !== undefined && { description: panel.description }),
    queries: series.map((one) => resolvePanelQuery(one, context)),
    ...(threshold !== undefined && { threshold }),
  };
}

/** A range that nobody writes: where it stands in a text, the query says `'auto'`. */
const MARKER_MS = 999_983;

function resolvePanelQuery({ query, legend }: PanelSeries, context: QueryContext): ResolvedPanelQuery {
  const { text } = resolveQuery(query, context);
  const marked = resolveQuery(query, { ...context, autoRangeMs: MARKER_MS }).text;
  const adaptive = marked.replaceAll(`[${formatDuration(MARKER_MS)}]`, '[$__rate_interval]');
  return { query: text, legend, ...(adaptive !== marked && { adaptive }) };
}

/** Whether it can be drawn; a definition that was never compiled can hold anything. */
function isPanel(declared: unknown): boolean {
  if (typeof declared !== 'object' || declared === null) return false;
  return isQuery(declared) || 'queries' in declared || ('query' in declared && isQuery(declared.query));
}

interface PanelSeries {
  readonly query: AnyQuery;
  readonly legend: string;
}

function singleQuery({ query, legend }: SingleQueryPanel): PanelSeries {
  return { query, legend: legend ?? labelLegend(query) };
}

function severalQueries({ queries }: MultiQueryPanel): PanelSeries[] {
  return Object.entries(queries).map(([name, query]) => ({
    query,
    legend: [name, labelLegend(query)].filter((part) => part !== '').join(' '),
  }));
}

function labelLegend({ groupedBy }: AnyQuery): string {
  return groupedBy.map((label) => `{{${label}}}`).join(' ');
}

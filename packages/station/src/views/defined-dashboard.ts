import type { ResolvedDashboard, ResolvedDefinition, ResolvedPanel } from '@telltale/definition';
import { alertsOfPanel } from '@telltale/definition';
import type { Dashboard, Panel, PanelLink, PanelMetric, PanelQuery, PanelThreshold } from '../contract.ts';
import { sourceOf } from './source-of.ts';

/** A dashboard of the definition as the pages draw it. */
export function definedDashboard(dashboard: ResolvedDashboard, definition: ResolvedDefinition): Dashboard {
  return {
    slug: dashboard.slug,
    title: dashboard.title,
    origin: 'definition',
    panels: dashboard.panels.flatMap((panel) => definedPanel(panel, definition)),
    variables: dashboard.variables ?? [],
    tags: dashboard.tags ?? [],
    refreshMs: dashboard.refreshMs ?? null,
    rangeMs: dashboard.rangeMs ?? null,
  };
}

/** Nothing for a panel of log records without a query for them. */
function definedPanel(panel: ResolvedPanel, definition: ResolvedDefinition): readonly Panel[] {
  const { title, kind, unit } = panel;
  if (kind === 'logs' && panel.logs === undefined) return [];
  const thresholds = thresholdsOf(panel);
  const links = linksOf(panel, definition);
  const metrics = metricsOf(panel, definition);
  const source = sourceOf(panel.position);
  return [
    {
      title,
      kind,
      unit,
      // A text says what it has to say itself.
      ...(panel.description !== undefined && { description: panel.description }),
      queries: panel.queries.filter(({ isBaseline }) => !isBaseline).map(queryOf),
      ...displayOf(panel),
      ...(thresholds.length > 0 && { thresholds }),
      ...(links.length > 0 && { links }),
      ...(metrics.length > 0 && { metrics }),
      ...(source !== '' && { source }),
    },
  ];
}

type Display = Pick<
  Panel,
  | 'text'
  | 'logs'
  | 'draw'
  | 'isStacked'
  | 'nulls'
  | 'rightUnit'
  | 'baselineMs'
  | 'row'
  | 'min'
  | 'max'
  | 'width'
  | 'height'
>;

function displayOf({
  text,
  logs,
  draw,
  isStacked,
  nulls,
  rightUnit,
  baselineMs,
  row,
  min,
  max,
  width,
  height,
}: ResolvedPanel): Display {
  return {
    ...(text !== undefined && { text }),
    ...(logs !== undefined && { logs }),
    ...(draw && { draw }),
    ...(isStacked && { isStacked }),
    ...(nulls && { nulls }),
    ...(rightUnit !== undefined && { rightUnit }),
    ...(baselineMs !== undefined && { baselineMs }),
    ...(row !== undefined && { row }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}

function queryOf({ query, legend, axis }: ResolvedPanel['queries'][number]): PanelQuery {
  return { query, legend, ...(axis && { axis }) };
}

const SEVERITIES: ReadonlyMap<string, PanelThreshold['severity']> = new Map([
  ['info', 'info'],
  ['warning', 'warning'],
  ['ticket', 'warning'],
  ['critical', 'critical'],
  ['page', 'critical'],
]);

function thresholdsOf({ thresholds = [] }: ResolvedPanel): readonly PanelThreshold[] {
  return thresholds.map(({ value, severity, alert, isBad = 'above' }) => ({
    value,
    // A severity of another name counts as a warning, as it does in the colours of Grafana's export.
    severity: SEVERITIES.get(severity) ?? 'warning',
    ...(alert !== undefined && { alert }),
    isBad,
  }));
}

/** What a link starts with where it leads to another dashboard, by its title. */
const DASHBOARD = 'dashboard:';

/** The links of the panel, and to the runbooks of the alerts on what it shows. */
function linksOf(panel: ResolvedPanel, definition: ResolvedDefinition): readonly PanelLink[] {
  const own = (panel.links ?? []).flatMap(({ title, url }) => {
    const address = url.startsWith(DASHBOARD) ? pathOf(url.slice(DASHBOARD.length).trim(), definition) : url;
    return address === undefined || !/^(?:https?:|\/)/.test(address) ? [] : [{ title, url: address }];
  });
  const runbooks = alertsOfPanel(panel, definition).flatMap(({ name, annotations }) => {
    const url = annotations.runbook_url ?? '';
    return /^https?:/.test(url) ? [{ title: `Runbook of ${name}`, url }] : [];
  });
  return [...own, ...runbooks];
}

function pathOf(wanted: string, { dashboards }: ResolvedDefinition): string | undefined {
  const dashboard = dashboards.find(({ title }) => title === wanted);
  return dashboard && `/d/${dashboard.slug}`;
}

function metricsOf(
  { metrics = [] }: ResolvedPanel,
  { metrics: declared }: ResolvedDefinition,
): readonly PanelMetric[] {
  return metrics.flatMap((wanted) => {
    const metric = declared.find(({ name }) => name === wanted);
    return metric ? [{ name: wanted, type: metric.kind, unit: metric.unit, help: metric.help }] : [];
  });
}

import type { ResolvedDefinition, ResolvedPanel } from '@telltale/definition';
import type { PanelAlert } from './alerts-of-panel.ts';
import { alertsOfPanel } from './alerts-of-panel.ts';
import type {
  DashboardLinkModel,
  DatasourceModel,
  FieldConfigModel,
  GridPosition,
  PanelModel,
  TargetModel,
} from './dashboard-model.ts';
import { dashboardLink, panelLink } from './dashboard-links.ts';
import { grafanaUnit } from './grafana-unit.ts';
import type { AlertThreshold } from './status-colours.ts';
import { statusOverrides, thresholdSteps } from './status-colours.ts';

/** Where a panel stands in its dashboard. */
export interface PanelPlace {
  readonly id: number;
  readonly position: GridPosition;
  readonly datasource: DatasourceModel;
}

/** A panel with its queries, unit, thresholds, colours and links. */
export function grafanaPanel(
  panel: ResolvedPanel,
  definition: ResolvedDefinition,
  { id, position, datasource }: PanelPlace,
): PanelModel {
  return {
    id,
    type: panel.kind,
    title: panel.title,
    description: panel.description ?? '',
    datasource,
    gridPos: position,
    targets: panel.queries.map((query, index) => target(query, index, panel.kind, datasource)),
    fieldConfig: fieldConfig(panel, definition),
    options: OPTIONS[panel.kind],
    links: panelLinks(panel, definition),
  };
}

function target(
  { query, legend, adaptive }: ResolvedPanel['queries'][number],
  index: number,
  kind: ResolvedPanel['kind'],
  datasource: DatasourceModel,
): TargetModel {
  const isTable = kind === 'table';
  return {
    refId: refIdOf(index),
    datasource,
    // Figures and tables show the present: there, the range stays as it is.
    expr: (kind === 'timeseries' || kind === 'heatmap' ? adaptive : undefined) ?? query,
    legendFormat: kind === 'heatmap' ? '{{le}}' : legend === '' ? '__auto' : legend,
    format: isTable ? 'table' : kind === 'heatmap' ? 'heatmap' : 'time_series',
    range: !isTable,
    instant: isTable,
    editorMode: 'code',
  };
}

/** A, B … Z, AA, AB … */
function refIdOf(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : refIdOf(Math.floor(index / 26) - 1) + letter;
}

function fieldConfig(panel: ResolvedPanel, definition: ResolvedDefinition): FieldConfigModel {
  const alerts = alertsOfPanel(panel, definition);
  const thresholds = thresholdsOf(panel, alerts);
  const steps = thresholdSteps(thresholds, alerts[0]?.firesBelow ?? false);
  const isChart = panel.kind === 'timeseries';
  const isShare = panel.unit === 'ratio' || panel.unit === 'percent';
  // A gauge without ends has no scale; a share has natural ones.
  const needsEnds = panel.kind === 'gauge' || (isShare && panel.kind === 'stat');
  const min = panel.min ?? (needsEnds ? 0 : undefined);
  const max = panel.max ?? (needsEnds ? endOfScale(panel.unit, thresholds) : undefined);
  return {
    defaults: {
      unit: grafanaUnit(panel.unit),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      color: { mode: isChart || panel.kind === 'heatmap' ? 'palette-classic' : 'thresholds' },
      thresholds: { mode: 'absolute', steps },
      ...(isChart && { custom: chartStyle(thresholds.length > 0) }),
    },
    overrides: statusOverrides(panel.queries.map(({ legend }) => legend)),
  };
}

/** Those of the definition; else where alerts on the same query fire; else a line worth drawing. */
function thresholdsOf(
  { thresholds, threshold }: ResolvedPanel,
  alerts: readonly PanelAlert[],
): readonly AlertThreshold[] {
  if (thresholds) return thresholds;
  if (alerts.length === 0) return threshold === undefined ? [] : [{ value: threshold, severity: 'warning' }];
  return alerts.map(({ rule, value }) => ({ value, severity: rule.labels.severity ?? 'warning' }));
}

function endOfScale(unit: string, thresholds: readonly AlertThreshold[]): number {
  if (unit === 'ratio') return 1;
  const highest = Math.max(0, ...thresholds.map(({ value }) => value));
  // A third above the highest threshold leaves room to see how far beyond it a value is.
  return highest === 0 ? 100 : highest * 1.5;
}

function chartStyle(hasThresholds: boolean): Readonly<Record<string, unknown>> {
  return {
    drawStyle: 'line',
    lineWidth: 1,
    fillOpacity: 10,
    showPoints: 'auto',
    spanNulls: false,
    thresholdsStyle: { mode: hasThresholds ? 'dashed' : 'off' },
  };
}

function panelLinks(panel: ResolvedPanel, definition: ResolvedDefinition): readonly DashboardLinkModel[] {
  const runbooks = alertsOfPanel(panel, definition).flatMap(({ rule }) => {
    const url = rule.annotations.runbook_url ?? '';
    return /^https?:/.test(url) ? [dashboardLink(`Runbook of ${rule.name}`, url)] : [];
  });
  return [...(panel.links ?? []).map((link) => panelLink(link, definition)), ...runbooks];
}

const LAST_VALUE = { calcs: ['lastNotNull'], fields: '', values: false };

const OPTIONS: Readonly<Record<ResolvedPanel['kind'], Readonly<Record<string, unknown>>>> = {
  timeseries: {
    legend: { calcs: ['lastNotNull', 'max'], displayMode: 'table', placement: 'bottom', showLegend: true },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  stat: {
    colorMode: 'value',
    graphMode: 'area',
    justifyMode: 'auto',
    orientation: 'auto',
    reduceOptions: LAST_VALUE,
    textMode: 'auto',
  },
  gauge: {
    orientation: 'auto',
    reduceOptions: LAST_VALUE,
    showThresholdLabels: false,
    showThresholdMarkers: true,
  },
  table: { cellHeight: 'sm', showHeader: true },
  heatmap: { calculate: false, yAxis: { axisPlacement: 'left' }, tooltip: { mode: 'single' } },
  logs: { showTime: true, wrapLogMessage: true, sortOrder: 'Descending', enableLogDetails: true },
};

import type { ResolvedVariable } from '@telltale/definition';
import type { DashboardFile, DashboardFilePanel } from '@telltale/formats';
import { fillVariables } from '@telltale/formats';
import type { DraftLine, DraftPanel } from './definition-draft.ts';
import { faultOf } from './draft-rules.ts';
import { faultWithVariables, plainVariables } from './draft-variables.ts';

const KINDS: ReadonlyMap<string, string | undefined> = new Map([
  ['timeseries', undefined],
  ['graph', undefined],
  ['stat', 'stat'],
  ['singlestat', 'stat'],
  ['gauge', 'gauge'],
  ['bargauge', 'bar-gauge'],
  ['piechart', 'pie'],
  ['grafana-piechart-panel', 'pie'],
  ['state-timeline', 'state-timeline'],
  ['status-history', 'state-timeline'],
  ['table', 'table'],
  ['table-old', 'table'],
  ['heatmap', 'heatmap'],
]);

/** Units of Grafana that a definition has, too. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['s', 'seconds'],
  ['bytes', 'bytes'],
  ['decbytes', 'bytes'],
  ['percentunit', 'ratio'],
  ['ops', 'per_second'],
  ['reqps', 'per_second'],
  ['binBps', 'bytes_per_second'],
  ['percent', 'percent'],
]);

/** What a panel is drafted in. */
export interface PanelScope {
  readonly dashboard: DashboardFile;
  /** Those that the definition has. */
  readonly variables: readonly ResolvedVariable[];
  readonly drop: (what: string, reason: string) => void;
}

/** A panel of a definition; nothing where it shows no PromQL and says nothing in words. */
export function draftPanel(panel: DashboardFilePanel, scope: PanelScope): DraftPanel | undefined {
  const title = panel.title?.text()?.trim() || 'Panel';
  const type = panel.type?.text() ?? 'timeseries';
  const drop = (reason: string) => scope.drop(`the panel ${title}`, reason);
  const queries = draftQueries(panel, scope, drop);
  if (queries.length === 0) {
    const content = type === 'text' ? textOf(panel) : undefined;
    if (content !== undefined) return { title, text: content, ...placeOf(panel), queries };
    if (panel.targets.length === 0)
      drop(panel.isLibraryPanel ? 'it is kept in a library' : 'it has no query');
    return undefined;
  }
  if (!KINDS.has(type)) drop(`it was drawn as ${type}, and is a line over time now`);
  if (panel.node.get('transformations')?.items().length) drop('its transformations are not applied');
  if (panel.node.get('repeat')?.text()) drop('it is drawn once, not for each value of a variable');
  const unit = UNITS.get(panel.unit?.text() ?? '');
  const kind = KINDS.get(type);
  const description = panel.description?.text();
  const min = panel.min?.number();
  const max = panel.max?.number();
  const lines = linesOf(panel, kind);
  return {
    title,
    ...(kind !== undefined && { kind }),
    ...(unit !== undefined && { unit }),
    ...(description !== undefined && description !== '' && { description }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(lines.length > 0 && { lines }),
    ...placeOf(panel),
    ...(kind === undefined && drawingOf(panel)),
    queries,
  };
}

/** The queries that can be read: with their variables where the definition has them, else for all of their values. */
function draftQueries(
  panel: DashboardFilePanel,
  { dashboard, variables }: PanelScope,
  drop: (reason: string) => void,
): DraftPanel['queries'] {
  const names = new Set(variables.map(({ name }) => name));
  const valuesOf = (name: string) =>
    dashboard.variables.find((variable) => variable.name === name)?.values ?? [];
  return panel.targets.flatMap(({ expr, legend, isHidden, datasource, refId }) => {
    const written = expr?.text();
    if (written === undefined || written.trim() === '') return [];
    const named = legend?.text() ?? '';
    const legends = { legend: named === '__auto' ? '' : named };
    if (isHidden) {
      drop(`its query ${refId?.text() ?? ''} is hidden`);
      return [];
    }
    if (datasource?.type !== undefined && !/prometheus|^datasource$|^\$|mixed/i.test(datasource.type)) {
      drop(`it asks ${datasource.type}, not Prometheus`);
      return [];
    }
    const ranged = written.replaceAll(
      /\$__(?:rate_interval|interval|range)\b|\$\{__(?:rate_interval|interval|range)\}/g,
      '5m',
    );
    const plain = plainVariables(ranged, names);
    if (faultWithVariables(plain, variables) === undefined) return [{ query: plain, ...legends }];
    const filled = fillVariables(ranged, valuesOf);
    const fault = filled.isComplete ? faultOf(filled.text) : 'a variable stands for a part of the query';
    if (fault === undefined) return [{ query: filled.text, ...legends }];
    drop(fault);
    return [];
  });
}

/** HTML has no place in a definition. */
function textOf({ node }: DashboardFilePanel): string | undefined {
  if (node.at('options', 'mode')?.text() === 'html') return undefined;
  const content = node.at('options', 'content')?.text()?.trim();
  return content === '' ? undefined : content;
}

const MOST = 12;

/** Row and size; Grafana's columns and rows are half of those of a definition. */
function placeOf({ row, grid }: DashboardFilePanel): Pick<DraftPanel, 'row' | 'width' | 'height'> {
  const width = halved(grid?.get('w')?.number());
  const height = halved(grid?.get('h')?.number());
  return {
    ...(row !== undefined && row !== '' && { row }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}

function halved(size: number | undefined): number | undefined {
  if (size === undefined || !(size > 0)) return undefined;
  return Math.min(MOST, Math.max(1, Math.round(size / 2)));
}

/** What fills more than this of what is below a line is an area. */
const AREA_OPACITY = 25;

/** How lines over time are drawn. */
function drawingOf({ node }: DashboardFilePanel): Pick<DraftPanel, 'draw' | 'stacked' | 'nulls'> {
  const style = node.at('fieldConfig', 'defaults', 'custom');
  const isArea = (style?.get('fillOpacity')?.number() ?? 0) >= AREA_OPACITY;
  const draw = style?.get('drawStyle')?.text() === 'bars' ? 'bars' : isArea ? 'area' : undefined;
  const stacking = style?.at('stacking', 'mode')?.text() ?? 'none';
  return {
    ...(draw && { draw }),
    ...(stacking !== 'none' && { stacked: true }),
    ...(style?.get('spanNulls')?.boolean() && { nulls: 'connected' }),
  };
}

/** Colours of Grafana that say that something is wrong. */
function severityOf(colour: string): DraftLine['severity'] | undefined {
  if (/red|^#f2495c|^#e02f44|^#c4162a/i.test(colour)) return 'critical';
  if (/orange|yellow|^#ff9830|^#fade2a|^#eab839/i.test(colour)) return 'warning';
  return /blue/i.test(colour) ? 'info' : undefined;
}

/** Absolute thresholds: of charts those that are drawn. */
function linesOf({ node }: DashboardFilePanel, kind: string | undefined): readonly DraftLine[] {
  const defaults = node.at('fieldConfig', 'defaults');
  const thresholds = defaults?.get('thresholds');
  const style = defaults?.at('custom', 'thresholdsStyle', 'mode')?.text() ?? 'off';
  if (thresholds?.get('mode')?.text() === 'percentage' || (kind === undefined && style === 'off')) return [];
  const steps = (thresholds?.get('steps')?.items() ?? []).map((step) => ({
    value: step.get('value')?.number(),
    severity: severityOf(step.get('color')?.text() ?? ''),
  }));
  return steps.flatMap(({ value, severity }, index): DraftLine[] => {
    const below = steps[index - 1]?.severity;
    if (value === undefined) return [];
    if (severity !== undefined) return [{ value, severity, isBad: 'above' }];
    return below === undefined ? [] : [{ value, severity: below, isBad: 'below' }];
  });
}

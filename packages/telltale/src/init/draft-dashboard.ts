import type { DashboardFile, DashboardFilePanel, SourceText } from '@telltale/formats';
import { fillVariables } from '@telltale/formats';
import type { DefinitionDraft, DraftPanel } from './definition-draft.ts';
import { faultOf } from './draft-rules.ts';

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
]);

/** Takes the panels of a dashboard over that show PromQL. */
export function draftDashboard(dashboard: DashboardFile, source: SourceText, draft: DefinitionDraft): void {
  const panels: DraftPanel[] = [];
  for (const panel of dashboard.panels) {
    const drafted = draftPanel(panel, dashboard, source, draft);
    if (drafted) panels.push({ ...drafted, title: freeTitle(drafted.title, panels) });
  }
  const names = dashboard.variables.filter(({ type }) => type !== 'datasource').map(({ name }) => name);
  if (names.length > 0) {
    draft.drop(source.file, `variables ${names.join(', ')}`, 'panels show all of what they could choose');
  }
  if (panels.length > 0) {
    draft.dashboards.push({
      title: freeTitle(dashboard.title?.text() ?? 'Imported', draft.dashboards),
      panels,
    });
  }
}

function draftPanel(
  panel: DashboardFilePanel,
  dashboard: DashboardFile,
  source: SourceText,
  draft: DefinitionDraft,
): DraftPanel | undefined {
  const title = panel.title?.text() ?? 'Panel';
  const type = panel.type?.text() ?? 'timeseries';
  const place = `${source.file}:${source.positionAt(panel.node.start).line}`;
  const drop = (reason: string) => draft.drop(place, `the panel ${title}`, reason);
  const valuesOf = (name: string) =>
    dashboard.variables.find((variable) => variable.name === name)?.values ?? [];
  const queries: DraftPanel['queries'][number][] = [];
  for (const { expr, legend } of panel.targets) {
    const text = expr?.text();
    if (text === undefined || text.trim() === '') continue;
    const filled = fillVariables(
      text.replaceAll(/\$__(?:rate_)?interval\b|\$\{__(?:rate_)?interval\}/g, '5m'),
      valuesOf,
    );
    const fault = filled.isComplete ? faultOf(filled.text) : 'a variable stands for a part of the query';
    if (fault === undefined) queries.push({ query: filled.text, legend: legend?.text() ?? '' });
    else drop(fault);
  }
  if (queries.length === 0) {
    const content = type === 'text' ? textOf(panel) : undefined;
    if (content !== undefined) return { title, text: content, ...rowOf(panel), queries };
    if (panel.targets.length === 0) drop('it has no query');
    return undefined;
  }
  if (!KINDS.has(type)) drop(`it was drawn as ${type}, and is a line over time now`);
  const unit = UNITS.get(panel.unit?.text() ?? '');
  const kind = KINDS.get(type);
  const description = panel.description?.text();
  return {
    title,
    ...(kind !== undefined && { kind }),
    ...(unit !== undefined && { unit }),
    ...(description !== undefined && description !== '' && { description }),
    ...rowOf(panel),
    ...(kind === undefined && drawingOf(panel)),
    queries,
  };
}

/** HTML has no place in a definition. */
function textOf({ node }: DashboardFilePanel): string | undefined {
  if (node.at('options', 'mode')?.text() === 'html') return undefined;
  const content = node.at('options', 'content')?.text()?.trim();
  return content === '' ? undefined : content;
}

function rowOf({ row }: DashboardFilePanel): Pick<DraftPanel, 'row'> {
  return row === undefined || row === '' ? {} : { row };
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

function freeTitle(title: string, taken: readonly { readonly title: string }[]): string {
  const isTaken = (candidate: string) => taken.some((one) => one.title === candidate);
  let number = 2;
  while (isTaken(number === 2 ? title : `${title} ${number - 1}`)) number++;
  return number === 2 ? title : `${title} ${number - 1}`;
}

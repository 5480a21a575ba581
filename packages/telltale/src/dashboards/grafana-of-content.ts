import type { PanelDeclarations, PanelLine, ResolvedDefinition } from '@telltale/definition';
import {
  choice,
  dashboard,
  defineMonitoring,
  freeText,
  interval,
  labelValues,
  promql,
  resolveDefinition,
} from '@telltale/definition';
import { formatDuration } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import type { DashboardContent } from '@telltale/station/contract';
import type { DraftDashboard, DraftLine, DraftPanel } from '../init/definition-draft.ts';
import { legendKey } from '../init/print-dashboard.ts';
import { draftOfContent } from './draft-of-content.ts';

/**
 * A dashboard as JSON that Grafana imports: declared as its TypeScript declares it, then generated as any other.
 *
 * @param service Whose dashboard it is, for its tag and its identity.
 */
export async function grafanaOfContent(content: DashboardContent, service: string): Promise<string> {
  // Nobody needs the generators before.
  const { generateGrafana } = await import('@telltale/manifests');
  const [{ text }] = generateGrafana(declared(draftOfContent(content), service), { dashboards: 'import' });
  return text;
}

function declared(draft: DraftDashboard, service: string): ResolvedDefinition {
  const { title, panels, variables = [], tags = [], refreshMs, rangeMs } = draft;
  const intervals = new Map(
    variables.flatMap((one) => (one.kind === 'interval' ? [[one.name, one.options[0]] as const] : [])),
  );
  const made = dashboard({
    variables: Object.fromEntries(variables.map((variable) => [variable.name, declaredVariable(variable)])),
    panels: Object.fromEntries(panels.map((panel) => [panel.title, declaredPanel(panel, intervals)])),
    tags,
    ...(refreshMs !== undefined && { refresh: formatDuration(refreshMs) as '1s' }),
    ...(rangeMs !== undefined && { range: formatDuration(rangeMs) as '1s' }),
  });
  const definition = defineMonitoring({ service, dashboards: () => ({ [title]: made }) });
  const resolved = resolveDefinition(definition, { parse: parseExpr });
  return { ...resolved, dashboards: resolved.dashboards.filter((one) => one.title === title) };
}

function declaredVariable(variable: NonNullable<DraftDashboard['variables']>[number]) {
  const { label } = variable;
  switch (variable.kind) {
    case 'label-values': {
      const { of, values, isMulti: multi, hasAll: all } = variable;
      return labelValues(promql`${of}`, values, { label, multi, all });
    }
    case 'list':
      return choice(variable.options, { label, multi: variable.isMulti });
    case 'interval':
      return interval(variable.options as readonly '1s'[], { label });
    case 'text':
      return freeText(variable.initial, { label });
  }
}

type Intervals = ReadonlyMap<string, string>;

function declaredPanel(panel: DraftPanel, intervals: Intervals): PanelDeclarations[string] {
  const { title: _, text, logs, queries, lines, kind, ...display } = panel;
  const { row, width, height } = display;
  const place = {
    ...(row !== undefined && { row }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
  if (text !== undefined) return { text, ...place };
  if (logs !== undefined) return { logs, ...place };
  const options = {
    ...display,
    kind: kind as 'stat',
    ...(lines && lines.length > 0 && { threshold: lines.map(declaredLine) }),
  };
  const [first] = queries;
  if (queries.length === 1 && first.axis === undefined) {
    return { ...options, query: declaredQuery(first.query, intervals), legend: first.legend };
  }
  const named = queries.map(({ query, legend, axis }, index) => {
    const declaration = { query: declaredQuery(query, intervals), ...(axis && { axis }) };
    return [legendKey(legend, index, queries), declaration] as const;
  });
  return { ...options, queries: Object.fromEntries(named) };
}

function declaredLine({ value, severity, isBad }: DraftLine): PanelLine {
  return isBad === 'above' ? { above: value, severity } : { below: value, severity };
}

/** PromQL in which ranges that people choose are parameters, as in a tagged template. */
function declaredQuery(query: string, intervals: Intervals) {
  const parts = query.split(/\[\$(?:\{(\w+)\}|(\w+))\]/);
  const texts: string[] = [''];
  const chosen: { readonly variable: string; readonly initial: string }[] = [];
  for (let i = 0; i < parts.length; i += 3) {
    texts[texts.length - 1] += parts[i];
    if (i + 1 >= parts.length) break;
    const name = parts[i + 1] ?? parts[i + 2];
    texts[texts.length - 1] += '[';
    chosen.push({ variable: name, initial: intervals.get(name) ?? '5m' });
    texts.push(']');
  }
  return promql(Object.assign(texts, { raw: texts }), ...chosen);
}

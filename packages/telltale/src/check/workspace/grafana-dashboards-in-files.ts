import type {
  DashboardFile,
  DashboardFilePanel,
  DashboardFileTarget,
  SourceNode,
  ValuesOfVariable,
} from '@telltale/formats';
import { parseDashboard } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import type { CheckedDashboard, CheckedPanel, CheckedTarget } from './grafana-dashboard.ts';
import { datasourceKind } from './grafana-datasource-kind.ts';
import { dashboardsInSettings } from './settings-dashboards.ts';
import { checkedGrafanaQuery } from './grafana-query.ts';
import type { CheckedDocument } from './workspace.ts';

type PlaceIn = (range: SourceRange, subject?: string) => FindingPlace;

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The dashboards of Grafana's own files, of Kubernetes objects and of configurations that list panels. */
export function dashboardsInFiles(documents: readonly CheckedDocument[]): readonly CheckedDashboard[] {
  return documents.flatMap((document) => {
    if (document.kind === 'monitoring-config') return dashboardsInSettings(document);
    const parsed = document.kind === 'grafana-dashboard' ? parseDashboard(document.root) : undefined;
    return parsed ? [checkedDashboard(parsed, document)] : [];
  });
}

/** The character behind the last one may stand elsewhere: the last one itself never does. */
function rangeInScalar(node: SourceNode, { start, end }: SourceRange): SourceRange {
  return { start: node.offsetOf(start), end: node.offsetOf(Math.max(start, end - 1)) + 1 };
}

function checkedDashboard(
  parsed: DashboardFile,
  { placeOf: placeIn, source: { file }, isExample }: CheckedDocument,
): CheckedDashboard {
  const title = parsed.title?.text();
  const subject = `dashboard ${title ?? file}`;
  const values = new Map(parsed.variables.map((variable) => [variable.name, variable.values]));
  const valuesOf: ValuesOfVariable = (name) => values.get(name) ?? [];
  return {
    origin: 'grafana',
    title,
    uid: parsed.uid?.text(),
    file,
    refreshMs: durationMs(parsed.refresh?.text()),
    panels: parsed.panels.map((panel) => checkedPanel(panel, parsed, placeIn, valuesOf)),
    parsed,
    // What stands in YAML is data of a Kubernetes object.
    isInKubernetes: /\.ya?ml$/.test(file),
    isExample,
    placeOf: (part) => placeIn(parsed[part] ?? firstCharacter(parsed.body), subject),
    placeIn: (range, of = subject) => placeIn(range, of),
  };
}

function checkedPanel(
  panel: DashboardFilePanel,
  dashboard: DashboardFile,
  placeIn: PlaceIn,
  valuesOf: ValuesOfVariable,
): CheckedPanel {
  const title = panel.title?.text() ?? '';
  const subject = `panel ${title === '' ? 'without a title' : title}`;
  const datasource = datasourceKind(panel.datasource, dashboard);
  const nodes: Readonly<Record<string, SourceNode | undefined>> = {
    title: panel.title,
    type: panel.type,
    unit: panel.unit,
    targets: panel.targets[0]?.node,
    id: panel.id,
    grid: panel.grid,
  };
  return {
    title,
    type: panel.type?.text() ?? '',
    unit: panel.unit?.text() ?? '',
    description: panel.description?.text() ?? '',
    max: panel.max?.number(),
    datasource,
    targets: panel.targets.map((target) => checkedTarget(target, dashboard, { placeIn, valuesOf, subject })),
    parsed: panel,
    placeOf: (part) => placeIn(nodes[part] ?? panel.title ?? firstCharacter(panel.node), subject),
  };
}

function checkedTarget(
  target: DashboardFileTarget,
  dashboard: DashboardFile,
  context: { readonly placeIn: PlaceIn; readonly valuesOf: ValuesOfVariable; readonly subject: string },
): CheckedTarget {
  const { placeIn, valuesOf, subject } = context;
  const text = target.expr?.text() ?? '';
  const datasource = datasourceKind(target.datasource, dashboard);
  const placeOf: CheckedTarget['placeOf'] = (part, range) => {
    const node = target[part];
    if (!node) return placeIn(firstCharacter(target.node), subject);
    return placeIn(range ? rangeInScalar(node, range) : node, subject);
  };
  const isPromql = datasource === 'prometheus' || datasource === 'unknown' || datasource === 'mixed';
  return {
    text,
    query: isPromql
      ? checkedGrafanaQuery({ text, valuesOf, placeOf: (range) => placeOf('expr', range) })
      : undefined,
    legend: target.legend?.text() ?? '',
    isHidden: target.isHidden,
    datasource,
    placeOf,
  };
}

function firstCharacter({ start }: SourceRange): SourceRange {
  return { start, end: start + 1 };
}

/** `false`, the empty string and words mean that nothing is asked again. */
function durationMs(text: string | undefined): number | undefined {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text ?? '') ?? [];
  return unit === undefined ? undefined : Number(count) * UNIT_MS[unit];
}

import type {
  DashboardFile,
  DashboardFilePanel,
  DashboardFileTarget,
  SourceNode,
  ValuesOfVariable,
} from '@telltale/formats';
import { parseDashboard, parseSourceTree } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import type { CheckedDashboard, CheckedPanel, CheckedTarget } from './grafana-dashboard.ts';
import { datasourceKind } from './grafana-datasource-kind.ts';
import { checkedGrafanaQuery } from './grafana-query.ts';
import type { CheckedDocument } from './workspace.ts';

type PlaceIn = (range: SourceRange, subject?: string) => FindingPlace;

/** A dashboard's tree and how its places map to the file. */
interface FoundDashboard {
  readonly parsed: DashboardFile;
  readonly placeIn: PlaceIn;
  readonly file: string;
  readonly isInKubernetes: boolean;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The dashboards of Grafana's own files and of Kubernetes ConfigMaps. */
export function dashboardsInFiles(documents: readonly CheckedDocument[]): readonly CheckedDashboard[] {
  return documents.flatMap((document) => found(document)).map(checkedDashboard);
}

function found(document: CheckedDocument): readonly FoundDashboard[] {
  const { file } = document.source;
  if (document.kind === 'kubernetes') return inKubernetes(document);
  if (document.kind !== 'grafana-dashboard') return [];
  const parsed = parseDashboard(document.root);
  return parsed ? [{ parsed, placeIn: document.placeOf, file, isInKubernetes: false }] : [];
}

/** Dashboards as data of ConfigMaps, alone or in lists. */
function inKubernetes({ root, placeOf, source: { file } }: CheckedDocument): readonly FoundDashboard[] {
  const objects = root.get('items')?.items() ?? [root];
  const texts = objects
    .filter((object) => object.get('kind')?.text() === 'ConfigMap')
    .flatMap((object) => object.get('data')?.entries() ?? [])
    .filter(({ key }) => key.endsWith('.json'));
  return texts.flatMap(({ value: node }) => {
    const text = node.text() ?? '';
    if (!/"(?:panels|elements|rows)"/.test(text)) return [];
    const [tree] = parseSourceTree(text, file).roots;
    const parsed = tree && parseDashboard(tree);
    if (!parsed) return [];
    const placeIn: PlaceIn = ({ start, end }, subject) =>
      placeOf(rangeInScalar(node, { start, end }), subject);
    return [{ parsed, placeIn, file, isInKubernetes: true }];
  });
}

/** The character behind the last one may stand elsewhere: the last one itself never does. */
function rangeInScalar(node: SourceNode, { start, end }: SourceRange): SourceRange {
  return { start: node.offsetOf(start), end: node.offsetOf(Math.max(start, end - 1)) + 1 };
}

function checkedDashboard({ parsed, placeIn, file, isInKubernetes }: FoundDashboard): CheckedDashboard {
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
    isInKubernetes,
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

import type { SourceNode } from '@telltale/formats';
import type { FindingPlace } from '../finding.ts';
import type { CheckedDashboard, CheckedPanel, CheckedTarget } from './grafana-dashboard.ts';
import type { CheckedDocument } from './workspace.ts';

/** Dashboards that a configuration describes by titles and types of panels, without queries. */
export function dashboardsInSettings(document: CheckedDocument): readonly CheckedDashboard[] {
  const { root } = document;
  const list =
    root.at('monitoring', 'visualization', 'dashboards') ??
    root.at('monitoring', 'metrics', 'visualization', 'dashboards') ??
    root.at('visualization', 'dashboards');
  return (list?.items() ?? [])
    .filter((node) => node.get('panels')?.kind === 'list')
    .map((node) => settingsDashboard(node, document));
}

function settingsDashboard(node: SourceNode, document: CheckedDocument): CheckedDashboard {
  const title = node.get('name') ?? node.get('title');
  const subject = `dashboard ${title?.text() ?? ''}`.trim();
  return {
    origin: 'settings',
    title: title?.text(),
    uid: undefined,
    file: document.source.file,
    refreshMs: undefined,
    panels: (node.get('panels')?.items() ?? []).map((panel) => settingsPanel(panel, document)),
    parsed: undefined,
    isInKubernetes: false,
    isExample: document.isExample,
    placeOf: () => document.placeOf(title ?? node, subject),
    placeIn: (range, of = subject) => document.placeOf(range, of),
  };
}

const QUERY_KEYS = ['query', 'queries', 'expr', 'metric', 'metrics', 'targets'];

/** Whatever it is written in, it says what the panel shows. */
function targetAt(
  node: SourceNode | undefined,
  placeOf: (part: string) => FindingPlace,
): readonly CheckedTarget[] {
  if (!node) return [];
  return [
    {
      text: node.text() ?? '',
      query: undefined,
      legend: '',
      isHidden: false,
      datasource: 'unknown',
      placeOf: () => placeOf('query'),
    },
  ];
}

function settingsPanel(node: SourceNode, document: CheckedDocument): CheckedPanel {
  const title = node.get('title')?.text() ?? '';
  const placeOf = (part: string): FindingPlace =>
    document.placeOf(node.get(part) ?? node.get('title') ?? node, `panel ${title}`);
  return {
    title,
    type: node.get('type')?.text() ?? '',
    unit: node.get('unit')?.text() ?? '',
    description: '',
    datasource: 'unknown',
    targets: QUERY_KEYS.flatMap((key) => targetAt(node.get(key), placeOf)),
    max: node.get('max')?.number(),
    parsed: undefined,
    placeOf,
  };
}

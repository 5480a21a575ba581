import type { SourceNode } from '../tree/source-node.ts';
import type { DashboardFilePanel, DashboardFileTarget, DatasourceRef } from './dashboard-file.ts';

/** The panels of a v2 dashboard, in the order of its elements. */
export function readV2Panels(body: SourceNode): readonly DashboardFilePanel[] {
  return (body.get('elements')?.entries() ?? []).map(({ value }) => readElement(value));
}

function readElement(node: SourceNode): DashboardFilePanel {
  const spec = node.get('spec');
  const drawing = spec?.get('vizConfig');
  const defaults = drawing?.at('spec', 'fieldConfig', 'defaults');
  return {
    node,
    id: spec?.get('id'),
    title: spec?.get('title'),
    description: spec?.get('description'),
    // The first drafts of v2 had the plugin as kind.
    type: drawing?.get('group') ?? drawing?.get('kind'),
    unit: defaults?.get('unit'),
    min: defaults?.get('min'),
    max: defaults?.get('max'),
    targets: (spec?.at('data', 'spec', 'queries')?.items() ?? []).map(readQuery),
    isLibraryPanel: node.get('kind')?.text() === 'LibraryPanel',
  };
}

function readQuery(node: SourceNode): DashboardFileTarget {
  const spec = node.get('spec');
  const query = spec?.get('query');
  return {
    node,
    refId: spec?.get('refId'),
    expr: query?.at('spec', 'expr'),
    legend: query?.at('spec', 'legendFormat'),
    datasource: readV2Datasource(query, spec?.get('datasource')),
    isHidden: spec?.get('hidden')?.boolean() ?? false,
  };
}

/** The plugin is the query's group (in drafts its kind), the source itself is named beside it. */
export function readV2Datasource(
  query: SourceNode | undefined,
  beside?: SourceNode,
): DatasourceRef | undefined {
  const node = beside ?? query;
  if (!node) return undefined;
  const kind = query?.get('kind')?.text();
  const type =
    beside?.get('type')?.text() ?? query?.get('group')?.text() ?? (kind === 'DataQuery' ? undefined : kind);
  return { node, uid: beside?.get('uid')?.text() ?? query?.at('datasource', 'name')?.text(), type };
}

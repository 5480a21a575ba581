import type { SourceNode } from '../tree/source-node.ts';
import type { DashboardFilePanel, DashboardFileTarget, DatasourceRef } from './dashboard-file.ts';
import { readDatasourceRef } from './datasource-ref.ts';

/** The panels of a classic dashboard, those folded into rows and those of old rows included. */
export function readClassicPanels(body: SourceNode): readonly DashboardFilePanel[] {
  const panels: DashboardFilePanel[] = [];
  let row: string | undefined;
  for (const node of body.get('panels')?.items() ?? []) {
    if (node.get('type')?.text() !== 'row') panels.push({ ...readPanel(node), row });
    else {
      row = node.get('title')?.text();
      panels.push(...panelsIn(node));
    }
  }
  return [...panels, ...(body.get('rows')?.items() ?? []).flatMap(panelsIn)];
}

function panelsIn(row: SourceNode): readonly DashboardFilePanel[] {
  const title = row.get('title')?.text();
  const nodes = row.get('panels')?.items() ?? [];
  return nodes.map((node) => ({ ...readPanel(node), row: title, foldedInto: row }));
}

function readPanel(node: SourceNode): DashboardFilePanel {
  const defaults = node.at('fieldConfig', 'defaults');
  const datasource = readDatasourceRef(node.get('datasource'));
  return {
    node,
    id: node.get('id'),
    title: node.get('title'),
    description: node.get('description'),
    type: node.get('type'),
    // The second places are those of panels from before Grafana 7.
    unit: defaults?.get('unit') ?? node.at('yaxes', 0, 'format') ?? node.get('format'),
    min: defaults?.get('min') ?? node.at('gauge', 'minValue'),
    max: defaults?.get('max') ?? node.at('gauge', 'maxValue'),
    datasource,
    grid: node.get('gridPos'),
    targets: (node.get('targets')?.items() ?? []).map((target) => readTarget(target, datasource)),
    isLibraryPanel: node.get('libraryPanel')?.kind === 'mapping',
  };
}

function readTarget(node: SourceNode, ofPanel: DatasourceRef | undefined): DashboardFileTarget {
  const own = readDatasourceRef(node.get('datasource'));
  return {
    node,
    refId: node.get('refId'),
    expr: node.get('expr'),
    legend: node.get('legendFormat'),
    datasource: own ?? ofPanel,
    isHidden: node.get('hide')?.boolean() ?? false,
  };
}

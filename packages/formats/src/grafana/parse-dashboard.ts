import type { SourceNode } from '../tree/source-node.ts';
import { readClassicPanels } from './classic-panels.ts';
import type { DashboardFile, DashboardFileInput } from './dashboard-file.ts';
import { readClassicVariables, readV2Variables } from './dashboard-variables.ts';
import { readV2Panels } from './v2-panels.ts';

/**
 * Reads a dashboard of Grafana, in the classic form or as a resource (v2), with or without the wrapper
 * of an API payload. Never throws; `undefined` for what is no dashboard.
 */
export function parseDashboard(root: SourceNode): DashboardFile | undefined {
  const wrapped = root.get('dashboard');
  const isWrapped = root.get('panels') === undefined && isClassicBody(wrapped);
  const spec = root.get('spec');
  if (isV2Body(spec)) return v2Dashboard(root, spec);
  if (isV2Body(root)) return v2Dashboard(root, root);
  const body = isWrapped ? wrapped : isClassicBody(root) ? root : isClassicBody(spec) ? spec : undefined;
  return body && classicDashboard(root, body, isWrapped);
}

function isClassicBody(node: SourceNode | undefined): node is SourceNode {
  return node !== undefined && (node.get('panels')?.kind === 'list' || isOldForm(node));
}

/** Before Grafana 5, panels stood in rows. */
function isOldForm(node: SourceNode): boolean {
  return (
    node
      .get('rows')
      ?.items()
      .some((row) => row.get('panels')?.kind === 'list') ?? false
  );
}

function isV2Body(node: SourceNode | undefined): node is SourceNode {
  return node?.get('elements')?.kind === 'mapping' && node.get('layout') !== undefined;
}

function classicDashboard(root: SourceNode, body: SourceNode, isWrapped: boolean): DashboardFile {
  return {
    form: 'classic',
    root,
    body,
    isWrapped,
    title: body.get('title'),
    uid: body.get('uid') ?? (body === root.get('spec') ? root.at('metadata', 'name') : undefined),
    refresh: body.get('refresh'),
    panels: readClassicPanels(body),
    variables: readClassicVariables(body),
    inputs: inputsOf(body.get('__inputs') ?? root.get('__inputs')),
  };
}

function v2Dashboard(root: SourceNode, body: SourceNode): DashboardFile {
  return {
    form: 'v2',
    root,
    body,
    isWrapped: false,
    title: body.get('title'),
    uid: root.at('metadata', 'name'),
    refresh: body.at('timeSettings', 'autoRefresh'),
    panels: readV2Panels(body),
    variables: readV2Variables(body),
    inputs: new Map(),
  };
}

function inputsOf(list: SourceNode | undefined): ReadonlyMap<string, DashboardFileInput> {
  const inputs = new Map<string, DashboardFileInput>();
  for (const node of list?.items() ?? []) {
    const name = node.get('name')?.text();
    if (name === undefined) continue;
    inputs.set(name, { node, type: node.get('type')?.text(), pluginId: node.get('pluginId')?.text() });
  }
  return inputs;
}

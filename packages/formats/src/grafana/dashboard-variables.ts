import type { SourceNode } from '../tree/source-node.ts';
import type { DashboardFileVariable } from './dashboard-file.ts';
import { readDatasourceRef } from './datasource-ref.ts';
import { readV2Datasource } from './v2-panels.ts';

/** The variables of a classic dashboard. */
export function readClassicVariables(body: SourceNode): readonly DashboardFileVariable[] {
  return (body.at('templating', 'list')?.items() ?? []).flatMap((node) => {
    const nameNode = node.get('name');
    const name = nameNode?.text();
    if (!nameNode || name === undefined) return [];
    return [
      {
        node,
        name,
        nameNode,
        type: node.get('type')?.text() ?? 'query',
        query: queryText(node.get('query')) ?? queryText(node.get('definition')),
        datasource: readDatasourceRef(node.get('datasource')),
        values: valuesOf(node),
      },
    ];
  });
}

/** The variables of a v2 dashboard; `QueryVariable` there is `query` here. */
export function readV2Variables(body: SourceNode): readonly DashboardFileVariable[] {
  return (body.get('variables')?.items() ?? []).flatMap((node) => {
    const spec = node.get('spec');
    const nameNode = spec?.get('name');
    const name = nameNode?.text();
    if (!spec || !nameNode || name === undefined) return [];
    const type = (node.get('kind')?.text() ?? 'QueryVariable').replace(/Variable$/, '').toLowerCase();
    const query = spec.get('query');
    return [
      {
        node,
        name,
        nameNode,
        type: type === 'text' ? 'textbox' : type,
        query: queryText(query?.get('spec') ?? query) ?? spec.get('pluginId'),
        datasource: readV2Datasource(query?.kind === 'mapping' ? query : undefined, spec.get('datasource')),
        values: valuesOf(spec),
      },
    ];
  });
}

function queryText(node: SourceNode | undefined): SourceNode | undefined {
  const text = node?.kind === 'mapping' ? (node.get('query') ?? node.get('__legacyStringValue')) : node;
  return text?.kind === 'scalar' ? text : undefined;
}

/** The chosen value first: it is the one that a fresh dashboard is drawn with. */
function valuesOf(node: SourceNode): readonly string[] {
  const current = node.at('current', 'value')?.texts() ?? [];
  const options = (node.get('options')?.items() ?? []).flatMap((item) => item.get('value')?.text() ?? []);
  return [...new Set([...current, ...options])];
}

import type { SourceNode } from '../tree/source-node.ts';
import type { DatasourceRef } from './dashboard-file.ts';

/** Reads `"datasource"`: an object with uid and type, or, in old files, only a name. */
export function readDatasourceRef(node: SourceNode | undefined): DatasourceRef | undefined {
  if (!node || node.kind === 'null' || node.kind === 'list') return undefined;
  if (node.kind === 'scalar') return { node, uid: node.text() };
  return { node, uid: node.get('uid')?.text(), type: node.get('type')?.text() };
}

import type { SourceNode } from '@telltale/formats';
import type { CheckedDocument, Workspace } from '../workspace/workspace.ts';

/** A data source that a provisioning file of Grafana has. */
export interface ProvisionedDatasource {
  readonly name: string | undefined;
  /** Absent where Grafana chooses it. */
  readonly uid: string | undefined;
  readonly type: string | undefined;
  readonly node: SourceNode;
  readonly document: CheckedDocument;
}

/** The data sources of every provisioning file. */
export function provisionedDatasources({ documents }: Workspace): readonly ProvisionedDatasource[] {
  return documents
    .filter(({ kind }) => kind === 'grafana-datasources')
    .flatMap((document) =>
      (document.root.get('datasources')?.items() ?? [])
        .filter(({ kind }) => kind === 'mapping')
        .map((node) => ({
          name: node.get('name')?.text(),
          uid: node.get('uid')?.text(),
          type: node.get('type')?.text(),
          node,
          document,
        })),
    );
}

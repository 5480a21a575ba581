import type { SourceNode } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import type { CheckedDocument, Workspace } from '../workspace/workspace.ts';

/** An object of Kubernetes as a manifest has it. */
export interface KubernetesObject {
  readonly kind: string;
  readonly name: string;
  /** Empty where the manifest names none. */
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly node: SourceNode;
  readonly document: CheckedDocument;
  readonly placeOf: (range: SourceRange) => FindingPlace;
}

/** A container of a pod, or the piece of one that a guide shows. */
export interface Container {
  readonly name: string;
  readonly node: SourceNode;
  readonly document: CheckedDocument;
  readonly placeOf: (range: SourceRange) => FindingPlace;
}

/** The objects of every manifest, those in lists too. */
export function kubernetesObjects({ documents }: Workspace): readonly KubernetesObject[] {
  return documents
    .filter(({ kind }) => kind === 'kubernetes')
    .flatMap((document) => objectsIn(document.root, document));
}

/** The containers of every workload, those that start first too. */
export function containersOf(workspace: Workspace): readonly Container[] {
  const ofObjects = kubernetesObjects(workspace).flatMap(({ node, document, placeOf }) => {
    const pod = podOf(node);
    return ['initContainers', 'containers']
      .flatMap((key) => pod?.get(key)?.items() ?? [])
      .filter(({ kind }) => kind === 'mapping')
      .map((item) => ({ name: item.get('name')?.text() ?? '', node: item, document, placeOf }));
  });
  const fragments = workspace.documents
    .filter(({ kind, root }) => kind === 'kubernetes' && !root.get('kind'))
    .map((document) => ({ name: '', node: document.root, document, placeOf: document.placeOf }));
  return [...ofObjects, ...fragments];
}

/** The pod's specification in a workload, or in the pod itself. */
function podOf(object: SourceNode): SourceNode | undefined {
  const spec = object.get('spec');
  if (object.get('kind')?.text() === 'Pod') return spec;
  return spec?.at('template', 'spec') ?? spec?.at('jobTemplate', 'spec', 'template', 'spec');
}

/** The entries of a mapping whose values are texts. */
export function textEntries(node: SourceNode | undefined): ReadonlyMap<string, string> {
  return new Map(
    (node?.entries() ?? []).flatMap(({ key, value }) => {
      const text = value.text();
      return text === undefined ? [] : [[key, text] as const];
    }),
  );
}

function objectsIn(node: SourceNode, document: CheckedDocument): readonly KubernetesObject[] {
  const kind = node.get('kind')?.text();
  if (kind === undefined) return [];
  const items = node.get('items')?.items();
  if (kind.endsWith('List') && items) return items.flatMap((item) => objectsIn(item, document));
  const metadata = node.get('metadata');
  const name = metadata?.get('name')?.text() ?? '';
  return [
    {
      kind,
      name,
      namespace: metadata?.get('namespace')?.text() ?? '',
      labels: textEntries(metadata?.get('labels')),
      node,
      document,
      placeOf: (range) => document.placeOf(range, `${kind} ${name}`.trim()),
    },
  ];
}

import type { SourceEntry, SourceNode } from '@telltale/formats';
import { parseSourceTree } from '@telltale/formats';
import type { ChangePlace, ChangedFile, VersionChange } from '@telltale/manifests';
import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../../finding.ts';
import { placesIn } from '../../workspace/checked-document.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { ChangeSighting } from './change-sighting.ts';

type KeyPlace = Extract<ChangePlace, { key: string }>;

interface Tree {
  readonly kind: ChangedFile;
  readonly root: SourceNode;
  readonly placeOf: (range: SourceRange) => FindingPlace;
}

/** Where files have keys that changed. */
export function* filePlaces(
  workspace: Workspace,
  changes: readonly VersionChange[],
): Iterable<ChangeSighting> {
  const byFile = Map.groupBy(
    changes.flatMap((change) => ('key' in change.place ? [{ change, place: change.place }] : [])),
    ({ place }) => place.in,
  );
  if (byFile.size === 0) return;
  for (const { kind, root, placeOf } of treesOf(workspace)) {
    for (const { change, place } of byFile.get(kind) ?? []) {
      for (const range of rangesOf(root, place)) yield { change, place: placeOf(range) };
    }
  }
}

function treesOf({ documents, files }: Workspace): readonly Tree[] {
  const ofRules = files
    .filter(({ kind }) => kind === 'rules')
    .flatMap(({ source }) =>
      parseSourceTree(source.text, source.file).roots.map((root) => ({
        kind: 'rules' as const,
        // A PrometheusRule has the groups below `spec`.
        root: root.get('groups') ? root : (root.get('spec') ?? root),
        placeOf: placesIn(source),
      })),
    );
  const ofDocuments = documents.flatMap(({ kind, root, placeOf }) =>
    isChangedFile(kind) ? [{ kind, root: root.get('dashboard') ?? root, placeOf }] : [],
  );
  return [...ofRules, ...ofDocuments];
}

const CHANGED_FILES: ReadonlySet<string> = new Set<ChangedFile>([
  'prometheus-config',
  'alertmanager-config',
  'grafana-dashboard',
  'grafana-datasources',
]);

function isChangedFile(kind: string): kind is ChangedFile {
  return CHANGED_FILES.has(kind);
}

function rangesOf(root: SourceNode, { key, value, isMissing }: KeyPlace): readonly SourceRange[] {
  const path = key.split('.');
  const last = path.at(-1) ?? '';
  return nodesAt(root, path.slice(0, -1)).flatMap((node) => {
    const entries = node.entries();
    const entry = entries.find((each) => each.key === last);
    if (isMissing) return entry || entries.length === 0 ? [] : [keyRange(entries[0])];
    if (!entry) return [];
    return value === undefined || entry.value.text()?.startsWith(value) ? [keyRange(entry)] : [];
  });
}

function nodesAt(node: SourceNode, path: readonly string[]): readonly SourceNode[] {
  let nodes: readonly SourceNode[] = [node];
  for (const step of path) {
    nodes = nodes.flatMap((each) => (step === '*' ? each.items() : (each.get(step) ?? [])));
  }
  return nodes;
}

function keyRange({ keyStart, keyEnd }: SourceEntry): SourceRange {
  return { start: keyStart, end: keyEnd };
}

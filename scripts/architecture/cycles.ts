import { dirname, join, relative, resolve, sep } from 'node:path';

import type { Workspace, WorkspacePackage } from './workspace.ts';

/** Which file of a package imports which other, relative to the package's folder. */
interface Edge {
  readonly from: string;
  readonly to: string;
}

/**
 * Import cycles, types included. In every folder of a package its sub-folders and files must have an
 * order in which each imports only earlier ones; so files have no cycle, and folders neither.
 */
export function cycleFaults(workspace: Workspace): readonly string[] {
  return workspace.packages.flatMap((item) => packageCycles(workspace, item));
}

function packageCycles(workspace: Workspace, item: WorkspacePackage): readonly string[] {
  const edges = edgesOf(workspace, item);
  const folders = new Set(edges.map(({ from, to }) => commonFolder(from, to)));
  return [...folders].flatMap((folder) => {
    const inside = edges.filter((edge) => commonFolder(edge.from, edge.to) === folder);
    const cycle = findCycle(inside.map((edge) => ({ ...edge, ...childrenOf(folder, edge) })));
    if (!cycle) return [];
    const names = [...cycle.map(({ fromChild }) => fromChild), cycle[0].fromChild];
    const imports = cycle.map(({ from, to }) => `${from} imports ${to}`);
    return [`${join(item.folder, folder)}: cycle ${names.join(' → ')} (${imports.join('; ')})`];
  });
}

function edgesOf(workspace: Workspace, item: WorkspacePackage): readonly Edge[] {
  const folder = join(workspace.root, item.folder);
  const shipped = item.sources.filter(({ path }) => !/\.(test|bench)\.tsx?$/.test(path));
  return shipped.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => ({
        from: relative(folder, path),
        to: relative(folder, resolve(dirname(path), specifier)),
      })),
  );
}

/** The deepest folder that holds both. */
function commonFolder(first: string, second: string): string {
  const left = dirname(first).split(sep);
  const right = dirname(second).split(sep);
  const length = left.findIndex((part, index) => part !== right[index]);
  return (length === -1 ? left : left.slice(0, length)).join(sep);
}

interface ChildEdge extends Edge {
  readonly fromChild: string;
  readonly toChild: string;
}

function childrenOf(folder: string, { from, to }: Edge): { fromChild: string; toChild: string } {
  const start = folder === '' || folder === '.' ? 0 : folder.length + 1;
  const child = (path: string) => {
    const [first, ...rest] = path.slice(start).split(sep);
    return rest.length > 0 ? `${first}/` : first;
  };
  return { fromChild: child(from), toChild: child(to) };
}

function findCycle(edges: readonly ChildEdge[]): readonly ChildEdge[] | undefined {
  const done = new Set<string>();
  const walk = (child: string, trail: readonly ChildEdge[]): readonly ChildEdge[] | undefined => {
    const start = trail.findIndex(({ fromChild }) => fromChild === child);
    if (start !== -1) return trail.slice(start);
    if (done.has(child)) return undefined;
    for (const edge of edges.filter(({ fromChild }) => fromChild === child)) {
      const cycle = walk(edge.toChild, [...trail, edge]);
      if (cycle) return cycle;
    }
    done.add(child);
    return undefined;
  };
  for (const { fromChild } of edges) {
    const cycle = walk(fromChild, []);
    if (cycle) return cycle;
  }
  return undefined;
}

import type { SourceNode } from './source-node.ts';

/** Follows keys and, in lists, positions: `SourceNode.at` of every reader. */
export function followPath(from: SourceNode, path: readonly (string | number)[]): SourceNode | undefined {
  let node: SourceNode | undefined = from;
  for (const step of path) node = typeof step === 'number' ? node?.items()[step] : node?.get(step);
  return node;
}

/** A scalar, or the scalars of a list, as texts: `SourceNode.texts` of every reader. */
export function textsIn(node: SourceNode): readonly string[] {
  const own = node.text();
  return own === undefined ? node.items().flatMap((item) => item.text() ?? []) : [own];
}

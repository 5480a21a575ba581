import type { QueryNode } from '@telltale/station/contract';

/** Why a query gives nothing: the selectors that match no series, else the part that first gives none. */
export function emptyParts(root: QueryNode): readonly QueryNode[] {
  const selectors = leavesOf(root).filter(
    ({ title, series }) => series === 0 && (title === 'selector' || title === 'range'),
  );
  if (selectors.length > 0) return distinct(selectors);
  const first = deepestEmpty(root);
  return first === undefined ? [] : [first];
}

function leavesOf(node: QueryNode): readonly QueryNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);
}

/** An empty part of which all operands give something: there it is lost. */
function deepestEmpty(node: QueryNode): QueryNode | undefined {
  if (node.series !== 0) return undefined;
  for (const child of node.children) {
    const found = deepestEmpty(child);
    if (found !== undefined) return found;
  }
  return node;
}

function distinct(nodes: readonly QueryNode[]): readonly QueryNode[] {
  return [...new Map(nodes.map((node) => [node.text, node])).values()];
}

import { mapOperands, walkExpr } from '@telltale/model';
import type { Expr } from '@telltale/model';

/** A node of an expression and its place: how many nodes {@link walkExpr} visits before it. */
export interface PlacedNode<Node extends Expr = Expr> {
  readonly node: Node;
  readonly place: number;
}

/** All nodes with their places, parents first. */
export function placedNodes(expr: Expr): readonly PlacedNode[] {
  return [...walkExpr(expr)].map((node, place) => ({ node, place }));
}

/** The expression with another node at a place; one object may stand at several places, only this one changes. */
export function replaceNode(expr: Expr, place: number, replacement: Expr): Expr {
  let visited = 0;
  const visit = (node: Expr): Expr => {
    if (visited++ === place) {
      visited += [...walkExpr(node)].length - 1;
      return replacement;
    }
    return mapOperands(node, visit);
  };
  return visit(expr);
}

import type { BinaryExpr, Expr, FunctionCall } from '@telltale/model';
import { COMPARISONS, INVERSE } from './comparison-operators.ts';
import type { PlacedNode } from './replace-node.ts';
import { placedNodes, replaceNode } from './replace-node.ts';

/** A part of an expression that decides whether it holds: a comparison, or a call of `absent`. */
export interface Decision extends PlacedNode<BinaryExpr | FunctionCall> {
  /** The whole expression with this part deciding the other way. */
  readonly otherwise: Expr;
}

const ABSENT: ReadonlySet<string> = new Set(['absent', 'absent_over_time']);
/** Returns nothing, and has the type of a vector. */
const NOTHING: Expr = {
  kind: 'binary',
  op: '>',
  left: { kind: 'call', func: 'vector', args: [{ kind: 'number', value: 0 }] },
  right: { kind: 'number', value: 1 },
};

/** The decisions of an expression, in source order. */
export function decisionsOf(expr: Expr): readonly Decision[] {
  return placedNodes(expr).flatMap(({ node, place }): readonly Decision[] => {
    if (node.kind === 'binary' && COMPARISONS.has(node.op) && !node.bool) {
      const inverse: Expr = { ...node, op: INVERSE.get(node.op) ?? node.op };
      return [{ node, place, otherwise: replaceNode(expr, place, inverse) }];
    }
    if (node.kind !== 'call' || !ABSENT.has(node.func)) return [];
    return [{ node, place, otherwise: replaceNode(expr, place, NOTHING) }];
  });
}

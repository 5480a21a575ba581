import type { Expr } from './ast.ts';

/**
 * A copy of a node whose direct operands were changed, one after the other in source order. The selector of a range stays where it would become
 * something else than a selector.
 */
export function mapOperands(node: Expr, change: (operand: Expr) => Expr): Expr {
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'vector':
      return node;
    case 'matrix': {
      const selector = change(node.selector);
      return selector.kind === 'vector' ? { ...node, selector } : node;
    }
    case 'call':
      return { ...node, args: node.args.map(change) };
    case 'aggregation':
      return { ...node, ...(node.param && { param: change(node.param) }), expr: change(node.expr) };
    case 'binary':
      return { ...node, left: change(node.left), right: change(node.right) };
    case 'subquery':
    case 'unary':
    case 'paren':
      return { ...node, expr: change(node.expr) };
  }
}

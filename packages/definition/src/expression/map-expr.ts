import type { Expr } from '@telltale/model';

/** An expression with each node replaced by what `change` makes of it, the innermost first. */
export function mapExpr(expr: Expr, change: (node: Expr) => Expr): Expr {
  return change(withChildren(expr, (child) => mapExpr(child, change)));
}

function withChildren(expr: Expr, map: (child: Expr) => Expr): Expr {
  switch (expr.kind) {
    case 'number':
    case 'string':
    case 'vector':
      return expr;
    case 'matrix': {
      const selector = map(expr.selector);
      return selector.kind === 'vector' ? { ...expr, selector } : expr;
    }
    case 'call':
      return { ...expr, args: expr.args.map(map) };
    case 'aggregation':
      return { ...expr, expr: map(expr.expr), ...(expr.param && { param: map(expr.param) }) };
    case 'binary':
      return { ...expr, left: map(expr.left), right: map(expr.right) };
    case 'subquery':
    case 'unary':
    case 'paren':
      return { ...expr, expr: map(expr.expr) };
  }
}

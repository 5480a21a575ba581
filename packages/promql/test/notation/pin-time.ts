import type { Expr, VectorSelector } from '@telltale/model';
import { walkExpr } from '@telltale/model';

const TIME_DEPENDENT =
  /^(?:time|timestamp|start|end|range|step|predict_linear|minute|hour|month|year|day_of_\w+|days_in_month)$/;

/** Whether a query gives the same at any time once its selectors are pinned by `@`. */
export function canBePinned(expr: Expr): boolean {
  return ![...walkExpr(expr)].some((node) => node.kind === 'call' && TIME_DEPENDENT.test(node.func));
}

/** Adds `@ ms` to every selector and subquery that has no `@` of its own. */
export function pinTime(expr: Expr, ms: number): Expr {
  switch (expr.kind) {
    case 'vector':
      return pinSelector(expr, ms);
    case 'matrix':
      return { ...expr, selector: pinSelector(expr.selector, ms) };
    case 'subquery':
      // What is inside follows the subquery's own steps.
      return { ...expr, at: expr.at ?? { kind: 'timestamp', ms } };
    case 'call':
      return { ...expr, args: expr.args.map((arg) => pinTime(arg, ms)) };
    case 'aggregation':
      return {
        ...expr,
        expr: pinTime(expr.expr, ms),
        ...(expr.param ? { param: pinTime(expr.param, ms) } : {}),
      };
    case 'binary':
      return { ...expr, left: pinTime(expr.left, ms), right: pinTime(expr.right, ms) };
    case 'unary':
    case 'paren':
      return { ...expr, expr: pinTime(expr.expr, ms) };
    default:
      return expr;
  }
}

function pinSelector(selector: VectorSelector, ms: number): VectorSelector {
  return { ...selector, at: selector.at ?? { kind: 'timestamp', ms } };
}

import type { DurationExpr, Expr, VectorSelector } from '@telltale/model';
import { childrenOf, walkExpr } from '@telltale/model';

const TIME_DEPENDENT =
  /^(?:time|timestamp|start|end|range|step|predict_linear|minute|hour|month|year|day_of_\w+|days_in_month)$/;

/** Whether a query gives the same at any time once its selectors are pinned by `@`. */
export function canBePinned(expr: Expr): boolean {
  if (expr.kind === 'call' && TIME_DEPENDENT.test(expr.func)) return false;
  // A pinned subquery has its own times, which what is inside of it sees.
  return expr.kind === 'subquery' || childrenOf(expr).every(canBePinned);
}

/** Whether a query speaks of the start, end or step of the whole query. */
export function readsQueryRange(expr: Expr): boolean {
  return [...walkExpr(expr)].some((node) => {
    switch (node.kind) {
      case 'call':
        return /^(?:start|end|range|step)$/.test(node.func);
      case 'vector':
        return isQueryTime(node.at) || isQueryDuration(node.offsetExpr);
      case 'matrix':
        return isQueryDuration(node.rangeExpr);
      case 'subquery':
        return isQueryTime(node.at) || [node.rangeExpr, node.stepExpr, node.offsetExpr].some(isQueryDuration);
      default:
        return false;
    }
  });
}

function isQueryTime(at: VectorSelector['at']): boolean {
  return at !== undefined && at.kind !== 'timestamp';
}

function isQueryDuration(expr: DurationExpr | undefined): boolean {
  switch (expr?.kind) {
    case 'step':
    case 'range':
      return true;
    case 'sign':
    case 'paren':
      return isQueryDuration(expr.operand);
    case 'operation':
    case 'min_of':
    case 'max_of':
      return isQueryDuration(expr.left) || isQueryDuration(expr.right);
    default:
      return false;
  }
}

/** Adds `@ ms` to every selector and subquery that has no time of its own. */
export function pinTime(expr: Expr, ms: number): Expr {
  switch (expr.kind) {
    case 'vector':
      return pinSelector(expr, ms);
    case 'matrix':
      return { ...expr, selector: pinSelector(expr.selector, ms) };
    case 'subquery':
      // What is inside follows the subquery's own steps.
      return { ...expr, at: pinnedAt(expr.at, ms) };
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
  return { ...selector, at: pinnedAt(selector.at, ms) };
}

/** The start and end of an instant query are its time, and are pinned too. */
function pinnedAt(at: VectorSelector['at'], ms: number): VectorSelector['at'] {
  return at?.kind === 'timestamp' ? at : { kind: 'timestamp', ms };
}

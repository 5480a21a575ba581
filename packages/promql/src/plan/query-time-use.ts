import type { Expr, Subquery, VectorSelector } from '@telltale/model';
import { walkExpr } from '@telltale/model';

const TIME_FUNCTIONS: ReadonlySet<string> = new Set(['start', 'end', 'range', 'step']);

/** Whether an expression has parts that are other ones at another time: see `resolveTimes`. */
export function usesQueryTimes(expr: Expr): boolean {
  for (const node of walkExpr(expr)) {
    switch (node.kind) {
      case 'vector':
        if (isMoving(node)) return true;
        break;
      case 'matrix':
        if (node.rangeExpr) return true;
        break;
      case 'subquery':
        if (node.rangeExpr || node.stepExpr || isMoving(node)) return true;
        break;
      case 'call':
        if (TIME_FUNCTIONS.has(node.func)) return true;
    }
  }
  return false;
}

function isMoving({ offsetExpr, at }: VectorSelector | Subquery): boolean {
  return offsetExpr !== undefined || (at !== undefined && at.kind !== 'timestamp');
}

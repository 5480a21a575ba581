import type { Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';

/** The longest window that an expression looks at, in milliseconds; 0 for none. */
export function longestWindowMs(expr: Expr): number {
  const windows = [...walkExpr(expr)].map((node) =>
    node.kind === 'matrix' || node.kind === 'subquery' ? node.rangeMs : 0,
  );
  return Math.max(0, ...windows);
}

/** Whether an expression looks at a window of at least this length. */
export function hasWindow(expr: Expr, leastMs: number): boolean {
  return longestWindowMs(expr) >= leastMs;
}

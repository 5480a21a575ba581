import type { Expr, Matcher } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import { mapExpr } from '../expression/map-expr.ts';
import { jobMatcher } from '../no-data/missing-data.ts';

const SUFFIX = /_(?:bucket|sum|count)$/;

/**
 * Narrows selectors of metrics that several services have down to the jobs of one, unless they say which job they
 * mean. A query without such a selector stays the same object.
 */
export function serviceScope(shared: ReadonlySet<string>, jobs: readonly string[]): (expr: Expr) => Expr {
  const isShared = (metric: string) => shared.has(metric) || shared.has(metric.replace(SUFFIX, ''));
  const isWide = (node: Expr): boolean =>
    node.kind === 'vector' &&
    node.metric !== undefined &&
    isShared(node.metric) &&
    !node.matchers.some(({ name }: Matcher) => name === 'job');
  const narrowed = (node: Expr): Expr =>
    node.kind === 'vector' && isWide(node)
      ? { ...node, matchers: [jobMatcher(jobs), ...node.matchers] }
      : node;
  return (expr) => {
    if (jobs.length === 0 || ![...walkExpr(expr)].some(isWide)) return expr;
    return mapExpr(expr, narrowed);
  };
}

import type { Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';

/** Functions whose value depends on the whole query, or on which series happen to come first. */
const OF_WHOLE_QUERY: ReadonlySet<string> = new Set(['start', 'end', 'range', 'step']);

/** Members that tie a selector to the whole query, to a fixed time, or to samples after the step. */
const TIED: readonly string[] = ['at', 'extended', 'offsetExpr', 'rangeExpr', 'stepExpr'];

/**
 * Whether the value of a step depends on nothing but the step and the samples up to it, so that it is the
 * same in every range query that has the step, until such a sample changes.
 */
export function looksOnlyBack(expr: Expr): boolean {
  for (const node of walkExpr(expr)) {
    if (TIED.some((member) => member in node)) return false;
    if (node.kind === 'call' && OF_WHOLE_QUERY.has(node.func)) return false;
    if (node.kind === 'aggregation' && node.op === 'limitk') return false;
    if ((node.kind === 'vector' || node.kind === 'subquery') && (node.offsetMs ?? 0) < 0) return false;
  }
  return true;
}

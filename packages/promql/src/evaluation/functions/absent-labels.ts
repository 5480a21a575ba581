import type { Expr } from '@telltale/model';
import { LabelSet } from '@telltale/model';

/**
 * The labels an absent series would certainly have had: those that the selector compares with `=`
 * exactly once, and with nothing else.
 */
export function absentLabels(expr: Expr): LabelSet {
  const node = unwrapped(expr);
  const selector = node.kind === 'matrix' ? node.selector : node;
  if (selector.kind !== 'vector') return LabelSet.empty;
  const labels = new Map<string, string>();
  const seen = new Set<string>();
  for (const { name, op, value } of selector.matchers) {
    if (name === '__name__') continue;
    if (op === '=' && !seen.has(name)) labels.set(name, value);
    else labels.delete(name);
    if (op === '=') seen.add(name);
  }
  return LabelSet.from(labels);
}

function unwrapped(expr: Expr): Expr {
  return expr.kind === 'paren' ? unwrapped(expr.expr) : expr;
}

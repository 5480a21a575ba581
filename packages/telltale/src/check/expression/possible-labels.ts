import type { Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import type { MetricCatalogue } from '../catalogue/metric-catalogue.ts';
import { metricNameOf } from './selectors.ts';

/**
 * Every label the result of an expression could have, without those that targets add; `undefined`
 * where a part of it is not known. More than it has in truth: grouping is not taken into account.
 */
export function possibleLabels(expr: Expr, catalogue: MetricCatalogue): ReadonlySet<string> | undefined {
  const labels = new Set<string>();
  for (const node of walkExpr(expr)) {
    if (node.kind === 'vector') {
      const known = catalogue.get(metricNameOf(node) ?? '')?.labels;
      if (!known) return undefined;
      for (const label of known.keys()) labels.add(label);
    }
    for (const label of addedLabels(node)) labels.add(label);
  }
  return labels;
}

/** Labels that a function or aggregation writes. */
function addedLabels(node: Expr): readonly string[] {
  if (node.kind === 'aggregation') {
    return node.op === 'count_values' && node.param?.kind === 'string' ? [node.param.value] : [];
  }
  const writes = node.kind === 'call' && (node.func === 'label_replace' || node.func === 'label_join');
  const target = writes ? node.args[1] : undefined;
  return target?.kind === 'string' ? [target.value] : [];
}

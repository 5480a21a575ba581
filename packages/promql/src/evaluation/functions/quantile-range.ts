import type { Expr } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';

/** Warns of quantiles that are not between 0 and 1. */
export function noteQuantiles({ annotations }: EvaluationContext, node: Expr, quantiles: Float64Array): void {
  for (const q of quantiles) {
    if (q >= 0 && q <= 1) continue;
    annotations.warn(node, `PromQL warning: quantile value should be between 0 and 1, got ${formatGo(q)}`);
  }
}

function formatGo(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

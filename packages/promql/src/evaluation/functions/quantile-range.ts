import type { Expr } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { formatGeneral } from '../numeric/format-general.ts';

/** Warns of quantiles that are not between 0 and 1. */
export function noteQuantiles({ annotations }: EvaluationContext, node: Expr, quantiles: Float64Array): void {
  for (const q of quantiles) {
    if (q >= 0 && q <= 1) continue;
    const reason = 'quantile value should be between 0 and 1';
    annotations.warn(node, `PromQL warning: ${reason}, got ${formatGeneral(q)}`);
  }
}

import { mapOperands } from '@telltale/model';
import type { Expr } from '@telltale/model';

/** The expression with a step for each subquery that has none of its own: that of the evaluations. */
export function withSubquerySteps(expr: Expr, stepMs: number): Expr {
  const mapped = mapOperands(expr, (operand) => withSubquerySteps(operand, stepMs));
  const hasStep = mapped.kind !== 'subquery' || mapped.stepMs !== undefined || mapped.stepExpr !== undefined;
  return hasStep ? mapped : { ...mapped, stepMs };
}

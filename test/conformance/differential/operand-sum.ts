import type { Expr, QueryService } from '@telltale/model';
import { childrenOf } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import type { Question } from './answer.ts';
import { answerOf } from './answer.ts';
import { ask } from './two-answers.ts';

/**
 * The sum of the largest values of all operands in a query. What is left of a difference of nearly
 * equal operands is only as precise as these operands are.
 */
export async function operandSum(engine: QueryService, question: Question): Promise<number> {
  let sum = 0;
  for (const operand of operandsOf(parseExpr(question.query))) {
    sum += await largest(engine, operand, question).catch(() => 0);
  }
  return sum;
}

/** Everything below an expression that has values of its own. */
function operandsOf(expr: Expr): Expr[] {
  const below = childrenOf(expr).flatMap(operandsOf);
  return expr.kind === 'matrix' || expr.kind === 'string' ? below : [expr, ...below];
}

async function largest(engine: QueryService, operand: Expr, question: Question): Promise<number> {
  const answer = answerOf((await ask(engine, operand, question)).value);
  if (answer.kind !== 'series') return 0;
  let most = 0;
  for (const points of answer.series.values())
    for (const value of points.values()) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}

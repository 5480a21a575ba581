import type { BinaryExpr } from '@telltale/model';
import { isSetOperator } from '../../analysis/binary-types.ts';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { executionError } from '../../errors/execution-error.ts';
import type { Value } from '../values/value.ts';
import { combineScalars, combineWithScalar } from './scalar-operations.ts';
import { combineSets } from './set-operations.ts';
import { combineVectors } from './vector-matching.ts';

/** Evaluates a binary operation on two evaluated operands. */
export async function combine(
  context: EvaluationContext,
  node: BinaryExpr,
  left: Value,
  right: Value,
): Promise<Value> {
  if (left.type === 'scalar' && right.type === 'scalar') return combineScalars(node, left, right);
  if (left.type === 'vector' && right.type === 'scalar')
    return combineWithScalar(context, node, left, right, 'left');
  if (left.type === 'scalar' && right.type === 'vector')
    return combineWithScalar(context, node, right, left, 'right');
  if (left.type !== 'vector' || right.type !== 'vector') {
    throw executionError(`operator ${node.op} does not take ${left.type} and ${right.type}`, node.source);
  }
  return isSetOperator(node.op)
    ? combineSets(context, node, left, right)
    : combineVectors(context, node, left, right);
}

import type { BinaryExpr } from '@telltale/model';
import { isSetOperator } from '../../analysis/binary-types.ts';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { executionError } from '../../errors/execution-error.ts';
import { gather } from '../stream/read-stream.ts';
import type { LazyValue, SeriesStream } from '../stream/series-stream.ts';
import type { InstantVector } from '../values/value.ts';
import { combineScalars, combineWithScalar } from './scalar-operations.ts';
import { combineSets } from './set-operations.ts';
import { combineVectors } from './vector-matching.ts';

/** Evaluates a binary operation on two evaluated operands. */
export async function combine(
  context: EvaluationContext,
  node: BinaryExpr,
  left: LazyValue,
  right: LazyValue,
): Promise<LazyValue> {
  if (left.type === 'scalar' && right.type === 'scalar') return combineScalars(node, left, right);
  if (isVector(left) && right.type === 'scalar') return combineWithScalar(context, node, left, right, 'left');
  if (left.type === 'scalar' && isVector(right))
    return combineWithScalar(context, node, right, left, 'right');
  const lefts = await gather(context, left);
  const rights = await gather(context, right);
  if (lefts.type !== 'vector' || rights.type !== 'vector') {
    throw executionError(`operator ${node.op} does not take ${lefts.type} and ${rights.type}`, node.source);
  }
  return isSetOperator(node.op)
    ? combineSets(context, node, lefts, rights)
    : combineVectors(context, node, lefts, rights);
}

function isVector(value: LazyValue): value is InstantVector | SeriesStream {
  return value.type === 'vector' || value.type === 'stream';
}

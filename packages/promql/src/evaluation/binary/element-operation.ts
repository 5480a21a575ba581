import type { BinaryExpr } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import { arithmetic, comparison } from './operators.ts';

/**
 * What a binary expression does to two values: a number, or `undefined` where a comparison filters
 * the pair out.
 */
export type ElementOperation = (left: number, right: number) => number | undefined;

/** @param kept Which value a comparison passes on. */
export function elementOperation(node: BinaryExpr, kept: 'left' | 'right' = 'left'): ElementOperation {
  const compute = arithmetic(node.op);
  if (compute) return compute;
  const holds = comparison(node.op);
  if (!holds) throw executionError(`operator ${node.op} does not work on values`, node.source);
  if (node.bool) return (left, right) => (holds(left, right) ? 1 : 0);
  return (left, right) => (holds(left, right) ? (kept === 'left' ? left : right) : undefined);
}

/** Whether the result is a new quantity, which must not carry the name of the old one. */
export function dropsName(node: BinaryExpr): boolean {
  return node.bool === true || arithmetic(node.op) !== undefined;
}

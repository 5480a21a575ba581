import type { BinaryExpr, Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import { isComparison, mirrored } from './comparison-operators.ts';
import { numberOf, unwrapped } from './nodes.ts';

/** `value op limit`, whichever side the number was written on. */
export interface Comparison {
  readonly node: BinaryExpr;
  readonly value: Expr;
  readonly op: string;
  readonly limit: number;
  /** The side that is the number, as it was written. */
  readonly limitNode: Expr;
}

/** A comparison with a number; `undefined` for anything else. */
export function comparisonOf(node: Expr): Comparison | undefined {
  if (node.kind !== 'binary' || !isComparison(node.op)) return undefined;
  const right = numberOf(node.right);
  if (right !== undefined)
    return { node, value: node.left, op: node.op, limit: right, limitNode: node.right };
  const left = numberOf(node.left);
  if (left === undefined) return undefined;
  return { node, value: node.right, op: mirrored(node.op), limit: left, limitNode: node.left };
}

/** Every comparison with a number in an expression. */
export function comparisonsOf(expr: Expr): readonly Comparison[] {
  return [...walkExpr(expr)].flatMap((node) => comparisonOf(node) ?? []);
}

/**
 * The comparisons that decide whether an alert fires: those at the top, below `and`, `or`, `unless` and
 * functions that keep what their operand gives.
 */
export function decidingComparisons(expr: Expr): readonly Comparison[] {
  const node = unwrapped(expr);
  const own = comparisonOf(node);
  if (own) return [own];
  if (node.kind !== 'binary') return [];
  if (node.op === 'and' || node.op === 'or')
    return [...decidingComparisons(node.left), ...decidingComparisons(node.right)];
  return node.op === 'unless' ? decidingComparisons(node.left) : [];
}

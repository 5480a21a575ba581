import type { BinaryOperator } from '@telltale/model';

/** What holds exactly where an operator does not. */
export const INVERSE: ReadonlyMap<BinaryOperator, BinaryOperator> = new Map([
  ['==', '!='],
  ['!=', '=='],
  ['>', '<='],
  ['<=', '>'],
  ['<', '>='],
  ['>=', '<'],
]);

/** Operators that compare. */
export const COMPARISONS: ReadonlySet<BinaryOperator> = new Set(INVERSE.keys());

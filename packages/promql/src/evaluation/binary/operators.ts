import type { BinaryOperator } from '@telltale/model';

const ARITHMETIC: ReadonlyMap<BinaryOperator, (a: number, b: number) => number> = new Map([
  ['+', (a: number, b: number) => a + b],
  ['-', (a: number, b: number) => a - b],
  ['*', (a: number, b: number) => a * b],
  ['/', (a: number, b: number) => a / b],
  ['%', (a: number, b: number) => a % b],
  ['^', power],
  ['atan2', Math.atan2],
]);

const COMPARISONS: ReadonlyMap<BinaryOperator, (a: number, b: number) => boolean> = new Map([
  ['==', (a: number, b: number) => a === b],
  ['!=', (a: number, b: number) => a !== b],
  ['>', (a: number, b: number) => a > b],
  ['<', (a: number, b: number) => a < b],
  ['>=', (a: number, b: number) => a >= b],
  ['<=', (a: number, b: number) => a <= b],
]);

/** The computation of an arithmetic operator. */
export function arithmetic(op: BinaryOperator): ((a: number, b: number) => number) | undefined {
  return ARITHMETIC.get(op);
}

/** The test of a comparison. */
export function comparison(op: BinaryOperator): ((a: number, b: number) => boolean) | undefined {
  return COMPARISONS.get(op);
}

/** As C and Go do, and JavaScript does not: 1 to any power, and -1 to an infinite one, is 1. */
function power(a: number, b: number): number {
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return a ** b;
}

import type { Located } from './source-range.ts';

/** `5m`, or a plain number of seconds. */
export interface DurationLiteral extends Located {
  readonly kind: 'literal';
  readonly seconds: number;
  /** Whether it was written with units, and is printed with them. */
  readonly units: boolean;
}

/** `step()` or `range()`: the step of the query, and the time from its start to its end. */
export interface QueryDuration extends Located {
  readonly kind: 'step' | 'range';
}

/** `-5m` */
export interface SignedDuration extends Located {
  readonly kind: 'sign';
  readonly op: '+' | '-';
  readonly operand: DurationExpr;
}

/** `5m * 2` */
export interface DurationOperation extends Located {
  readonly kind: 'operation';
  readonly op: '+' | '-' | '*' | '/' | '%' | '^';
  readonly left: DurationExpr;
  readonly right: DurationExpr;
}

/** `min_of(5m, step())` */
export interface DurationExtreme extends Located {
  readonly kind: 'min_of' | 'max_of';
  readonly left: DurationExpr;
  readonly right: DurationExpr;
}

/** `(5m + 1m)` */
export interface ParenDuration extends Located {
  readonly kind: 'paren';
  readonly operand: DurationExpr;
}

/**
 * Arithmetic in brackets or after `offset`. Its value stands beside it in milliseconds, as that of a
 * plain duration would; where it depends on the step or the range of the query that value is 0 until
 * the query is asked.
 */
export type DurationExpr =
  | DurationLiteral
  | QueryDuration
  | SignedDuration
  | DurationOperation
  | DurationExtreme
  | ParenDuration;

import type { Expr } from '@telltale/model';

/** What is known only when a definition is resolved. */
export interface QueryContext {
  /** Length of the range `'auto'`, in milliseconds. */
  readonly autoRangeMs: number;
  /** Length of a range that a variable stands for, in milliseconds; what is chosen at first where absent. */
  readonly chosenRangeMs?: (variable: string) => number | undefined;
  /** Parses a query written as text. */
  readonly parse: (text: string) => Expr;
  /** Narrows a finished query down to a service of a workspace; queries are as written where absent. */
  readonly scope?: (expr: Expr) => Expr;
}

/** Builds the expression of a query. */
export type BuildExpr = (context: QueryContext) => Expr;

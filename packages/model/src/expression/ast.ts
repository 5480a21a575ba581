import type { Matcher } from '../labels/matcher.ts';
import type { DurationExpr } from './duration-expr.ts';
import type { Located } from './source-range.ts';

/** The `@` modifier: a fixed time in milliseconds, or the start or end of the query range. */
export type AtModifier =
  | { readonly kind: 'timestamp'; readonly ms: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** `1.5`, `0x10`, `Inf`, `5m` as seconds. */
export interface NumberLiteral extends Located {
  readonly kind: 'number';
  readonly value: number;
  /** Whether it was written as a duration, and is printed as one. */
  readonly duration?: boolean;
}

/** `"text"`; the value is without quotes and escapes. */
export interface StringLiteral extends Located {
  readonly kind: 'string';
  readonly value: string;
}

/** `name{matchers} offset 5m @ 1`: the newest sample of each series within the lookback. */
export interface VectorSelector extends Located {
  readonly kind: 'vector';
  /** Metric name in front of the braces; absent for `{__name__="x"}`. */
  readonly metric?: string;
  /** Matchers inside the braces, in the order written. */
  readonly matchers: readonly Matcher[];
  readonly offsetMs?: number;
  /** Arithmetic that `offsetMs` was written as; see {@link DurationExpr}. */
  readonly offsetExpr?: DurationExpr;
  readonly at?: AtModifier;
  /** What samples beyond the window do for its edges; `smoothed` also estimates instant values. */
  readonly extended?: 'anchored' | 'smoothed';
}

/** `selector[5m]`: all samples of each series in the range. */
export interface MatrixSelector extends Located {
  readonly kind: 'matrix';
  readonly selector: VectorSelector;
  readonly rangeMs: number;
  /** Arithmetic that `rangeMs` was written as; see {@link DurationExpr}. */
  readonly rangeExpr?: DurationExpr;
}

/** `expr[1h:5m]`: an instant expression evaluated at each step of a range. */
export interface Subquery extends Located {
  readonly kind: 'subquery';
  readonly expr: Expr;
  readonly rangeMs: number;
  readonly rangeExpr?: DurationExpr;
  /** Absent means the engine's default step. */
  readonly stepMs?: number;
  readonly stepExpr?: DurationExpr;
  readonly offsetMs?: number;
  readonly offsetExpr?: DurationExpr;
  readonly at?: AtModifier;
}

/** `func(args)`. */
export interface FunctionCall extends Located {
  readonly kind: 'call';
  readonly func: string;
  readonly args: readonly Expr[];
}

/** What an aggregation computes. */
export type AggregationOperator =
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'count'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'quantile'
  | 'count_values'
  | 'limitk'
  | 'limit_ratio';

/** Which labels an aggregation keeps (`by`) or drops (`without`). */
export interface Grouping {
  readonly mode: 'by' | 'without';
  readonly labels: readonly string[];
}

/** `sum by (route) (expr)`: combines the series of a vector. */
export interface Aggregation extends Located {
  readonly kind: 'aggregation';
  readonly op: AggregationOperator;
  readonly expr: Expr;
  /** The parameter of `topk`, `quantile`, `count_values` and the like. */
  readonly param?: Expr;
  readonly grouping?: Grouping;
}

/** The operators between two expressions; `</` and `>/` cut native histograms off above or below a value. */
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^'
  | 'atan2'
  | '=='
  | '!='
  | '>'
  | '<'
  | '>='
  | '<='
  | '</'
  | '>/'
  | 'and'
  | 'or'
  | 'unless';

/** `on(a) group_left(b)`: how the series of two vectors are paired. */
export interface VectorMatching {
  readonly mode: 'on' | 'ignoring';
  readonly labels: readonly string[];
  readonly cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many';
  /** Labels of the "one" side that are copied to the result. */
  readonly include: readonly string[];
}

/** `fill_left(1) fill_right(2)`: what stands for a series that one side does not have. */
export interface FillValues {
  readonly left?: number;
  readonly right?: number;
}

/** `left op right`: arithmetic, comparison or set operation. */
export interface BinaryExpr extends Located {
  readonly kind: 'binary';
  readonly op: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
  /** The `bool` modifier of a comparison. */
  readonly bool?: boolean;
  readonly matching?: VectorMatching;
  readonly fill?: FillValues;
}

/** `-expr` or `+expr`. */
export interface UnaryExpr extends Located {
  readonly kind: 'unary';
  readonly op: '+' | '-';
  readonly expr: Expr;
}

/** `(expr)`: kept, so that a query prints as it was written. */
export interface ParenExpr extends Located {
  readonly kind: 'paren';
  readonly expr: Expr;
}

/** A PromQL expression: immutable, discriminated by `kind`. */
export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | FunctionCall
  | Aggregation
  | BinaryExpr
  | UnaryExpr
  | ParenExpr;

/** One function per kind of node; a missing kind is a compile error. */
export type ExprVisitor<Result> = {
  readonly [Kind in Expr['kind']]: (node: Extract<Expr, { kind: Kind }>) => Result;
};

/** Calls the visitor's function for the node's kind. */
export function visitExpr<Result>(node: Expr, visitor: ExprVisitor<Result>): Result {
  // The visitor is a total record over `kind`, which TypeScript cannot correlate with the node.
  return (visitor[node.kind] as (node: Expr) => Result)(node);
}

/** The direct operands of a node, in source order. */
export function childrenOf(node: Expr): readonly Expr[] {
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'vector':
      return [];
    case 'matrix':
      return [node.selector];
    case 'call':
      return node.args;
    case 'aggregation':
      return node.param ? [node.param, node.expr] : [node.expr];
    case 'binary':
      return [node.left, node.right];
    case 'subquery':
    case 'unary':
    case 'paren':
      return [node.expr];
  }
}

/** Visits a node and all nodes below it, parents first. */
export function* walkExpr(node: Expr): IterableIterator<Expr> {
  yield node;
  for (const child of childrenOf(node)) yield* walkExpr(child);
}

import type { Matcher } from '../labels/matcher.ts';

/** Half-open range of UTF-16 offsets in the query text a node was parsed from. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

interface Located {
  /** Absent for expressions that were built, not parsed. */
  readonly source?: SourceRange;
}

/** The `@` modifier: a fixed time in milliseconds, or the start or end of the query range. */
export type AtModifier =
  | { readonly kind: 'timestamp'; readonly ms: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** `1.5`, `0x10`, `Inf`, `5m` as seconds. */
export interface NumberLiteral extends Located {
  readonly kind: 'number';
  readonly value: number;
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
  readonly at?: AtModifier;
}

/** `selector[5m]`: all samples of each series in the range. */
export interface MatrixSelector extends Located {
  readonly kind: 'matrix';
  readonly selector: VectorSelector;
  readonly rangeMs: number;
}

/** `expr[1h:5m]`: an instant expression evaluated at each step of a range. */
export interface Subquery extends Located {
  readonly kind: 'subquery';
  readonly expr: Expr;
  readonly rangeMs: number;
  /** Absent means the engine's default step. */
  readonly stepMs?: number;
  readonly offsetMs?: number;
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

/** The operators between two expressions. */
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

/** `left op right`: arithmetic, comparison or set operation. */
export interface BinaryExpr extends Located {
  readonly kind: 'binary';
  readonly op: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
  /** The `bool` modifier of a comparison. */
  readonly bool?: boolean;
  readonly matching?: VectorMatching;
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

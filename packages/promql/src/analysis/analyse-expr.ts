import type { Aggregation, Expr, ExprVisitor, FunctionCall, Subquery, UnaryExpr } from '@telltale/model';
import { quoteText, visitExpr } from '@telltale/model';
import { checkBinary } from './binary-types.ts';
import { checkCall } from './call-types.ts';
import type { Fault } from './fault.ts';
import { faultReporter } from './fault.ts';
import { refuseExperimental } from './experimental.ts';
import type { ExprType } from './function-table.ts';
import { checkSelector } from './selector-check.ts';
import { typeHint } from './type-hint.ts';
import { typeName } from './type-names.ts';

/** What is known of an expression without looking at data. */
export interface ExprAnalysis {
  readonly type: ExprType;
}

/** What an expression may be made of. */
export interface AnalysisOptions {
  /** Whether the experimental parts of PromQL may be used; false by default. */
  readonly experimental?: boolean;
}

/**
 * Checks that an expression is well typed and, unless that is switched on, uses nothing that Prometheus
 * calls experimental.
 *
 * @param query The text it was parsed from, for positions; by default the expression is printed.
 * @throws PromqlError TT_QUERY_TYPE, TT_QUERY_SYNTAX (bad regular expression) or, for an expression
 * that is otherwise correct, TT_QUERY_UNSUPPORTED.
 */
export function analyseExpr(expr: Expr, query?: string, options: AnalysisOptions = {}): ExprAnalysis {
  const fault = faultReporter(expr, query);
  const type = typeOf(expr, fault);
  if (options.experimental !== true) refuseExperimental(expr, fault);
  return { type };
}

function typeOf(expr: Expr, fault: Fault): ExprType {
  return visitExpr(expr, createTyper(fault));
}

function createTyper(fault: Fault): ExprVisitor<ExprType> {
  const typer: ExprVisitor<ExprType> = {
    number: () => 'scalar',
    string: () => 'string',
    vector: (node) => {
      checkSelector(node, fault);
      return 'vector';
    },
    matrix: (node) => {
      checkSelector(node.selector, fault);
      return 'matrix';
    },
    subquery: (node) => checkSubquery(node, visitExpr(node.expr, typer), fault),
    call: (node) => {
      const types = node.args.map((arg, i) => (isLabelFilter(node, i) ? 'vector' : visitExpr(arg, typer)));
      if (node.func === 'info') checkLabelFilter(node, fault);
      return checkCall(node, types, fault);
    },
    aggregation: (node) => {
      const param = node.param && visitExpr(node.param, typer);
      return checkAggregation(node, visitExpr(node.expr, typer), param, fault);
    },
    binary: (node) => checkBinary(node, visitExpr(node.left, typer), visitExpr(node.right, typer), fault),
    unary: (node) => checkUnary(node, visitExpr(node.expr, typer), fault),
    paren: (node) => visitExpr(node.expr, typer),
  };
  return typer;
}

/** The second argument of `info` only filters labels, so it may match everything. */
function isLabelFilter(node: FunctionCall, index: number): boolean {
  return node.func === 'info' && index === 1 && node.args[index].kind === 'vector';
}

/** A metric name would be ambiguous there: the filter may name info metrics by `__name__`. */
function checkLabelFilter({ args }: FunctionCall, fault: Fault): void {
  const filter = args[1];
  if (filter === undefined) return;
  if (filter.kind !== 'vector') fault(filter, 'expected label selectors only');
  if (filter.metric !== undefined) {
    fault(
      filter,
      `expected label selectors only, got vector selector instead; write {__name__=${quoteText(filter.metric)}}`,
    );
  }
}

function checkSubquery(node: Subquery, inner: ExprType, fault: Fault): ExprType {
  if (inner !== 'vector')
    fault(node, `subquery is only allowed on instant vector, got ${typeName(inner)} instead`);
  return 'matrix';
}

function checkUnary(node: UnaryExpr, inner: ExprType, fault: Fault): ExprType {
  if (inner !== 'scalar' && inner !== 'vector') {
    const hint = typeHint(inner === 'string' ? 'scalar' : 'vector', inner, node.expr);
    fault(
      node,
      `unary expression only allowed on expressions of type scalar or instant vector, got ${typeName(inner)}${hint}`,
    );
  }
  return inner;
}

function checkAggregation(
  node: Aggregation,
  inner: ExprType,
  param: ExprType | undefined,
  fault: Fault,
): ExprType {
  if (inner !== 'vector') {
    const hint = param === 'vector' ? '; the parameter comes first' : typeHint('vector', inner, node.expr);
    fault(node.expr, `expected type instant vector in aggregation expression, got ${typeName(inner)}${hint}`);
  }
  const wanted = parameterType(node);
  if (wanted !== param) {
    const got = param === undefined ? 'nothing' : typeName(param);
    const expected = wanted === undefined ? 'no' : `type ${typeName(wanted)} in`;
    const hint = wanted && param && node.param ? typeHint(wanted, param, node.param) : '';
    fault(node.param ?? node, `expected ${expected} aggregation parameter, got ${got}${hint}`);
  }
  return 'vector';
}

function parameterType(node: Aggregation): ExprType | undefined {
  switch (node.op) {
    case 'count_values':
      return 'string';
    case 'topk':
    case 'bottomk':
    case 'quantile':
    case 'limitk':
    case 'limit_ratio':
      return 'scalar';
    default:
      return undefined;
  }
}

import type {
  Aggregation,
  AtModifier,
  BinaryExpr,
  Expr,
  ExprVisitor,
  FunctionCall,
  MatrixSelector,
  Subquery,
  VectorSelector,
} from '@telltale/model';
import { visitExpr } from '@telltale/model';
import { FUNCTIONS, matchersOf } from '@telltale/promql';
import { formatDecimal } from './decimal.ts';
import { durationJson } from './duration-json.ts';

type Json = Readonly<Record<string, unknown>>;

/** An expression that was parsed and found well typed, as `/api/v1/parse_query` shows it. */
export function expressionJson(expr: Expr): Json {
  return visitExpr(expr, printer);
}

const printer: ExprVisitor<Json> = {
  number: (node) => ({ type: 'numberLiteral', val: formatDecimal(node.value) }),
  string: (node) => ({ type: 'stringLiteral', val: node.value }),
  vector: (node) => ({ type: 'vectorSelector', ...selectorJson(node) }),
  matrix: matrixJson,
  subquery: subqueryJson,
  call: callJson,
  aggregation: aggregationJson,
  binary: binaryJson,
  unary: (node) => ({ type: 'unaryExpr', op: node.op, expr: expressionJson(node.expr) }),
  paren: (node) => ({ type: 'parenExpr', expr: expressionJson(node.expr) }),
};

function selectorJson(node: VectorSelector): Json {
  const [first, ...others] = matchersOf(node);
  // Prometheus has the name in front of the braces as the last matcher.
  const matchers = node.metric === undefined ? matchersOf(node) : [...others, first];
  return {
    name: node.metric ?? '',
    offset: node.offsetMs ?? 0,
    offsetExpr: durationJson(node.offsetExpr),
    matchers: matchers.map(({ name, op, value }) => ({ name, value, type: op })),
    ...atJson(node.at),
    anchored: node.extended === 'anchored',
    smoothed: node.extended === 'smoothed',
  };
}

function atJson(at: AtModifier | undefined): Json {
  return {
    timestamp: at?.kind === 'timestamp' ? at.ms : null,
    startOrEnd: at === undefined || at.kind === 'timestamp' ? null : at.kind,
  };
}

function matrixJson({ selector, rangeMs, rangeExpr }: MatrixSelector): Json {
  const range = { range: rangeMs, rangeExpr: durationJson(rangeExpr) };
  return { type: 'matrixSelector', ...selectorJson(selector), ...range };
}

function subqueryJson(node: Subquery): Json {
  return {
    type: 'subquery',
    expr: expressionJson(node.expr),
    range: node.rangeMs,
    rangeExpr: durationJson(node.rangeExpr),
    offset: node.offsetMs ?? 0,
    offsetExpr: durationJson(node.offsetExpr),
    step: node.stepMs ?? 0,
    stepExpr: durationJson(node.stepExpr),
    ...atJson(node.at),
  };
}

function callJson(node: FunctionCall): Json {
  const signature = FUNCTIONS.get(node.func);
  return {
    type: 'call',
    func: {
      name: node.func,
      argTypes: signature?.args ?? [],
      variadic: signature?.variadic ?? 0,
      returnType: signature?.returns ?? 'vector',
    },
    args: node.args.map(expressionJson),
  };
}

function aggregationJson(node: Aggregation): Json {
  return {
    type: 'aggregation',
    op: node.op,
    expr: expressionJson(node.expr),
    param: node.param ? expressionJson(node.param) : null,
    grouping: node.grouping?.labels ?? [],
    without: node.grouping?.mode === 'without',
  };
}

function binaryJson(node: BinaryExpr): Json {
  const isBetweenVectors = !isScalar(node.left) && !isScalar(node.right);
  return {
    type: 'binaryExpr',
    op: node.op,
    lhs: expressionJson(node.left),
    rhs: expressionJson(node.right),
    matching: isBetweenVectors ? matchingJson(node) : null,
    bool: node.bool ?? false,
  };
}

/** Matching stands between any two vectors, also where none was written. */
function matchingJson({ op, matching, fill }: BinaryExpr): Json {
  const isSet = op === 'and' || op === 'or' || op === 'unless';
  return {
    card: isSet ? 'many-to-many' : (matching?.cardinality ?? 'one-to-one'),
    labels: matching?.labels ?? [],
    on: matching?.mode === 'on',
    include: matching?.include ?? [],
    fillValues: { lhs: fill?.left ?? null, rhs: fill?.right ?? null },
  };
}

function isScalar(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number':
      return true;
    case 'call':
      return FUNCTIONS.get(expr.func)?.returns === 'scalar';
    case 'unary':
    case 'paren':
      return isScalar(expr.expr);
    case 'binary':
      return isScalar(expr.left) && isScalar(expr.right);
    default:
      return false;
  }
}

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

type Json = Readonly<Record<string, unknown>>;

/** An expression that was parsed and found well typed, as `/api/v1/parse_query` shows it. */
export function expressionJson(expr: Expr): Json {
  return visitExpr(expr, printer);
}

const printer: ExprVisitor<Json> = {
  number: (node) => ({ type: 'numberLiteral', val: formatNumber(node.value) }),
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

/** Go's shortest decimal without an exponent. */
function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  const [digits, exponent] = text.split('e');
  return exponent === undefined ? text : shiftPoint(digits, Number(exponent));
}

function shiftPoint(digits: string, exponent: number): string {
  const sign = digits.startsWith('-') ? '-' : '';
  const [whole, fraction = ''] = digits.slice(sign.length).split('.');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - whole.length)}${whole}${fraction}`;
  return sign + whole + fraction.padEnd(exponent, '0');
}

function selectorJson(node: VectorSelector): Json {
  const [first, ...others] = matchersOf(node);
  // Prometheus has the name in front of the braces as the last matcher.
  const matchers = node.metric === undefined ? matchersOf(node) : [...others, first];
  return {
    name: node.metric ?? '',
    offset: node.offsetMs ?? 0,
    offsetExpr: null,
    matchers: matchers.map(({ name, op, value }) => ({ name, value, type: op })),
    ...atJson(node.at),
    anchored: false,
    smoothed: false,
  };
}

function atJson(at: AtModifier | undefined): Json {
  return {
    timestamp: at?.kind === 'timestamp' ? at.ms : null,
    startOrEnd: at === undefined || at.kind === 'timestamp' ? null : at.kind,
  };
}

function matrixJson({ selector, rangeMs }: MatrixSelector): Json {
  return { type: 'matrixSelector', ...selectorJson(selector), range: rangeMs, rangeExpr: null };
}

function subqueryJson(node: Subquery): Json {
  return {
    type: 'subquery',
    expr: expressionJson(node.expr),
    range: node.rangeMs,
    rangeExpr: null,
    offset: node.offsetMs ?? 0,
    offsetExpr: null,
    step: node.stepMs ?? 0,
    stepExpr: null,
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
function matchingJson({ op, matching }: BinaryExpr): Json {
  const isSet = op === 'and' || op === 'or' || op === 'unless';
  return {
    card: isSet ? 'many-to-many' : (matching?.cardinality ?? 'one-to-one'),
    labels: matching?.labels ?? [],
    on: matching?.mode === 'on',
    include: matching?.include ?? [],
    fillValues: { lhs: null, rhs: null },
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

import type { DurationExpr, Expr } from '@telltale/model';

/**
 * An expression without what its text cannot show: positions, absent fields, parentheses, the sign
 * of NaN, and whether a sign in front of a number belongs to the number.
 */
export function canonical(expr: Expr): unknown {
  switch (expr.kind) {
    case 'paren':
      return canonical(expr.expr);
    case 'number':
      return { kind: 'number', value: Number.isNaN(expr.value) ? 'NaN' : expr.value };
    case 'unary': {
      const inner = canonical(expr.expr);
      if (isNumber(inner)) return signed(expr.op, inner);
      return { kind: 'unary', op: expr.op, expr: inner };
    }
    case 'string':
      return { kind: 'string', value: expr.value };
    case 'vector':
      return {
        kind: 'vector',
        metric: expr.metric,
        matchers: expr.matchers,
        at: expr.at,
        offsetMs: expr.offsetMs ?? 0,
        offsetExpr: expr.offsetExpr && canonicalDuration(expr.offsetExpr),
        extended: expr.extended,
      };
    case 'matrix':
      return {
        kind: 'matrix',
        selector: canonical(expr.selector),
        rangeMs: expr.rangeMs,
        rangeExpr: expr.rangeExpr && canonicalDuration(expr.rangeExpr),
      };
    case 'subquery':
      return {
        ...expr,
        source: undefined,
        expr: canonical(expr.expr),
        offsetMs: expr.offsetMs ?? 0,
        rangeExpr: expr.rangeExpr && canonicalDuration(expr.rangeExpr),
        stepExpr: expr.stepExpr && canonicalDuration(expr.stepExpr),
        offsetExpr: expr.offsetExpr && canonicalDuration(expr.offsetExpr),
      };
    case 'call':
      return { kind: 'call', func: expr.func, args: expr.args.map(canonical) };
    case 'aggregation':
      return {
        ...expr,
        source: undefined,
        expr: canonical(expr.expr),
        param: expr.param && canonical(expr.param),
      };
    case 'binary':
      return {
        ...expr,
        source: undefined,
        bool: expr.bool === true,
        matching: expr.matching && matchingOf(expr.matching),
        left: canonical(expr.left),
        right: canonical(expr.right),
      };
  }
}

/** A duration without positions, parentheses, and whether seconds were written with a unit. */
function canonicalDuration(expr: DurationExpr): unknown {
  switch (expr.kind) {
    case 'literal':
      return { kind: 'literal', seconds: expr.seconds };
    case 'paren':
      return canonicalDuration(expr.operand);
    case 'sign':
      return { kind: 'sign', op: expr.op, operand: canonicalDuration(expr.operand) };
    case 'step':
    case 'range':
      return { kind: expr.kind };
    default:
      return {
        ...expr,
        source: undefined,
        left: canonicalDuration(expr.left),
        right: canonicalDuration(expr.right),
      };
  }
}

interface PlainNumber {
  readonly kind: 'number';
  readonly value: number | 'NaN';
}

function isNumber(value: unknown): value is PlainNumber {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'number';
}

function signed(op: '+' | '-', { value }: PlainNumber): PlainNumber {
  return { kind: 'number', value: op === '-' && value !== 'NaN' ? -value : value };
}

/** Only grouped matching includes labels. */
function matchingOf(matching: Extract<Expr, { kind: 'binary' }>['matching']): unknown {
  return matching?.cardinality === 'one-to-one' ? { ...matching, include: [] } : matching;
}

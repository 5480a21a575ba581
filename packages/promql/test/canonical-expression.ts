import type { Expr } from '@telltale/model';

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
      };
    case 'matrix':
      return { kind: 'matrix', selector: canonical(expr.selector), rangeMs: expr.rangeMs };
    case 'subquery':
      return { ...expr, source: undefined, expr: canonical(expr.expr), offsetMs: expr.offsetMs ?? 0 };
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

import type { Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';

/**
 * The unit of a query's values as panels know it – `seconds`, `bytes`, `ratio`, `per_second`, `bytes_per_second` – by
 * the names of its metrics; nothing where they do not tell.
 *
 * @example
 * unitOfQuery(parseExpr('rate(http_requests_total[5m]) > 100')); // 'per_second'
 */
export function unitOfQuery(expr: Expr): string | undefined {
  switch (expr.kind) {
    case 'paren':
    case 'unary':
      return unitOfQuery(expr.expr);
    case 'aggregation':
      return expr.op === 'count' || expr.op === 'group' ? undefined : unitOfQuery(expr.expr);
    case 'call':
      return unitOfCall(expr.func, expr.args);
    case 'binary':
      return unitOfBinary(expr);
    case 'vector':
      return unitOfName(expr.metric ?? '');
    default:
      return undefined;
  }
}

const MOMENT = /_(?:timestamp|start_time|boot_time)_seconds$/;
const RATES: ReadonlySet<string> = new Set(['rate', 'irate']);
const SAME_UNIT: ReadonlySet<string> = new Set([
  'avg_over_time',
  'max_over_time',
  'min_over_time',
  'last_over_time',
  'increase',
  'delta',
  'clamp_min',
  'clamp_max',
  'sort',
  'sort_desc',
]);

function unitOfCall(func: string, args: readonly Expr[]): string | undefined {
  const names = args.flatMap((arg) =>
    [...walkExpr(arg)].flatMap((node) => (node.kind === 'vector' ? (node.metric ?? '') : [])),
  );
  const unit = unitOfName(names[0] ?? '');
  if (func === 'histogram_quantile') return unit;
  if (RATES.has(func))
    return unit === 'seconds' ? 'ratio' : unit === 'bytes' ? 'bytes_per_second' : 'per_second';
  return SAME_UNIT.has(func) ? unit : undefined;
}

/** One quantity by another of its kind is a share; what is compared or combined keeps its unit. */
function unitOfBinary({ op, left, right }: Extract<Expr, { kind: 'binary' }>): string | undefined {
  if (op === '-' && isMoment(left) && isMoment(right)) return 'seconds';
  const [a, b] = [unitOfQuery(left), unitOfQuery(right)];
  if (op === '/') return a !== undefined && a === b ? 'ratio' : undefined;
  if (op === '*' || op === '^' || op === '%' || op === 'atan2') return undefined;
  return a ?? b;
}

/** A point in time, as Unix seconds. */
function isMoment(expr: Expr): boolean {
  switch (expr.kind) {
    case 'paren':
      return isMoment(expr.expr);
    case 'aggregation':
      return (expr.op === 'min' || expr.op === 'max') && isMoment(expr.expr);
    case 'call':
      return expr.func === 'time' || expr.func === 'timestamp';
    case 'vector':
      return MOMENT.test(expr.metric ?? '');
    default:
      return false;
  }
}

function unitOfName(name: string): string | undefined {
  const stem = name.replace(/_(?:total|bucket|sum)$/, '');
  if (MOMENT.test(stem)) return undefined;
  if (stem.endsWith('_seconds')) return 'seconds';
  if (stem.endsWith('_bytes')) return 'bytes';
  return stem.endsWith('_ratio') ? 'ratio' : undefined;
}

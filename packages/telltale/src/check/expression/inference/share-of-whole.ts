import type { BinaryExpr, Expr, Matcher, VectorSelector } from '@telltale/model';
import { printExpr, printMatcher } from '@telltale/model';
import { metricNameOf } from '../selectors.ts';
import type { Inferred } from './inferred.ts';
import type { ValueRange } from './value-range.ts';
import { ANY_VALUE, NOT_NEGATIVE, ZERO_TO_ONE } from './value-range.ts';

/** Where the values of a division of a part by a whole lie. */
export interface Share {
  readonly range: ValueRange;
  readonly usual: ValueRange;
}

/** Names of wholes: what parts are divided by. */
const WHOLE =
  /(?:^|_)(?:size|total|max|maximum|limit|limits|capacity|allocatable|hard|quota|MemTotal|SwapTotal|maxclients|max_connections|max_fds|memory_max|desired|entries_limit)(?:_|$)/;
const PART =
  /(?:^|_)(?:avail|available|free|used|usage|current|cached|open|open_fds|active|connections|connected|MemAvailable|MemFree|SwapFree|ready|allocated|entries|sessions|rss|working_set|in_use|inuse)(?:_|$)/;

/**
 * What a division is known to be if its left side is a part of its right side: the same metric with
 * more matchers (certain), or, by their names, things such as used and maximal bytes (usual).
 */
export function shareOf({ left, right }: BinaryExpr, part: Inferred, whole: Inferred): Share | undefined {
  const relation = relationOf(left, right);
  const isSigned = part.range.min < 0 || whole.range.min < 0;
  if (relation === 'part' && !isSigned) return { range: ZERO_TO_ONE, usual: ZERO_TO_ONE };
  if (relation === 'whole' && !isSigned) return inverted();
  if (isPartByName(left, right, part, whole)) {
    const range = isSigned ? ANY_VALUE : NOT_NEGATIVE;
    return { range, usual: ZERO_TO_ONE };
  }
  return isRest(left, right) ? { range: ANY_VALUE, usual: { min: -Infinity, max: 1 } } : undefined;
}

function inverted(): Share {
  const range = { min: 1, max: Infinity };
  return { range, usual: range };
}

/** Whether one side selects a part of what the other does, and both do the same with it. */
export function relationOf(left: Expr, right: Expr): 'part' | 'whole' | undefined {
  const [a, b] = [onlySelector(left), onlySelector(right)];
  if (!a || !b || metricNameOf(a) === undefined || metricNameOf(a) !== metricNameOf(b)) return undefined;
  if (!isSum(left) || blank(left) !== blank(right)) return undefined;
  if (isSubset(b.matchers, a.matchers)) return isSubset(a.matchers, b.matchers) ? undefined : 'part';
  return isSubset(a.matchers, b.matchers) ? 'whole' : undefined;
}

/** Sums of more series are larger; means and quantiles of more are not. */
function isSum(expr: Expr): boolean {
  if (expr.kind === 'paren') return isSum(expr.expr);
  return expr.kind === 'aggregation' && (expr.op === 'sum' || expr.op === 'count');
}

/** The one selector of an expression; `undefined` where there are several. */
export function onlySelector(expr: Expr): VectorSelector | undefined {
  switch (expr.kind) {
    case 'vector':
      return expr;
    case 'matrix':
      return expr.selector;
    case 'paren':
    case 'aggregation':
      return onlySelector(expr.expr);
    case 'call': {
      const operands = expr.args.filter(({ kind }) => kind !== 'number' && kind !== 'string');
      return operands.length === 1 ? onlySelector(operands[0]) : undefined;
    }
    default:
      return undefined;
  }
}

/** An expression with its one selector blotted out. */
function blank(expr: Expr): string {
  const selector = onlySelector(expr);
  const text = printExpr(withoutParens(expr));
  return selector ? text.replace(printExpr(selector), '§') : text;
}

function withoutParens(expr: Expr): Expr {
  return expr.kind === 'paren' ? withoutParens(expr.expr) : expr;
}

function isSubset(some: readonly Matcher[], all: readonly Matcher[]): boolean {
  const known = new Set(all.map(printMatcher));
  return some.every((matcher) => known.has(printMatcher(matcher)));
}

function isPartByName(left: Expr, right: Expr, part: Inferred, whole: Inferred): boolean {
  const names = [onlySelector(left), onlySelector(right)].map((one) => one && metricNameOf(one));
  const [partName, wholeName] = names;
  if (partName === undefined || wholeName === undefined || partName === wholeName) return false;
  if (part.unit !== whole.unit || [part, whole].some(isFlow)) return false;
  return WHOLE.test(wholeName) && PART.test(partName) && partName.split('_')[0] === wholeName.split('_')[0];
}

/** A rate is no part of a size. */
function isFlow({ nature }: Inferred): boolean {
  return nature === 'rate' || nature === 'increase' || nature === 'buckets';
}

/** `(a - b) / a` */
function isRest(left: Expr, right: Expr): boolean {
  const rest = withoutParens(left);
  if (rest.kind !== 'binary' || rest.op !== '-') return false;
  return printExpr(withoutParens(rest.left)) === printExpr(withoutParens(right));
}

import type { BinaryExpr, Expr, Matcher, VectorSelector } from '@telltale/model';
import { printExpr, printMatcher } from '@telltale/model';
import { isComparison } from '../comparison-operators.ts';
import { numberOf } from '../nodes.ts';
import { metricNameOf } from '../selectors.ts';
import type { Inferred } from './inferred.ts';
import type { ValueRange } from './value-range.ts';
import { ANY_VALUE, NOT_NEGATIVE, ZERO_TO_ONE, arithmeticRange } from './value-range.ts';

/** Where the values of a division of a part by a whole lie. */
export interface Share {
  readonly range: ValueRange;
  readonly usual: ValueRange;
  readonly unit: 'ratio' | 'percent';
}

/** Words in the names of wholes: what parts are divided by. */
const WHOLE: ReadonlySet<string> = words(
  'size max maximum limit limits capacity allocatable hard quota desired memtotal swaptotal maxclients total',
);
/** Words in the names of parts. */
const PART: ReadonlySet<string> = words(
  `avail available free used usage use current cached open active connections connected memavailable memfree
  swapfree ready allocated allocation entries sessions rss set inuse fds count activity resident memory`,
);
/** Names of wholes without any such word. */
const NAMED_WHOLE = /^(?:node_filesystem_files|go_memstats_sys_bytes)$/;

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}

/**
 * What a division is known to be if its left side is a part of its right side: the same metric with
 * more matchers (certain), or, by their names, things such as used and maximal bytes (usual).
 */
export function shareOf(node: BinaryExpr, part: Inferred, whole: Inferred): Share | undefined {
  const scaled = scaledPart(node.left);
  const left = scaled?.expr ?? node.left;
  const relation = relationOf(left, node.right);
  const isSigned = part.range.min < 0 || whole.range.min < 0;
  if (relation === 'part' && !isSigned) return shareIn(ZERO_TO_ONE, ZERO_TO_ONE, scaled);
  if (relation === 'whole' && !isSigned) return shareIn(WHOLE_AND_MORE, WHOLE_AND_MORE, scaled);
  if (isPartByName(left, node.right, part, whole, scaled !== undefined)) {
    return shareIn(isSigned ? ANY_VALUE : NOT_NEGATIVE, ZERO_TO_ONE, scaled);
  }
  if (isFailureOf(left, node.right, part, whole)) return shareIn(NOT_NEGATIVE, ZERO_TO_ONE, scaled);
  return isRest(left, node.right) ? shareIn(ANY_VALUE, AT_MOST_ONE, scaled) : undefined;
}

const WHOLE_AND_MORE: ValueRange = { min: 1, max: Infinity };
const AT_MOST_ONE: ValueRange = { min: -Infinity, max: 1 };

/** `100 * part`, in a division by the whole. */
function scaledPart(expr: Expr): { readonly expr: Expr } | undefined {
  const node = withoutParens(expr);
  if (node.kind !== 'binary' || node.op !== '*') return undefined;
  if (numberOf(node.left) === 100) return { expr: node.right };
  return numberOf(node.right) === 100 ? { expr: node.left } : undefined;
}

function shareIn(range: ValueRange, usual: ValueRange, scaled: object | undefined): Share {
  if (!scaled) return { range, usual, unit: 'ratio' };
  const hundred = { min: 100, max: 100 };
  return {
    range: arithmeticRange('*', range, hundred),
    usual: arithmeticRange('*', usual, hundred),
    unit: 'percent',
  };
}

/** Whether one side selects a part of what the other does, and both do the same with it. */
export function relationOf(left: Expr, right: Expr): 'part' | 'whole' | undefined {
  const [some, all] = [withoutFilter(left), withoutFilter(right)];
  const [a, b] = [onlySelector(some), onlySelector(all)];
  if (!a || !b || metricNameOf(a) === undefined || metricNameOf(a) !== metricNameOf(b)) return undefined;
  if (!isSum(some) || blank(some) !== blank(all)) return undefined;
  const [isFewer, isMore] = [isSubset(b.matchers, a.matchers), isSubset(a.matchers, b.matchers)];
  const [isLeftFiltered, isRightFiltered] = [some !== left, all !== right];
  // Filters of both sides may be any; the same matchers are a part only with a filter on one side.
  if (isLeftFiltered && isRightFiltered) return undefined;
  if (isFewer && isMore) return isLeftFiltered ? 'part' : isRightFiltered ? 'whole' : undefined;
  if (isFewer) return isRightFiltered ? undefined : 'part';
  return isMore && !isLeftFiltered ? 'whole' : undefined;
}

/** `count(up == 0)` as `count(up)`; the same expression where nothing is filtered. */
function withoutFilter(expr: Expr): Expr {
  const node = withoutParens(expr);
  if (node.kind !== 'aggregation' || node.op !== 'count') return expr;
  const inner = withoutParens(node.expr);
  const isFilter = inner.kind === 'binary' && isComparison(inner.op) && inner.bool !== true;
  return isFilter && numberOf(inner.right) !== undefined ? { ...node, expr: inner.left } : expr;
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

function isPartByName(left: Expr, right: Expr, part: Inferred, whole: Inferred, isScaled: boolean): boolean {
  const names = [onlySelector(left), onlySelector(right)].map((one) => one && metricNameOf(one));
  const [partName, wholeName] = names;
  if (partName === undefined || wholeName === undefined || partName === wholeName) return false;
  const isSameUnit = part.unit === whole.unit || isScaled;
  if (!isSameUnit || [part, whole].some(isFlow) || [left, right].some(isCount)) return false;
  const [ofPart, ofWhole] = [wordsOf(partName), wordsOf(wholeName)];
  if (ofPart[0] !== ofWhole[0]) return false;
  const isWhole =
    NAMED_WHOLE.test(wholeName) || ofWhole.some((word) => WHOLE.has(word) && !ofPart.includes(word));
  return isWhole && ofPart.some((word) => PART.has(word));
}

/** `Heap_Used`, `heapUsed`: in lower case, by word. */
function wordsOf(name: string): readonly string[] {
  return [...name.split('_'), ...name.split(/_|(?<=[a-z])(?=[A-Z])/)].map((word) => word.toLowerCase());
}

/** How many there are of something is no part of how much it has. */
function isCount(expr: Expr): boolean {
  const node = withoutParens(expr);
  return node.kind === 'aggregation' && node.op === 'count';
}

const FAILURE = /^(?:errors?|errs|fail|failed|failures?|dropped|drops?|rejected|timeouts?)$/;
const SUCCESS = /^(?:ok|success|successes|successful|succeeded|completed)$/;

/** `rate(x_errors_total[5m]) / rate(x_sent_total[5m])`: failures of something, and all of it. */
function isFailureOf(left: Expr, right: Expr, part: Inferred, whole: Inferred): boolean {
  const names = [onlySelector(left), onlySelector(right)].map((one) => one && metricNameOf(one));
  const [partName, wholeName] = names;
  const isFlowing = part.nature === whole.nature && (part.nature === 'rate' || part.nature === 'increase');
  if (partName === undefined || wholeName === undefined || !isFlowing) return false;
  const [ofPart, ofWhole] = [partName.split('_'), wholeName.split('_')];
  const isFailing = ofPart.some((word) => FAILURE.test(word));
  if (!isFailing || ofWhole.some((word) => FAILURE.test(word) || SUCCESS.test(word))) return false;
  const common = ofPart.findIndex((word, index) => word !== ofWhole[index]);
  return common >= 2 && ofPart.length - common <= 3 && ofWhole.length - common <= 2;
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

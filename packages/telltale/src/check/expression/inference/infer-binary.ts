import type { BinaryExpr, VectorMatching } from '@telltale/model';
import { isComparison, mirrored } from '../comparison-operators.ts';
import { metricNameOf } from '../selectors.ts';
import type { Inferred } from './inferred.ts';
import { UNKNOWN_VECTOR } from './inferred.ts';
import type { LabelShape } from './label-shape.ts';
import { onlySelector, shareOf } from './share-of-whole.ts';
import type { ValueRange } from './value-range.ts';
import { ANY_VALUE, ZERO_TO_ONE, arithmeticRange, hull, narrowed } from './value-range.ts';

/** What an operator gives, from what its operands are. */
export function inferBinary(node: BinaryExpr, left: Inferred, right: Inferred): Inferred {
  const { op } = node;
  if (op === 'or') return union(left, right);
  if (op === 'and' || op === 'unless') return left;
  const type = left.type === 'scalar' && right.type === 'scalar' ? 'scalar' : 'vector';
  const labels = labelsOf(node, left, right);
  if (isComparison(op)) return { ...compared(node, left, right), type, labels };
  return { ...arithmetic(node, left, right), type, labels };
}

function union(left: Inferred, right: Inferred): Inferred {
  const { unit: leftUnit, ...rest } = left;
  const isSame = leftUnit === right.unit;
  return {
    ...rest,
    ...(isSame && leftUnit !== undefined && { unit: leftUnit }),
    labels: left.labels.or(right.labels),
    nature: left.nature === right.nature ? left.nature : 'unknown',
    range: hull(left.range, right.range),
    usual: hull(left.usual, right.usual),
    isMeasured: left.isMeasured || right.isMeasured,
  };
}

function labelsOf({ matching, fill }: BinaryExpr, left: Inferred, right: Inferred): LabelShape {
  if (left.type === 'scalar') return right.labels;
  if (right.type === 'scalar') return left.labels;
  if (matching?.cardinality === 'many-to-one') return withIncluded(left.labels, right.labels, matching);
  if (matching?.cardinality === 'one-to-many') return withIncluded(right.labels, left.labels, matching);
  const both = fill ? left.labels.or(right.labels) : left.labels.and(right.labels);
  if (!matching) return both;
  return matching.mode === 'on' ? both.keep(matching.labels) : both.drop(matching.labels);
}

function withIncluded(many: LabelShape, one: LabelShape, { include }: VectorMatching): LabelShape {
  const copied = include.filter((label) => one.mayHave(label));
  const always = copied.filter((label) => one.always.has(label));
  return many.drop(include).add(copied).add(always, true);
}

function compared({ op, bool = false }: BinaryExpr, left: Inferred, right: Inferred): Inferred {
  if (bool) return { ...UNKNOWN_VECTOR, nature: 'flag', range: ZERO_TO_ONE, usual: ZERO_TO_ONE };
  // A scalar on the left is a limit: the values are those of the vector.
  const [kept, limit, operator] =
    left.type === 'scalar' ? [right, left.range, mirrored(op)] : [left, right.range, op];
  const within = allowedBy(operator, limit);
  return { ...kept, range: narrowed(kept.range, within), usual: narrowed(kept.usual, within) };
}

function allowedBy(op: string, { min, max }: ValueRange): ValueRange {
  if (op.startsWith('>')) return { min, max: Infinity };
  if (op.startsWith('<')) return { min: -Infinity, max };
  return op === '==' ? { min, max } : ANY_VALUE;
}

function arithmetic(node: BinaryExpr, left: Inferred, right: Inferred): Inferred {
  const { op } = node;
  const isDivision = op === '/';
  const share = isDivision ? shareOf(node, left, right) : undefined;
  const unit = share?.unit ?? unitOf(op, left, right);
  return {
    ...UNKNOWN_VECTOR,
    nature: share ? 'share' : natureOf(op, left, right),
    ...(unit !== undefined && { unit }),
    range: share?.range ?? arithmeticRange(op, left.range, right.range),
    usual: share?.usual ?? (isPastLessNow(node) ? BEFORE_NOW : arithmeticRange(op, left.usual, right.usual)),
    isMeasured: isDivision || op === '%' || left.isMeasured || right.isMeasured,
  };
}

/** Names of points in time that are over. */
const PAST =
  /(?:^|_)(?:start_time|boot_time|completion_time|created|last_[a-z_]*(?:time|timestamp|success|successful|scrape|push|run))(?:_seconds|_timestamp_seconds)?$/;
const BEFORE_NOW: ValueRange = { min: -Infinity, max: 0 };

/** `x_start_time_seconds - time()` */
function isPastLessNow({ op, left, right }: BinaryExpr): boolean {
  const selector = onlySelector(left);
  const isNow = right.kind === 'call' && right.func === 'time';
  return op === '-' && isNow && selector !== undefined && PAST.test(metricNameOf(selector) ?? '');
}

/** A number changes the size of a quantity, not what it is. */
function natureOf(op: string, left: Inferred, right: Inferred): Inferred['nature'] {
  if (right.type === 'scalar' && /^[-+*/]$/.test(op)) return left.nature;
  if (left.type === 'scalar' && /^[-+*]$/.test(op)) return right.nature;
  // The difference of two totals is no total any more.
  if (op === '-' && left.nature === 'counter') return 'increase';
  return left.nature === right.nature && /^[-+]$/.test(op) ? left.nature : 'unknown';
}

function unitOf(op: string, left: Inferred, right: Inferred): string | undefined {
  if (op === '/' && left.unit !== undefined && left.unit === right.unit) return 'ratio';
  if (/^[-+]$/.test(op)) {
    // What a point in time is taken from, or what is taken from now, is one too.
    if (left.unit === 'timestamp' && right.type === 'vector') return op === '-' ? 'seconds' : undefined;
    if (right.unit === 'timestamp' && left.type === 'vector') return op === '-' ? 'seconds' : undefined;
    if (left.type === 'scalar' && left.unit === undefined) return right.unit;
    return left.unit;
  }
  const [scale, scaled] = left.type === 'scalar' ? [left, right] : [right, left];
  if (scale.type !== 'scalar' || scale.range.min !== scale.range.max) return undefined;
  return scaledUnit(op, scaled.unit, scale.range.min);
}

function scaledUnit(op: string, unit: string | undefined, factor: number): string | undefined {
  if (op === '*' && factor === 100 && (unit === 'ratio' || unit === 'seconds/s')) return 'percent';
  if (op === '/' && factor === 100 && unit === 'percent') return 'ratio';
  return factor === 1 ? unit : undefined;
}

import type { Expr, FunctionCall } from '@telltale/model';
import { metricNameOf } from '../selectors.ts';
import type { Inferred } from './inferred.ts';
import { UNKNOWN_VECTOR, withRange } from './inferred.ts';
import { LabelShape } from './label-shape.ts';
import { onlySelector } from './share-of-whole.ts';
import type { ValueRange } from './value-range.ts';
import { ANY_VALUE, NOT_NEGATIVE, ZERO_TO_ONE, exactly, hull } from './value-range.ts';

const RATES: ReadonlySet<string> = new Set(['rate', 'irate']);
/** Functions over a window whose result lies where the samples do. */
const KEEPS_VALUES =
  /^(?:avg|min|max|last|first|quantile)_over_time$|^(?:sort|sort_desc|sort_by_label|sort_by_label_desc|label_replace|label_join|double_exponential_smoothing|info)$/;
const DATES: ReadonlyMap<string, ValueRange> = new Map([
  ['minute', { min: 0, max: 59 }],
  ['hour', { min: 0, max: 23 }],
  ['day_of_week', { min: 0, max: 6 }],
  ['day_of_month', { min: 1, max: 31 }],
  ['day_of_year', { min: 1, max: 366 }],
  ['days_in_month', { min: 28, max: 31 }],
  ['month', { min: 1, max: 12 }],
  ['year', { min: 1970, max: Infinity }],
]);

const SCALAR: Inferred = { ...UNKNOWN_VECTOR, type: 'scalar', labels: LabelShape.only([]) };

/** What a function gives, from what its operands are. */
export function inferCall(node: FunctionCall, args: readonly Inferred[]): Inferred {
  const operand = args.find(({ type }) => type === 'vector') ?? UNKNOWN_VECTOR;
  const { func } = node;
  if (RATES.has(func)) return isCpuTime(node) ? shareOfTime(operand) : rateOf(operand);
  if (func === 'increase')
    return { ...withRange(operand, NOT_NEGATIVE), nature: grown(operand, 'increase'), isMeasured: true };
  if (func === 'changes' || func === 'resets' || func === 'count_over_time')
    return { ...withRange(operand, NOT_NEGATIVE), nature: 'increase', unit: 'count', isMeasured: false };
  if (func.startsWith('histogram_')) return ofHistogram(node, args, operand);
  const dates = DATES.get(func);
  if (dates) return withRange(args.length === 0 ? dateless(operand) : plain(operand), dates);
  if (func.startsWith('absent') || func === 'present_over_time') return presence(node, operand);
  if (KEEPS_VALUES.test(func)) return rewritten(node, operand);
  return inferMath(func, args, operand);
}

function dateless(operand: Inferred): Inferred {
  return { ...plain(operand), labels: LabelShape.only([]) };
}

/** The labels of an operand with values of which nothing is known. */
function plain({ labels, type }: Inferred): Inferred {
  return { ...UNKNOWN_VECTOR, type, labels };
}

function rateOf(operand: Inferred): Inferred {
  const { unit } = operand;
  const perSecond = unit === undefined ? {} : { unit: `${unit}/s` };
  const base = { ...plain(operand), ...perSecond, nature: grown(operand, 'rate'), isMeasured: true };
  return withRange(base, NOT_NEGATIVE);
}

/** Each series is the time that one processor spends in one mode: at most one second each second. */
function isCpuTime(node: FunctionCall): boolean {
  const selector = onlySelector(node);
  return selector !== undefined && metricNameOf(selector) === 'node_cpu_seconds_total';
}

function shareOfTime(operand: Inferred): Inferred {
  const base = { ...plain(operand), unit: 'ratio', nature: 'share', isMeasured: true } as const;
  return withRange(base, ZERO_TO_ONE);
}

/** Growth of buckets is still that of buckets. */
function grown({ nature }: Inferred, growth: Inferred['nature']): Inferred['nature'] {
  return nature === 'buckets' ? 'buckets' : growth;
}

function ofHistogram({ func }: FunctionCall, args: readonly Inferred[], operand: Inferred): Inferred {
  const { unit } = operand;
  const base = { ...plain(operand), labels: operand.labels.drop(['le']), isMeasured: true };
  const measured = { ...base, ...(unit !== undefined && { unit: unit.replace(/\/s$/, '') }) };
  switch (func) {
    case 'histogram_quantile':
      return { ...withRange(measured, quantileRange(args[0], unit)), nature: 'quantile' };
    case 'histogram_fraction':
      return withRange({ ...base, nature: 'share', unit: 'ratio' }, ZERO_TO_ONE);
    case 'histogram_count':
      return withRange({ ...base, nature: operand.nature }, NOT_NEGATIVE);
    default:
      return measured;
  }
}

/** A share outside 0 to 1 gives infinities. */
function quantileRange(share: Inferred | undefined, unit: string | undefined): ValueRange {
  const isShare = share !== undefined && share.range.min >= 0 && share.range.max <= 1;
  return isShare && /^(?:seconds|bytes)/.test(unit ?? '') ? NOT_NEGATIVE : ANY_VALUE;
}

function presence({ func, args }: FunctionCall, operand: Inferred): Inferred {
  const one = withRange({ ...plain(operand), nature: 'flag' }, exactly(1));
  return func.startsWith('absent') ? { ...one, labels: equalLabels(args[0]) } : one;
}

/** `absent(x{a="b"})` has the labels that the selector fixes. */
function equalLabels(expr: Expr | undefined): LabelShape {
  const selector = expr?.kind === 'matrix' ? expr.selector : expr;
  if (selector?.kind !== 'vector') return LabelShape.only([]);
  const fixed = selector.matchers.filter(({ name, op, value }) => {
    const isOnce = selector.matchers.filter((other) => other.name === name).length === 1;
    return op === '=' && name !== '__name__' && value !== '' && isOnce;
  });
  const names = fixed.map(({ name }) => name);
  return LabelShape.only(names, names);
}

/** Functions that keep values, and perhaps write a label. */
function rewritten({ func, args }: FunctionCall, operand: Inferred): Inferred {
  const isMeasured = operand.isMeasured || /^(?:avg|quantile)_over_time$/.test(func);
  const target = func === 'label_replace' || func === 'label_join' ? args[1] : undefined;
  if (func === 'info') return { ...operand, labels: LabelShape.any() };
  const labels = target?.kind === 'string' ? rewriteLabel(operand.labels, target.value) : operand.labels;
  return { ...operand, labels, isMeasured };
}

/** The replacement may be empty, which removes a label. */
function rewriteLabel(labels: LabelShape, name: string): LabelShape {
  return labels.drop([name]).add([name]);
}

function inferMath(func: string, args: readonly Inferred[], operand: Inferred): Inferred {
  const base = plain(operand);
  switch (func) {
    case 'time':
      return { ...withRange(SCALAR, NOT_NEGATIVE), unit: 'timestamp', isMeasured: true };
    case 'pi':
      return { ...withRange(SCALAR, exactly(Math.PI)), isMeasured: true };
    case 'vector':
      return { ...args[0], type: 'vector', labels: LabelShape.only([]) };
    case 'scalar':
      return { ...operand, type: 'scalar', labels: LabelShape.only([]) };
    case 'timestamp':
      return { ...withRange(base, NOT_NEGATIVE), unit: 'timestamp' };
    case 'abs':
      return { ...withRange(operand, NOT_NEGATIVE) };
    case 'sgn':
      return withRange(base, { min: -1, max: 1 });
    case 'round':
    case 'ceil':
    case 'floor':
      return { ...base, nature: operand.nature, ...unitOf(operand), isMeasured: false };
    case 'clamp':
      return withRange(operand, clamped(operand.range, args[1]?.range.min, args[2]?.range.max));
    case 'clamp_min':
      return withRange(operand, clamped(operand.range, args[1]?.range.min, Infinity));
    case 'clamp_max':
      return withRange(operand, clamped(operand.range, -Infinity, args[1]?.range.max));
    case 'sum_over_time':
      return withRange({ ...base, ...unitOf(operand) }, widened(operand.range));
    case 'stddev_over_time':
    case 'stdvar_over_time':
      return withRange({ ...base, isMeasured: true }, NOT_NEGATIVE);
    case 'delta':
    case 'idelta':
      return { ...base, nature: 'increase', ...unitOf(operand), isMeasured: true };
    case 'predict_linear':
      return { ...base, ...unitOf(operand), isMeasured: true };
    case 'deriv':
      return { ...base, nature: 'rate', isMeasured: true };
    default:
      return { ...base, isMeasured: true };
  }
}

function unitOf({ unit }: Inferred): { readonly unit?: string } {
  return unit === undefined ? {} : { unit };
}

function clamped(range: ValueRange, min = -Infinity, max = Infinity): ValueRange {
  const within = (value: number): number => Math.min(Math.max(value, min), max);
  return { min: within(range.min), max: within(range.max) };
}

/** Sums of values of one sign have no other. */
function widened(range: ValueRange): ValueRange {
  return hull(
    { min: range.min < 0 ? -Infinity : range.min, max: range.max > 0 ? Infinity : range.max },
    range,
  );
}

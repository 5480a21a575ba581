import { walkExpr } from '@telltale/model';
import type { Expr } from '@telltale/model';
import type { SourceLevel, SyntheticSource } from './synthetic-source.ts';

/** What the numbers of an expression tell about levels worth a try. */
export interface ExprHints {
  /** Numbers written in the expression, parameters of quantiles left out, and their products. */
  readonly constants: readonly number[];
  /** Ranges in seconds. */
  readonly rangesSeconds: readonly number[];
  readonly usesTime: boolean;
  /** Whether it asks how a gauge moves. */
  readonly usesTrend: boolean;
}

const TREND_FUNCTIONS: ReadonlySet<string> = new Set([
  'changes',
  'delta',
  'deriv',
  'idelta',
  'predict_linear',
]);

/** Products of more numbers than this are not formed: units such as `/ 1024 / 1024` need three. */
const MAX_FACTORS = 6;

/** Reads the hints of an expression and of the recordings it uses. */
export function hintsOf(exprs: readonly Expr[]): ExprHints {
  const nodes = exprs.flatMap((expr) => [...walkExpr(expr)]);
  const parameters = new Set<Expr>(nodes.flatMap(parametersOf));
  const literals = nodes.flatMap((node) =>
    node.kind === 'number' && !parameters.has(node) ? [node.value] : [],
  );
  const usable = literals.filter((value) => Number.isFinite(value) && value !== 0);
  return {
    constants: [...new Set([...usable, ...productsOf(usable)])],
    rangesSeconds: [...new Set(nodes.flatMap((node) => ('rangeMs' in node ? [node.rangeMs / 1000] : [])))],
    usesTime: nodes.some(
      (node) => node.kind === 'call' && (node.func === 'time' || node.func === 'timestamp'),
    ),
    usesTrend: nodes.some((node) => node.kind === 'call' && TREND_FUNCTIONS.has(node.func)),
  };
}

function parametersOf(node: Expr): readonly Expr[] {
  if (node.kind === 'aggregation') return node.param ? [node.param] : [];
  return node.kind === 'call' && node.func.includes('quantile') ? node.args.slice(0, 1) : [];
}

/** The product of all numbers, and of each number with all others divided out: unit conversions. */
function productsOf(values: readonly number[]): readonly number[] {
  if (values.length < 2 || values.length > MAX_FACTORS) return [];
  const all = values.reduce((product, value) => product * value, 1);
  return values.flatMap((value) => [all, (value * value) / all]).filter(Number.isFinite);
}

/** Levels of a source in the order in which they are tried: everyday traffic first, extremes last. */
export function candidateLevels(source: SyntheticSource, hints: ExprHints): readonly SourceLevel[] {
  const levels = [...presentLevels(source, hints), { kind: 'absent' as const }];
  const byText = new Map(levels.map((level) => [JSON.stringify(level), level] as const));
  return [...byText.values()];
}

function presentLevels(source: SyntheticSource, hints: ExprHints): readonly SourceLevel[] {
  if (source.name === 'up') return [1, 0].map((value) => ({ kind: 'value', value }));
  switch (source.kind) {
    case 'counter':
      return rates(hints).map((perSecond) => ({ kind: 'rate', perSecond }));
    case 'gauge':
      return gaugeLevels(hints);
    case 'histogram':
      return histogramLevels(source.buckets, hints);
  }
}

/** Rates around each constant, taken as a rate and as an increase over each range. */
function rates({ constants, rangesSeconds }: ExprHints): readonly number[] {
  const around = constants
    .map(Math.abs)
    .flatMap((constant) => [
      constant * 2,
      constant / 2,
      ...rangesSeconds.flatMap((range) => [(constant * 2) / range, constant / 2 / range]),
      constant,
    ]);
  return [1, 0, ...around, 100, 0.01, 10_000];
}

function gaugeLevels({ constants, rangesSeconds, usesTime, usesTrend }: ExprHints): readonly SourceLevel[] {
  const around = constants.flatMap((constant) => [
    constant * 2,
    constant / 2,
    constant,
    constant + 1,
    constant - 1,
  ]);
  const values = [1, 0, ...around, 100, 0.01, -1, 1e6, 1e9];
  const levels: SourceLevel[] = values.map((value) => ({ kind: 'value', value }));
  // What falls falls from where it stood: a jump would be a trend of its own.
  if (usesTrend) levels.unshift({ kind: 'value', value: TREND_FROM }, ...trends(rangesSeconds));
  if (!usesTime) return levels;
  const ages = [1, ...constants.flatMap((constant) => [constant * 2, constant / 2])];
  return [...ages.map((seconds): SourceLevel => ({ kind: 'age', seconds })), ...levels];
}

/** Where trends begin. */
const TREND_FROM = 1e6;

/** A few changes in each of the ranges, and many; what is used up within two of them, and what comes back. */
function trends(rangesSeconds: readonly number[]): readonly SourceLevel[] {
  const from = TREND_FROM;
  return rangesSeconds.flatMap((range): SourceLevel[] => [
    { kind: 'steps', everySeconds: range / 6 },
    { kind: 'steps', everySeconds: range / 30 },
    { kind: 'trend', from, perSecond: -from / 2 / range },
    { kind: 'trend', from, perSecond: from / 2 / range },
  ]);
}

/** Observations in each bucket, then other rates in the lowest and the highest one. */
function histogramLevels(buckets: readonly number[], hints: ExprHints): readonly SourceLevel[] {
  const values = bucketValues(buckets);
  const levels: SourceLevel[] = values.map((value) => ({ kind: 'observations', perSecond: 1, value }));
  for (const perSecond of rates(hints)) {
    for (const value of [values[0], values[values.length - 1]]) {
      levels.push({ kind: 'observations', perSecond, value });
    }
  }
  return levels;
}

/** A value in the middle of each bucket, the one above all bounds included. */
function bucketValues(buckets: readonly number[]): readonly number[] {
  if (buckets.length === 0) return [1];
  const inside = buckets.map((bound, i) => (i === 0 ? bound / 2 : (buckets[i - 1] + bound) / 2));
  return [...inside, buckets[buckets.length - 1] * 2];
}

import type { BinaryExpr, Expr } from '@telltale/model';
import { printExpr } from '@telltale/model';
import type { PrometheusClient, ServerSeries } from '../server/prometheus-client.ts';

/** An alert as far as its threshold is concerned. */
export interface ThresholdQuestion {
  readonly name: string;
  readonly expr: Expr;
  readonly forMs: number;
}

/** What an alert's history says of its threshold. */
export interface ThresholdFinding {
  readonly name: string;
  readonly query: string;
  readonly comparison: '>' | '<';
  readonly threshold: number;
  /** Quantiles of all values that were seen. */
  readonly seen: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly worst: number;
  };
  /** How often it would have fired in the time looked at, and for how long together. */
  readonly firings: number;
  readonly firingMs: number;
  /** A threshold that would have fired as often as is wanted at most; the present one where that is so already. */
  readonly suggestion: number;
}

/** An alert of which nothing can be said. */
export interface ThresholdGap {
  readonly name: string;
  readonly reason: string;
}

/** What `telltale advise thresholds` says. */
export interface ThresholdAdvice {
  readonly rangeMs: number;
  /** Distance of the moments that were looked at: what was shorter may have been missed. */
  readonly stepMs: number;
  readonly findings: readonly ThresholdFinding[];
  readonly gaps: readonly ThresholdGap[];
}

export interface ThresholdOptions {
  /** How far to look back. */
  readonly rangeMs: number;
  readonly endMs: number;
  /** How often an alert may fire in a week. */
  readonly perWeek: number;
}

const WEEK_MS = 7 * 86_400_000;
/** Below what servers allow for each series. */
const MAX_POINTS = 10_000;
const MIN_STEP_MS = 15_000;
/** Values that are tried as thresholds, between the smallest and the largest. */
const TRIED = 200;

/** Looks at what alerts compare over the past, and how often they would have fired. */
export async function adviseThresholds(
  client: PrometheusClient,
  alerts: readonly ThresholdQuestion[],
  options: ThresholdOptions,
): Promise<ThresholdAdvice> {
  const findings: ThresholdFinding[] = [];
  const gaps: ThresholdGap[] = [];
  for (const alert of alerts) {
    const found = await adviseOne(client, alert, options);
    if ('reason' in found) gaps.push(found);
    else findings.push(found);
  }
  return { rangeMs: options.rangeMs, stepMs: stepOf(options), findings, gaps };
}

/** Whole seconds, as few points as servers allow. */
function stepOf({ rangeMs }: Pick<ThresholdOptions, 'rangeMs'>): number {
  return Math.max(MIN_STEP_MS, Math.ceil(rangeMs / MAX_POINTS / 1000) * 1000);
}

async function adviseOne(
  client: PrometheusClient,
  { name, expr, forMs }: ThresholdQuestion,
  { rangeMs, endMs, perWeek }: ThresholdOptions,
): Promise<ThresholdFinding | ThresholdGap> {
  const compared = comparisonOf(expr);
  if (compared === undefined)
    return { name, reason: 'it has no threshold: nothing is above or below a number' };
  const query = printExpr(compared.operand);
  const stepMs = stepOf({ rangeMs });
  const series = await client.range(query, endMs - rangeMs, endMs, stepMs);
  const values = series.flatMap(({ values: all }) => all.filter((value) => Number.isFinite(value)));
  if (values.length === 0) return { name, reason: 'what it looks at has no values in this time' };
  const { comparison, threshold } = compared;
  const sorted = Float64Array.from(values).sort();
  const worst = comparison === '>' ? sorted[sorted.length - 1] : sorted[0];
  const share = (quantile: number) => quantileOf(sorted, comparison === '>' ? quantile : 1 - quantile);
  const ask = { series, comparison, forMs, stepMs };
  const present = episodes(ask, threshold);
  const allowed = Math.ceil((perWeek * rangeMs) / WEEK_MS);
  return {
    name,
    query,
    comparison,
    threshold,
    seen: { p50: share(0.5), p95: share(0.95), p99: share(0.99), worst },
    firings: present.count,
    firingMs: present.lengthMs,
    suggestion: present.count <= allowed ? threshold : leastStrict(ask, sorted, allowed),
  };
}

/** An alert on a number: `operand > 5`, also with more conditions beside it. */
function comparisonOf(
  expr: Expr,
): { readonly operand: Expr; readonly comparison: '>' | '<'; readonly threshold: number } | undefined {
  if (expr.kind === 'paren') return comparisonOf(expr.expr);
  if (expr.kind !== 'binary') return undefined;
  if (expr.op === 'and' || expr.op === 'unless') return comparisonOf(expr.left);
  const comparison = directionOf(expr);
  const threshold = numberOf(expr.right);
  return comparison && threshold !== undefined ? { operand: expr.left, comparison, threshold } : undefined;
}

function directionOf({ op }: BinaryExpr): '>' | '<' | undefined {
  if (op === '>' || op === '>=') return '>';
  return op === '<' || op === '<=' ? '<' : undefined;
}

function numberOf(expr: Expr): number | undefined {
  if (expr.kind === 'number') return expr.value;
  if (expr.kind === 'paren') return numberOf(expr.expr);
  if (expr.kind !== 'unary') return undefined;
  const value = numberOf(expr.expr);
  return value === undefined || expr.op === '+' ? value : -value;
}

interface EpisodeQuestion {
  readonly series: readonly ServerSeries[];
  readonly comparison: '>' | '<';
  readonly forMs: number;
  readonly stepMs: number;
}

/** How often, and how long, some series was beyond a threshold for longer than the alert waits. */
function episodes(
  { series, comparison, forMs, stepMs }: EpisodeQuestion,
  threshold: number,
): { readonly count: number; readonly lengthMs: number } {
  let count = 0;
  let lengthMs = 0;
  for (const { values, timesMs } of series) {
    let sinceMs: number | undefined;
    const end = (atMs: number): void => {
      if (sinceMs !== undefined && atMs - sinceMs >= forMs) {
        count++;
        lengthMs += atMs - sinceMs - forMs;
      }
      sinceMs = undefined;
    };
    for (const [index, value] of values.entries()) {
      const isGap = index > 0 && timesMs[index] - timesMs[index - 1] > stepMs;
      if (isGap) end(timesMs[index - 1] + stepMs);
      const isBeyond = comparison === '>' ? value > threshold : value < threshold;
      if (isBeyond) sinceMs ??= timesMs[index];
      else end(timesMs[index]);
    }
    if (timesMs.length > 0) end(timesMs[timesMs.length - 1] + stepMs);
  }
  return { count, lengthMs };
}

/** The first value, from the usual ones outwards, that is passed seldom enough. */
function leastStrict(question: EpisodeQuestion, sorted: Float64Array, allowed: number): number {
  const outwards = question.comparison === '>' ? 1 : -1;
  for (let i = 0; i <= TRIED; i++) {
    const quantile = 0.5 + (outwards * i) / (2 * TRIED);
    const threshold = rounded(quantileOf(sorted, quantile), outwards);
    if (episodes(question, threshold).count <= allowed) return threshold;
  }
  return rounded(outwards > 0 ? sorted[sorted.length - 1] : sorted[0], outwards);
}

/** Two digits, away from what is usual: nobody wants 0.18374 in a rule. */
function rounded(value: number, outwards: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  const scaled = outwards > 0 ? Math.ceil(value / unit) : Math.floor(value / unit);
  return Number((scaled * unit).toPrecision(3));
}

function quantileOf(sorted: Float64Array, quantile: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, Math.round(quantile * (sorted.length - 1))));
  return sorted[at];
}

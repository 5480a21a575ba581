import { MemorySeriesStore, TelltaleError, walkExpr } from '@telltale/model';
import type { Expr, QueryService, RecordingRule } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { recordingRuleSamples } from '../../rules/recording-rule-samples.ts';
import { createRuleSeries } from '../../rules/rule-series.ts';
import { createSyntheticScrape } from './synthetic-scrape.ts';
import type { Assignment, SyntheticSource } from './synthetic-source.ts';

/** What is asked of an assignment of levels. */
export interface SteadyStateQuestion {
  readonly expr: Expr;
  /** Recording rules the expression needs, in order. */
  readonly recordings: readonly RecordingRule[];
  readonly sources: readonly SyntheticSource[];
  readonly intervalMs: number;
  /** How far the expression looks back. */
  readonly windowMs: number;
  /** Time of the evaluation. */
  readonly timeMs: number;
}

/**
 * How many series the expression returns when all sources have been on their levels for the whole
 * window: asked of the real engine, on real samples. Of `a or b` those of each side count, so that one
 * that hides behind the other is seen to come and go.
 */
export async function countAtSteadyState(question: SteadyStateQuestion, levels: Assignment): Promise<number> {
  const engine = await steadyStateEngine(question, levels);
  let count = 0;
  for (const side of sidesOf(question.expr)) count += (await resultOf(engine, side, question.timeMs)).length;
  return count;
}

/** Keys of the labels of the series that an expression returns; none where it cannot be evaluated. */
export type SteadyResult = ReadonlySet<string>;

/** What each of several expressions returns on the same samples. */
export async function resultsAtSteadyState(
  question: SteadyStateQuestion,
  levels: Assignment,
  exprs: readonly Expr[],
): Promise<readonly SteadyResult[]> {
  const engine = await steadyStateEngine(question, levels);
  const results: SteadyResult[] = [];
  for (const expr of exprs) results.push(new Set(await resultOf(engine, expr, question.timeMs)));
  return results;
}

/** Whether two expressions returned series of the same labels. */
export function isSameResult(one: SteadyResult, other: SteadyResult): boolean {
  return one.size === other.size && isPartOf(one, other);
}

/** Whether everything that one expression returned was returned by another, too. */
export function isPartOf(part: SteadyResult, whole: SteadyResult): boolean {
  return [...part].every((key) => whole.has(key));
}

/** An expression that cannot be evaluated holds for nothing. */
async function resultOf(engine: QueryService, expr: Expr, timeMs: number): Promise<readonly string[]> {
  try {
    const { value } = await engine.instant(expr, timeMs);
    if (value.type === 'scalar') return [''];
    return value.type === 'vector' ? value.samples.map(({ labels }) => labels.key) : [];
  } catch (error) {
    if (error instanceof TelltaleError) return [];
    throw error;
  }
}

function sidesOf(expr: Expr): readonly Expr[] {
  if (expr.kind === 'paren') return sidesOf(expr.expr);
  return expr.kind === 'binary' && expr.op === 'or'
    ? [...sidesOf(expr.left), ...sidesOf(expr.right)]
    : [expr];
}

async function steadyStateEngine(question: SteadyStateQuestion, levels: Assignment): Promise<QueryService> {
  const { sources, recordings, intervalMs, windowMs, timeMs } = question;
  const store = new MemorySeriesStore();
  const engine = createQueryEngine({ source: store });
  const scrape = createSyntheticScrape(sources, store);
  const rules = recordings.map((rule) => ({ rule, series: createRuleSeries(store, rule.name) }));
  const steps = Math.ceil(windowMs / intervalMs) + 1;
  const looksBack = looksBackOnRecordings(question);
  for (let step = steps; step >= 0; step--) {
    const atMs = timeMs - step * intervalMs;
    scrape.scrape(atMs, levels);
    if (!looksBack && step > 0) continue;
    for (const { rule, series } of rules) {
      const { value } = await engine.instant(rule.expr, atMs);
      if (value.type === 'vector') series.write(recordingRuleSamples(rule, value.samples), atMs);
    }
  }
  return engine;
}

/** Whether anything reads what was recorded earlier; otherwise what is recorded at the end is enough. */
function looksBackOnRecordings({ expr, recordings }: SteadyStateQuestion): boolean {
  const names = new Set(recordings.map(({ name }) => name));
  const isRecorded = (node: Expr): boolean => node.kind === 'vector' && names.has(node.metric ?? '');
  const looksBack = (node: Expr): boolean => {
    if (node.kind === 'matrix') return isRecorded(node.selector);
    if (node.kind === 'subquery') return [...walkExpr(node.expr)].some(isRecorded);
    return node.kind === 'vector' && isRecorded(node) && (node.offsetMs ?? 0) !== 0;
  };
  return [expr, ...recordings.map((rule) => rule.expr)].some((one) => [...walkExpr(one)].some(looksBack));
}

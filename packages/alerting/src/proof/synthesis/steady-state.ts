import { MemorySeriesStore, walkExpr } from '@telltale/model';
import type { Expr, RecordingRule } from '@telltale/model';
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
 * window: asked of the real engine, on real samples.
 */
export async function countAtSteadyState(question: SteadyStateQuestion, levels: Assignment): Promise<number> {
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
  const { value } = await engine.instant(question.expr, timeMs);
  if (value.type === 'scalar') return 1;
  return value.type === 'vector' ? value.samples.length : 0;
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

import type { AlertingRule } from '@telltale/model';
import type { RuleBench } from '../drill/rule-bench.ts';
import { createRuleBench } from '../drill/rule-bench.ts';
import { recordingRules } from '../drill/drill-rule.ts';
import { neededRecordings } from '../synthesis/needed-recordings.ts';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import type { Assignment } from '../synthesis/synthetic-source.ts';
import type { ProofQuestion } from './proof-question.ts';
import { StepFailure } from './proof-question.ts';

/** Scrapes for some time and evaluates at its end; throws {@link StepFailure} where a rule cannot be evaluated. */
async function evaluateAfter(bench: RuleBench, levels: Assignment, waitMs: number): Promise<void> {
  const timeMs = bench.clock.now() + Math.ceil(waitMs / bench.stepMs) * bench.stepMs;
  bench.scrapeUntil(timeMs, levels);
  await bench.clock.advanceTo(timeMs);
  await bench.evaluate();
  if (bench.error() !== '') throw new StepFailure(`The rule cannot be evaluated: ${bench.error()}`);
}

/** One scrape and one evaluation. */
export function evaluateNext(bench: RuleBench, levels: Assignment): Promise<void> {
  return evaluateAfter(bench, levels, bench.stepMs);
}

/** Goes on until something holds: how long that took, or `undefined` where patience ended first. */
export async function evaluateUntil(
  bench: RuleBench,
  levels: Assignment,
  patienceMs: number,
  holds: () => boolean,
): Promise<number | undefined> {
  const beginMs = bench.clock.now();
  while (bench.clock.now() - beginMs < patienceMs) {
    await evaluateNext(bench, levels);
    if (holds()) return bench.clock.now() - beginMs;
  }
  return undefined;
}

/**
 * A bench on which the alert fires, because the fault has always been there. Other rules are evaluated beside
 * it. Nothing is evaluated while the alert is pending, unless a recording needs it.
 */
export async function firingBench(
  { resolved, rule, startMs }: ProofQuestion,
  series: SynthesisedSeries,
  others: readonly AlertingRule[] = [],
): Promise<RuleBench> {
  const bench = createRuleBench({ ...series, resolved, rules: [rule, ...others], startMs });
  bench.scrapeUntil(bench.clock.now(), series.firing);
  const fires = () => isFiring(bench, rule.name);
  await evaluateNext(bench, series.firing);
  const hasRecordings = neededRecordings(rule.expr, recordingRules(resolved)).length > 0;
  if (!hasRecordings) await evaluateAfter(bench, series.firing, Math.max(rule.forMs, bench.stepMs));
  if (fires()) return bench;
  const patienceMs = 2 * series.windowMs + rule.forMs;
  if ((await evaluateUntil(bench, series.firing, patienceMs, fires)) !== undefined) return bench;
  await bench.stop();
  throw new StepFailure('The alert does not fire where the fault has been there from the beginning.');
}

/** Whether an alert of this name fires. */
export function isFiring(bench: RuleBench, alertName: string): boolean {
  return bench.alerts().some(({ state, labels }) => state === 'firing' && labels['alertname'] === alertName);
}

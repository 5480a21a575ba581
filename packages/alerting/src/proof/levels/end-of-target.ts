import type { ResolvedDefinition } from '@telltale/definition';
import { LabelSet, formatDuration, walkExpr } from '@telltale/model';
import type { AlertingRule, Expr } from '@telltale/model';
import type { RuleBench } from '../drill/rule-bench.ts';
import { alertingRules, recordingRules } from '../drill/drill-rule.ts';
import { createToldRoutes } from '../drill/told-routes.ts';
import type { ActiveAlert } from '../../rules/rule-evaluator.ts';
import { neededRecordings } from '../synthesis/needed-recordings.ts';
import { windowOf } from '../synthesis/synthesise.ts';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import { evaluateNext, firingBench, isFiring } from './bench-steps.ts';
import type { ProofQuestion, StepResult } from './proof-question.ts';
import { StepFailure } from './proof-question.ts';
import { targetDown } from './target-down.ts';

/** Companions that need longer than this to notice come too late. */
const MAX_PATIENCE_MS = 3_600_000;
/** An instant selector sees the past for so long where nothing marks the end of a series. */
const LOOKBACK_MS = 300_000;
const HEARTBEAT = 'it watches the server that evaluates the rules: of its end only a heartbeat tells';

/**
 * What happens to a firing alert when its target answers no more: who goes on telling. Throws
 * {@link StepFailure} where the alert resolves and nothing takes its place.
 */
export async function whoNoticesTheEnd(
  question: ProofQuestion,
  series: SynthesisedSeries,
  target: LabelSet,
): Promise<StepResult> {
  if (target.size === 0) return { detail: 'no target can end' };
  const { resolved, rule } = question;
  const companions = companionsOf(question);
  const bench = await firingBench(question, series, companions);
  try {
    const levels = targetDown(series, target);
    const before = new Set(bench.alerts().map(keyOf));
    const beginMs = bench.clock.now();
    const limitMs = beginMs + patienceFor(question, series, companions);
    while (bench.clock.now() < limitMs) {
      await evaluateNext(bench, levels);
      const taker = findCompanion(bench, resolved, rule, before);
      if (taker === undefined) continue;
      const after = formatDuration(bench.clock.now() - beginMs);
      return { detail: `${taker} fires ${after} after its target ends` };
    }
    if (isFiring(bench, rule.name)) return { detail: 'goes on when its target ends' };
    if (evaluatesRules(resolved, target))
      return { detail: 'its target evaluates the rules', remarks: [HEARTBEAT] };
  } finally {
    await bench.stop();
  }
  throw new StepFailure(
    `When ${target.toString()} ends, the alert resolves and no other one fires: write onNoData: 'fire', or add an alert on up == 0 or absent().`,
  );
}

/** Whether a target is the server on which the rules are evaluated. */
function evaluatesRules({ targets }: ResolvedDefinition, target: LabelSet): boolean {
  return targets.some(({ job, exporter }) => job === target.get('job') && exporter === 'prometheus');
}

/** Alerts that ask whether something is there at all. */
function companionsOf({ resolved, rule }: ProofQuestion): readonly AlertingRule[] {
  const asks = (node: Expr): boolean =>
    (node.kind === 'vector' && node.metric === 'up') ||
    (node.kind === 'call' && node.func.startsWith('absent'));
  return alertingRules(resolved).filter(
    (other) => other.name !== rule.name && [...walkExpr(other.expr)].some(asks),
  );
}

function patienceFor(
  { resolved, rule }: ProofQuestion,
  { windowMs }: SynthesisedSeries,
  companions: readonly AlertingRule[],
): number {
  const recordings = recordingRules(resolved);
  const needed = companions.map(({ expr, forMs }) => {
    return windowOf(expr, neededRecordings(expr, recordings)) - LOOKBACK_MS + forMs;
  });
  const slowestMs = Math.min(MAX_PATIENCE_MS, Math.max(0, ...needed));
  // Long enough to see the alert itself end: a range that has run empty, and what keeps it firing.
  return Math.max(slowestMs + 2 * resolved.evaluationIntervalMs, windowMs + rule.keepFiringForMs);
}

/** The name of an alert that fires only since the end of the target, and that somebody is told of. */
function findCompanion(
  bench: RuleBench,
  resolved: ResolvedDefinition,
  rule: AlertingRule,
  before: ReadonlySet<string>,
): string | undefined {
  const told = createToldRoutes(resolved);
  const isTold = ({ labels }: ActiveAlert): boolean =>
    resolved.receivers.length === 0 || told.of(LabelSet.of(labels)).length > 0;
  const found = bench.alerts().find((alert) => {
    const isNew = alert.state === 'firing' && !before.has(keyOf(alert));
    return isNew && alert.labels['alertname'] !== rule.name && isTold(alert);
  });
  return found?.labels['alertname'];
}

function keyOf({ labels }: ActiveAlert): string {
  return LabelSet.of(labels).key;
}

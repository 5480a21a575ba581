import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError, printMatcher } from '@telltale/model';
import type { AlertingRule, Rule } from '@telltale/model';
import { findBoundaries } from '../synthesis/boundaries.ts';
import type { Boundary } from '../synthesis/boundaries.ts';
import { findDecoys } from '../synthesis/decoys.ts';
import type { Decoy } from '../synthesis/decoys.ts';
import { playPhases } from '../synthesis/play-phases.ts';
import type { Phase } from '../synthesis/play-phases.ts';
import { searchContextOf } from '../synthesis/search-context.ts';
import type { SearchContext } from '../synthesis/search-context.ts';
import type { Assignment, SyntheticSource } from '../synthesis/synthetic-source.ts';
import { describeSource } from '../synthesis/synthetic-source.ts';
import type { AlertCase, CasePurpose } from './alert-case.ts';
import { recordCase } from './record-case.ts';

/** Cases of an alert that were made up, and what is known of the alert from making them up. */
export interface SynthesisedCases {
  readonly cases: readonly AlertCase[];
  /** What of the definition the alert's rules are evaluated with: the recordings it uses, then the alert. */
  readonly rules: readonly Rule[];
  readonly context: SearchContext;
  readonly boundaries: readonly Boundary[];
  readonly decoys: readonly Decoy[];
}

const SPARE_STEPS = 3;
const MAX_TRIES = 150;
/** What looks farther back than this is quiet, too, when it has only seen this much. */
const MAX_QUIET_MS = 30 * 60_000;

/**
 * Makes up cases of an alert: that it fires and resolves; for each comparison levels just inside and just
 * outside of it, and equal to it where that can be; for each matcher a series that must not count. What is
 * expected is what the rule manager made of the series.
 *
 * @throws TelltaleError TT_UNKNOWN_ALERT; TT_NOT_SYNTHESISABLE where no series make the alert fire.
 */
export async function synthesiseCases(
  resolved: ResolvedDefinition,
  alertName: string,
): Promise<SynthesisedCases> {
  const alerts = resolved.rules.filter(
    (rule): rule is AlertingRule => rule.kind === 'alerting' && rule.name === alertName,
  );
  const [rule] = alerts;
  if (rule === undefined)
    throw new TelltaleError('TT_UNKNOWN_ALERT', `There is no alert named ${alertName}.`);
  const context = await searchContextOf(resolved, rule);
  const { quiet, firing } = context.synthesised;
  const { question, candidates } = context;
  const boundaries = await findBoundaries({ question, quiet, firing, candidates, maxTries: MAX_TRIES });
  const decoys = await findDecoys(context, boundaries);
  const rules = [...context.recordings, ...alerts];
  const teller = { context, rules, rule, evaluationIntervalMs: resolved.evaluationIntervalMs };
  const cases: AlertCase[] = [];
  for (const plan of plansOf(context, boundaries, decoys)) {
    const told = await tell(teller, plan);
    if (told && !cases.some((known) => isSameCase(known, told))) cases.push(told);
  }
  return { cases, rules, context, boundaries, decoys };
}

interface CasePlan {
  readonly name: string;
  readonly purpose: CasePurpose;
  readonly sources: readonly SyntheticSource[];
  readonly quiet: Assignment;
  readonly fault: Assignment;
}

function plansOf(
  { synthesised }: SearchContext,
  boundaries: readonly Boundary[],
  decoys: readonly Decoy[],
): readonly CasePlan[] {
  const { sources, quiet, firing } = synthesised;
  const plan = (purpose: CasePurpose, name: string, fault: Assignment | undefined): readonly CasePlan[] =>
    fault ? [{ purpose, name, sources, quiet, fault }] : [];
  return [
    ...plan('fires', 'fires and resolves', firing),
    ...boundaries.flatMap(({ decision, inside, outside, equal }) => [
      ...plan('just-inside', `just inside of ${decision}`, inside),
      ...plan('just-outside', `just outside of ${decision}`, outside),
      ...plan('equal', `equal in ${decision}`, equal),
    ]),
    ...decoys.flatMap(({ matcher, source, difference }): readonly CasePlan[] => {
      if (!source || !difference) return [];
      const { levels, decoyLevel } = difference;
      const name = `${describeSource(source)} is not ${printMatcher(matcher)}`;
      const absent = { kind: 'absent' } as const;
      const all = [...sources, source];
      return [
        {
          purpose: 'does-not-count',
          name,
          sources: all,
          quiet: [...quiet, absent],
          fault: [...levels, decoyLevel],
        },
      ];
    }),
  ];
}

interface CaseTeller {
  readonly context: SearchContext;
  readonly rules: readonly Rule[];
  readonly rule: AlertingRule;
  readonly evaluationIntervalMs: number;
}

async function tell(teller: CaseTeller, plan: CasePlan): Promise<AlertCase | undefined> {
  const { rule, rules, evaluationIntervalMs } = teller;
  const { windowMs, intervalMs } = teller.context.synthesised;
  const spareMs = SPARE_STEPS * Math.max(intervalMs, evaluationIntervalMs);
  const aligned = (lengthMs: number): number =>
    Math.ceil(lengthMs / evaluationIntervalMs) * evaluationIntervalMs;
  const phases: readonly Phase[] = [
    { levels: plan.quiet, lengthMs: aligned(Math.min(windowMs, MAX_QUIET_MS) + spareMs) },
    { levels: plan.fault, lengthMs: aligned(windowMs + rule.forMs + spareMs) },
    { levels: plan.quiet, lengthMs: aligned(windowMs + rule.keepFiringForMs + spareMs) },
  ];
  const lengthMs = phases.reduce((sum, phase) => sum + phase.lengthMs, 0);
  const faultEndMs = phases[0].lengthMs + phases[1].lengthMs;
  const series = playPhases(plan.sources, phases, intervalMs);
  const { name, purpose } = plan;
  const times = { sampleIntervalMs: intervalMs, evaluationIntervalMs, lengthMs, faultEndMs };
  return recordCase({ name, purpose, alertName: rule.name, series, ...times }, rules);
}

function isSameCase(one: AlertCase, other: AlertCase): boolean {
  return JSON.stringify([one.series, one.checks]) === JSON.stringify([other.series, other.checks]);
}

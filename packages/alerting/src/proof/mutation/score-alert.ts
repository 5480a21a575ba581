import type { AlertingRule } from '@telltale/model';
import type { Mutant, MutationKind } from './mutant.ts';
import { mutantsOf } from './mutants-of.ts';

/** A test of an alert that can be run with another rule in its place. */
export interface AlertTest {
  readonly name: string;
  /** Whether the test passes with this rule instead of the alert's own. */
  passes(rule: AlertingRule): Promise<boolean>;
}

/** What became of a mutant. */
export interface MutantOutcome {
  readonly kind: MutationKind;
  readonly change: string;
  /** The mutated expression. */
  readonly query: string;
  /** `equivalent`: it does the same for all series there can be, so that no test can fail. */
  readonly outcome: 'killed' | 'survived' | 'equivalent';
  /** The test that failed, or why the mutant is equivalent; empty for one that survived. */
  readonly reason: string;
}

/** How many mutants of an alert its tests notice. */
export interface MutationScore {
  readonly alertName: string;
  /** In the order of the expression. */
  readonly mutants: readonly MutantOutcome[];
  readonly killed: number;
  readonly survived: number;
  readonly equivalent: number;
  /** Killed ones of those that are not equivalent, from 0 to 1; 1 where there is none. */
  readonly score: number;
}

/** What {@link scoreAlert} takes. */
export interface ScoreOptions {
  readonly rule: AlertingRule;
  /** They must pass with the rule as it is. */
  readonly tests: readonly AlertTest[];
  /** Why a mutant that survived cannot be killed; `undefined` where it could be. Default: all could be. */
  equivalenceOf?(mutant: Mutant): Promise<string | undefined>;
  /** Which mutants are tried. Default: all. */
  readonly mutants?: readonly Mutant[];
}

/** Tries the tests of an alert on mutants of its rule: a test that never fails shows nothing. */
export async function scoreAlert(options: ScoreOptions): Promise<MutationScore> {
  const outcomes: MutantOutcome[] = [];
  for (const mutant of options.mutants ?? mutantsOf(options.rule))
    outcomes.push(await outcomeOf(mutant, options));
  const count = (wanted: MutantOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  const [killed, survived, equivalent] = [count('killed'), count('survived'), count('equivalent')];
  return {
    alertName: options.rule.name,
    mutants: outcomes,
    killed,
    survived,
    equivalent,
    score: killed + survived === 0 ? 1 : killed / (killed + survived),
  };
}

async function outcomeOf(mutant: Mutant, options: ScoreOptions): Promise<MutantOutcome> {
  const { kind, change, rule } = mutant;
  const base = { kind, change, query: rule.query };
  for (const test of options.tests) {
    if (!(await test.passes(rule))) return { ...base, outcome: 'killed', reason: test.name };
  }
  const reason = await options.equivalenceOf?.(mutant);
  return reason === undefined
    ? { ...base, outcome: 'survived', reason: '' }
    : { ...base, outcome: 'equivalent', reason };
}

import { checkCase } from '../rule-tests/alert-case.ts';
import type { AlertCase } from '../rule-tests/alert-case.ts';
import type { SynthesisedCases } from '../rule-tests/synthesise-cases.ts';
import type { AlertingRule, Rule } from '@telltale/model';
import { equivalenceOf } from './equivalence.ts';
import type { AlertTest, MutationScore } from './score-alert.ts';
import { scoreAlert } from './score-alert.ts';

/**
 * The mutation score of an alert with the cases that were made up for it, and with tests of the user.
 *
 * @param tests Tests that are tried before the cases.
 */
export function scoreSynthesised(
  known: SynthesisedCases,
  tests: readonly AlertTest[] = [],
): Promise<MutationScore> {
  const rule = known.rules.find((one): one is AlertingRule => one.kind === 'alerting');
  if (!rule) throw new Error('the cases have no alerting rule');
  return scoreAlert({
    rule,
    tests: [...tests, ...known.cases.map((one) => testOf(one, known.rules, rule))],
    equivalenceOf: (mutant) => equivalenceOf(mutant, known),
  });
}

function testOf(alertCase: AlertCase, rules: readonly Rule[], original: AlertingRule): AlertTest {
  return {
    name: alertCase.name,
    passes: async (mutated) => {
      const failures = await checkCase(
        alertCase,
        rules.map((one) => (one === original ? mutated : one)),
      );
      return failures.length === 0;
    },
  };
}

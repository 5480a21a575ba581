import { scoreSynthesised, synthesiseCases } from '@telltale/alerting';
import type { MutationScore } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { expect, test } from 'vitest';
import { PRESETS, alertsOf, sampleOf } from './preset-definitions.ts';

/** Alerts of each preset; all of them in the long run. */
const ALERTS = 6;
/** Of all alerts it takes minutes. */
const PATIENCE_MS = 300_000;
/** Part of the mutants that the tests must notice. */
const GOAL = 0.9;

async function scores(resolved: ResolvedDefinition): Promise<readonly MutationScore[]> {
  const found: MutationScore[] = [];
  for (const { name } of sampleOf(alertsOf(resolved), ALERTS)) {
    found.push(await scoreSynthesised(await synthesiseCases(resolved, name)));
  }
  return found;
}

function sum(all: readonly MutationScore[], count: 'killed' | 'survived' | 'equivalent'): number {
  return all.reduce((total, score) => total + score[count], 0);
}

test.each(PRESETS)(
  'tests made up for the alerts of the preset %s notice nine of ten mutants',
  async (_name, resolved) => {
    const all = await scores(resolved);
    const [killed, survived] = [sum(all, 'killed'), sum(all, 'survived')];
    const unnoticed = all.flatMap(({ alertName, mutants }) =>
      mutants.filter(({ outcome }) => outcome === 'survived').map(({ change }) => `${alertName}: ${change}`),
    );
    expect(killed).toBeGreaterThan(10);
    expect(killed / (killed + survived), unnoticed.join('\n')).toBeGreaterThanOrEqual(GOAL);
    // What is called equivalent is not counted, so that little may be.
    expect(sum(all, 'equivalent')).toBeLessThan(killed / 5);
    expect(
      all
        .flatMap(({ mutants }) => mutants)
        .every(({ outcome, reason }) => (outcome === 'survived') === (reason === '')),
    ).toBe(true);
  },
  PATIENCE_MS,
);

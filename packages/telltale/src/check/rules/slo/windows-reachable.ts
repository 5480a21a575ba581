import type { CheckRule } from '../../check-rule.ts';
import { definitionWithSlo } from './example-slo.ts';
import { slosOf } from './slos-of.ts';

/** Two percent of the budget of 30 days in one hour. */
const QUICK_SHARE = 0.02;
const HOUR_MS = 3_600_000;

/** Burn rates that not even a total outage reaches. */
export const sloWindowsReachable: CheckRule = {
  id: 'slo/windows-reachable',
  severity: 'warning',
  why: 'Everything failing is a ratio of 1: a burn rate that asks for more never fires.',
  doc: `An SLO whose quickest burn rate (2 % of the budget in one hour) is an error ratio of 1 or more: 14.4
times the budget of 30 days, which is above 1 for objectives below 93 percent.`,
  examples: [
    {
      wrong: { definition: definitionWithSlo({ objective: 90 }) },
      right: { definition: definitionWithSlo({ objective: 99 }) },
    },
  ],
  *run(workspace) {
    for (const { slo, place } of slosOf(workspace)) {
      const budget = 1 - slo.objective / 100;
      const ratio = QUICK_SHARE * (slo.windowMs / HOUR_MS) * budget;
      if (budget <= 0 || budget >= 0.99 || ratio < 1) continue;
      const message = `the quick alert of '${slo.name}' asks for ${ratio.toFixed(2)} of all events to fail`;
      yield { place, message, fix: 'choose a higher objective or a shorter window' };
    }
  },
};

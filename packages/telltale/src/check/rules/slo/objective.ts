import type { CheckRule } from '../../check-rule.ts';
import { definitionWithSlo } from './example-slo.ts';
import { slosOf } from './slos-of.ts';

/** Objectives that are none. */
export const sloObjective: CheckRule = {
  id: 'slo/objective',
  severity: 'error',
  why: 'With an objective of 100 every single error breaks it; below 1 it is most likely a share, not percent.',
  doc: 'An objective that is not above 1 and below 100 percent.',
  examples: [
    {
      wrong: { definition: definitionWithSlo({ objective: 0.999 }) },
      right: { definition: definitionWithSlo({ objective: 99.9 }) },
    },
  ],
  *run(workspace) {
    for (const { slo, place } of slosOf(workspace)) {
      const { name, objective } = slo;
      if (objective > 1 && objective < 100) continue;
      const fix = objective > 0 && objective <= 1 ? `write ${objective * 100}` : 'choose one such as 99.9';
      yield { place, message: `the objective of '${name}' is ${objective} percent`, fix };
    }
  },
};

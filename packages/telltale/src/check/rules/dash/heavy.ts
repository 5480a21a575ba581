import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { allPanels, prometheusTargets } from './panels.ts';

/** Panels that cost much at every refresh. */
export const dashHeavy: CheckRule = {
  id: 'dash/heavy',
  severity: 'warning',
  preset: 'strict',
  why: 'Every refresh of every open tab asks all of it again.',
  doc: 'A panel has more than 25 queries.',
  examples: [
    {
      wrong: dashboardFiles({
        panel: { targets: Array.from({ length: 26 }, (_, index) => ({ refId: `Q${index}`, expr: 'up' })) },
      }),
      right: dashboardFiles({}),
    },
  ],
  *run(workspace) {
    for (const { panel } of allPanels(workspace)) {
      const queries = prometheusTargets(panel).filter(({ isHidden }) => !isHidden);
      if (queries.length <= MAX_QUERIES) continue;
      yield {
        place: panel.placeOf('title'),
        message: `${queries.length} queries in one panel`,
        fix: 'ask once for all series, with `sum by (…)`',
      };
    }
  },
};

const MAX_QUERIES = 25;

import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles, examplePanel } from '../examples/example-dashboard.ts';
import { grafanaDashboards } from './panels.ts';

/** Dashboards that show too much. */
export const dashTooManyPanels: CheckRule = {
  id: 'dash/too-many-panels',
  severity: 'info',
  preset: 'strict',
  why: 'Nobody takes in so many charts at once, and each of them is asked again at every refresh.',
  doc: 'A dashboard has more than 40 panels that are not folded into rows.',
  examples: [
    {
      wrong: dashboardFiles({
        morePanels: Array.from({ length: 40 }, (_, index) => examplePanel(index + 2)),
      }),
      right: dashboardFiles({}),
    },
  ],
  *run(workspace) {
    for (const dashboard of grafanaDashboards(workspace)) {
      const shown = dashboard.panels.filter(({ parsed }) => !parsed?.foldedInto?.get('collapsed')?.boolean());
      if (shown.length <= MAX_PANELS) continue;
      yield {
        place: dashboard.placeOf('title'),
        message: `${shown.length} panels are shown at once`,
        fix: 'make several dashboards of it with links between them, or fold rows',
      };
    }
  },
};

const MAX_PANELS = 40;

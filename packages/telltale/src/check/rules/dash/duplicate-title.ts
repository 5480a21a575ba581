import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles, examplePanel } from '../examples/example-dashboard.ts';
import { drawsData, grafanaDashboards } from './panels.ts';

/** Panels of one dashboard with one title. */
export const dashDuplicateTitle: CheckRule = {
  id: 'dash/duplicate-title',
  severity: 'info',
  preset: 'strict',
  why: 'Who is told to look at the panel has to guess which.',
  doc: 'Two panels in one row of a dashboard have the same title. In different rows the row’s title tells them apart.',
  examples: [
    {
      wrong: dashboardFiles({ morePanels: [{ ...examplePanel(2), title: 'CPU 1' }] }),
      right: dashboardFiles({ morePanels: [examplePanel(2)] }),
    },
  ],
  *run(workspace) {
    for (const { panels } of grafanaDashboards(workspace)) {
      const seen = new Set<string>();
      for (const panel of panels.filter(drawsData)) {
        const key = JSON.stringify([panel.parsed?.row, panel.title]);
        if (panel.title !== '' && seen.has(key)) {
          const message = `another panel is called ${panel.title}, too`;
          yield { place: panel.placeOf('title'), message, fix: 'say in each what is different about it' };
        }
        seen.add(key);
      }
    }
  },
};

import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { drawsData, grafanaPanels } from './panels.ts';

/** Panels without a title. */
export const dashNoTitle: CheckRule = {
  id: 'dash/no-title',
  severity: 'warning',
  preset: 'strict',
  why: 'Nobody who looks at it at night knows what it shows.',
  doc: 'A panel that draws data has no title. Figures whose own text says what they are count as well: alerts, links and screen readers need the title.',
  examples: [{ wrong: dashboardFiles({ panel: { title: '' } }), right: dashboardFiles({}) }],
  *run(workspace) {
    for (const { panel } of grafanaPanels(workspace)) {
      if (panel.title.trim() !== '' || !drawsData(panel)) continue;
      yield {
        place: panel.placeOf('title'),
        message: 'the panel has no title',
        fix: 'say in a few words what it shows',
      };
    }
  },
};

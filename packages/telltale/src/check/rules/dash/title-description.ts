import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { drawsData, grafanaPanels } from './panels.ts';

/** Panels that are not explained. */
export const dashTitleDescription: CheckRule = {
  id: 'dash/title-description',
  severity: 'info',
  preset: 'strict',
  why: 'A title is a few words: what is counted, and what is normal, stands in the description.',
  doc: 'A panel that draws data has a title and no description.',
  examples: [{ wrong: dashboardFiles({ panel: { description: '' } }), right: dashboardFiles({}) }],
  *run(workspace) {
    for (const { panel } of grafanaPanels(workspace)) {
      if (panel.title === '' || panel.description.trim() !== '' || !drawsData(panel)) continue;
      yield {
        place: panel.placeOf('title'),
        message: 'the panel has no description',
        fix: 'say what it shows, and what is normal',
      };
    }
  },
};

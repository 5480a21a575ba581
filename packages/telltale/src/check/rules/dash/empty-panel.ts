import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { drawsData, grafanaPanels } from './panels.ts';

/** Panels whose queries give nothing to draw. */
export const dashEmptyPanel: CheckRule = {
  id: 'dash/empty-panel',
  severity: 'error',
  why: 'All that the panel ever says is "No data".',
  doc: 'Every query of a panel on Prometheus is hidden or an empty text. Unknown metrics are `promql/unknown-metric`.',
  examples: [{ wrong: dashboardFiles({ target: { expr: '' } }), right: dashboardFiles({}) }],
  *run(workspace) {
    for (const { panel } of grafanaPanels(workspace)) {
      const { targets } = panel;
      const isOfPrometheus = targets.every(({ datasource }) => datasource === 'prometheus');
      if (targets.length === 0 || !isOfPrometheus || !drawsData(panel)) continue;
      if (!targets.every(({ isHidden, text }) => isHidden || text.trim() === '')) continue;
      const areHidden = targets.every(({ isHidden }) => isHidden);
      yield {
        place: panel.placeOf('targets'),
        message: areHidden ? 'all queries of the panel are hidden' : 'the panel has no query with a text',
        fix: areHidden ? 'show one of them' : 'write the query, or take the panel out',
      };
    }
  },
};

import type { CheckRule } from '../../check-rule.ts';
import { allPanels, drawsData } from './panels.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';

/** Panels that ask nothing. */
export const dashNoTargets: CheckRule = {
  id: 'dash/no-targets',
  severity: 'error',
  why: 'A panel without a query is empty for ever.',
  doc: 'A panel that draws data has no query. Texts, lists, canvases, panels of a library and those on Grafana’s own data are left alone.',
  examples: [{ wrong: dashboardFiles({ panel: { targets: [] } }), right: dashboardFiles({}) }],
  *run(workspace) {
    for (const { dashboard, panel } of allPanels(workspace)) {
      if (dashboard.origin === 'definition' || panel.targets.length > 0 || !drawsData(panel)) continue;
      if (panel.parsed?.node.get('snapshotData') || panel.datasource === 'other') continue;
      yield {
        place: panel.placeOf('title'),
        message: 'the panel has no query',
        fix: 'add a query, or take the panel out',
      };
    }
  },
};

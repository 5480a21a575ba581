import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { allPanels } from './panels.ts';

/** Panels of types that Grafana no longer has. */
export const dashDeprecatedPanel: CheckRule = {
  id: 'dash/deprecated-panel',
  severity: 'error',
  why: 'Grafana 12 has no Angular panels any more: what it cannot convert at load stays empty.',
  doc: 'A panel has a type that was an Angular plugin: `graph`, `singlestat`, `table-old`, the pie chart and world map of before Grafana 8 and others. Dashboards of `schemaVersion` 36 and older that were exported for old Grafanas are reported as well: saving them once converts them.',
  examples: [{ wrong: dashboardFiles({ panel: { type: 'graph' } }), right: dashboardFiles({}) }],
  *run(workspace) {
    for (const { panel } of allPanels(workspace)) {
      const successor = SUCCESSORS.get(panel.type);
      if (successor === undefined) continue;
      yield {
        place: panel.placeOf('type'),
        message: `the panel type ${panel.type} was removed`,
        fix: `use ${successor}`,
      };
    }
  },
};

const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['graph', 'timeseries'],
  ['singlestat', 'stat'],
  ['grafana-singlestat-panel', 'stat'],
  ['table-old', 'table'],
  ['grafana-piechart-panel', 'piechart'],
  ['grafana-worldmap-panel', 'geomap'],
  ['natel-discrete-panel', 'state-timeline'],
  ['flant-statusmap-panel', 'status-history'],
  ['jdbranham-diagram-panel', 'canvas'],
  ['vonage-status-panel', 'stat'],
  ['michaeldmoore-multistat-panel', 'bargauge'],
  ['briangann-gauge-panel', 'gauge'],
]);

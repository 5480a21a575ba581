import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';

/** Panels of types that Grafana no longer has. */
export const dashDeprecatedPanel: CheckRule = {
  id: 'dash/deprecated-panel',
  severity: 'error',
  why: 'Grafana 12 has no Angular panels any more: a panel of a type that it cannot convert is empty.',
  doc: 'Panels of a type that was an Angular plugin, reported once for each type of a dashboard. Those that Grafana converts whenever it loads the dashboard (`graph`, `singlestat`, `table-old`, the pie chart and the world map of before Grafana 8) are warnings: saving the dashboard once converts them for good. The others stay empty, and are errors.',
  examples: [
    { wrong: dashboardFiles({ panel: { type: 'graph' } }), right: dashboardFiles({}) },
    {
      wrong: dashboardFiles({ panel: { type: 'natel-discrete-panel' } }),
      right: dashboardFiles({ panel: { type: 'state-timeline' } }),
    },
  ],
  *run({ dashboards }) {
    for (const { panels } of dashboards) {
      for (const [type, those] of Map.groupBy(panels, (panel) => panel.type)) {
        const { successor, isConverted } = REMOVED.get(type) ?? {};
        if (successor === undefined) continue;
        const [first] = those;
        const count = those.length > 1 ? `, which ${those.length} panels have` : '';
        yield {
          place: first.placeOf('type'),
          message: `Grafana 12 has no panel type ${type}${count}`,
          fix: isConverted ? `use ${successor}: Grafana converts it once you save` : `use ${successor}`,
          ...(isConverted && CONVERTED),
        };
      }
    }
  },
};

const CONVERTED = {
  severity: 'warning',
  why: 'Grafana has to convert it each time, and what the old panel could and the new one cannot is lost.',
} as const;

const REMOVED: ReadonlyMap<string, { readonly successor: string; readonly isConverted: boolean }> = new Map([
  ['graph', { successor: 'timeseries', isConverted: true }],
  ['singlestat', { successor: 'stat', isConverted: true }],
  ['grafana-singlestat-panel', { successor: 'stat', isConverted: true }],
  ['table-old', { successor: 'table', isConverted: true }],
  ['grafana-piechart-panel', { successor: 'piechart', isConverted: true }],
  ['grafana-worldmap-panel', { successor: 'geomap', isConverted: true }],
  ['natel-discrete-panel', { successor: 'state-timeline', isConverted: false }],
  ['flant-statusmap-panel', { successor: 'status-history', isConverted: false }],
  ['michaeldmoore-multistat-panel', { successor: 'bargauge', isConverted: false }],
]);

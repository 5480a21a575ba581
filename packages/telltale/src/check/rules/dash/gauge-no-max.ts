import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { allPanels } from './panels.ts';

/** Gauges without an upper end. */
export const dashGaugeNoMax: CheckRule = {
  id: 'dash/gauge-no-max',
  severity: 'warning',
  preset: 'strict',
  why: 'Without an end Grafana draws to 100, or to the highest value in sight: a full gauge then means nothing.',
  doc: 'A gauge has no `max`, and its unit has no natural one as percent and shares have.',
  examples: [
    {
      wrong: dashboardFiles({
        panel: { type: 'gauge', fieldConfig: { defaults: { unit: 'bytes' }, overrides: [] } },
      }),
      right: dashboardFiles({
        panel: { type: 'gauge', fieldConfig: { defaults: { unit: 'bytes', max: 8e9 }, overrides: [] } },
      }),
    },
  ],
  *run(workspace) {
    for (const { dashboard, panel } of allPanels(workspace)) {
      if (panel.type !== 'gauge' || panel.max !== undefined || dashboard.origin === 'definition') continue;
      if (/^percent(?:unit)?$/.test(panel.unit)) continue;
      yield {
        place: panel.placeOf('type'),
        message: 'the gauge has no max',
        fix: 'set min and max, or use a stat for what has no upper end',
      };
    }
  },
};

import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaPanels } from './panels.ts';

/** Figures without a unit. */
export const dashUnit: CheckRule = {
  id: 'dash/unit',
  severity: 'info',
  preset: 'strict',
  why: 'A bare number says nothing: 0.3 may be a share, seconds or requests per second.',
  doc: 'A chart, figure or gauge on Prometheus has no unit. Figures whose values are mapped to words need none.',
  examples: [
    {
      wrong: dashboardFiles({ panel: { fieldConfig: { defaults: {}, overrides: [] } } }),
      right: dashboardFiles({}),
    },
  ],
  *run(workspace) {
    for (const { panel } of grafanaPanels(workspace)) {
      if (panel.unit !== '' || !NUMERIC.has(panel.type)) continue;
      const defaults = panel.parsed.node.at('fieldConfig', 'defaults');
      const hasMappings = (defaults?.get('mappings')?.items().length ?? 0) > 0;
      if (hasMappings || panel.targets.every(({ text }) => text === '')) continue;
      yield {
        place: panel.placeOf('title'),
        message: 'the panel has no unit',
        fix: 'set fieldConfig.defaults.unit, such as s, bytes, percentunit, or short for counts',
      };
    }
  },
};

const NUMERIC: ReadonlySet<string> = new Set(['bargauge', 'gauge', 'graph', 'stat', 'timeseries']);

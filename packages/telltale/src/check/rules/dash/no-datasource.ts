import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaPanels } from './panels.ts';

/** Panels that do not name their data source. */
export const dashNoDatasource: CheckRule = {
  id: 'dash/no-datasource',
  severity: 'info',
  preset: 'strict',
  why: 'They ask whatever is the default data source, which is another one in every Grafana.',
  doc: 'Neither a panel nor its queries on Prometheus name a data source.',
  examples: [
    {
      wrong: dashboardFiles({ panel: { datasource: undefined }, target: { datasource: undefined } }),
      right: dashboardFiles({}),
    },
  ],
  *run(workspace) {
    for (const { panel } of grafanaPanels(workspace)) {
      const { parsed, targets } = panel;
      const isNamed = parsed.datasource !== undefined || parsed.targets.some(({ datasource }) => datasource);
      if (isNamed || targets.every(({ text }) => text === '')) continue;
      yield {
        place: panel.placeOf('title'),
        message: 'the panel names no data source',
        fix: 'name one: { "type": "prometheus", "uid": "prometheus" }, or a variable',
      };
    }
  },
};

import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaPanels } from './panels.ts';

/** Panels that do not follow the data source people choose. */
export const dashDsHardcoded: CheckRule = {
  id: 'dash/ds-hardcoded',
  severity: 'warning',
  preset: 'strict',
  why: 'Whoever chooses another data source still sees the old one in these panels.',
  doc: 'A dashboard has a variable or input for the data source, and a panel or query names one by its identifier.',
  examples: [
    {
      wrong: dashboardFiles({
        board: { templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }] } },
        target: { datasource: undefined },
      }),
      right: dashboardFiles({
        board: { templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }] } },
        panel: { datasource: { type: 'prometheus', uid: '$datasource' } },
        target: { datasource: undefined },
      }),
    },
  ],
  *run(workspace) {
    for (const { dashboard, panel } of grafanaPanels(workspace)) {
      const { variables, inputs } = dashboard.parsed;
      const variable = variables.find(
        ({ type, query }) => type === 'datasource' && query?.text() === 'prometheus',
      );
      const input = [...inputs].find(([, { pluginId }]) => pluginId === 'prometheus');
      const name = variable?.name ?? input?.[0];
      if (name === undefined) continue;
      const refs = new Set([
        panel.parsed.datasource,
        ...panel.parsed.targets.map((target) => target.datasource),
      ]);
      for (const ref of refs) {
        const isLiteral = ref?.uid !== undefined && ref.uid !== '' && !/[$[]|^-- |^grafana$/.test(ref.uid);
        if (!ref || !isLiteral || (ref.type ?? 'prometheus') !== 'prometheus') continue;
        const message = `the panel asks ${ref.uid ?? ''}, not what is chosen in ${name}`;
        yield {
          place: dashboard.placeIn(ref.node, `panel ${panel.title}`),
          message,
          fix: `write "\${${name}}"`,
        };
      }
    }
  },
};

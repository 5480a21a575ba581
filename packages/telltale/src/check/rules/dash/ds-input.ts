import type { CheckRule } from '../../check-rule.ts';
import { exampleDashboard } from '../examples/example-dashboard.ts';
import { isProvisioned } from './provisioned.ts';
import { grafanaDashboards } from './panels.ts';

/** Dashboards for the import by hand, in folders that Grafana reads itself. */
export const dashDsInput: CheckRule = {
  id: 'dash/ds-input',
  severity: 'error',
  why: 'Nobody is asked for the data source then: `${DS_PROMETHEUS}` stays as it is, and every panel is empty.',
  doc: 'A dashboard with `__inputs` for data sources stands in a Kubernetes object, or in a folder that a provider or a mount of this repository gives to Grafana.',
  examples: [
    {
      wrong: {
        files: {
          'grafana/provisioning/dashboards/shop.json': exampleDashboard({
            board: { __inputs: [{ name: 'DS_PROMETHEUS', type: 'datasource', pluginId: 'prometheus' }] },
          }),
        },
      },
      right: { files: { 'grafana/provisioning/dashboards/shop.json': exampleDashboard({}) } },
    },
  ],
  *run(workspace) {
    for (const dashboard of grafanaDashboards(workspace)) {
      const input = [...dashboard.parsed.inputs].find(([, { type }]) => type === 'datasource');
      if (!input || !isProvisioned(dashboard, workspace)) continue;
      yield {
        place: dashboard.placeIn(input[1].node),
        message: `${input[0]} is only asked for at an import by hand`,
        fix: 'name the data source by its uid, or by a variable of the type datasource',
      };
    }
  },
};

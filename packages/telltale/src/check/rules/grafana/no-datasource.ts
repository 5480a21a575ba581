import type { CheckRule } from '../../check-rule.ts';
import { composeFiles } from '../examples/example-grafana.ts';
import { grafanaMounts } from '../../stack/grafana-mount.ts';
import { provisionedDatasources } from '../../stack/provisioned-datasource.ts';

/** Provisioned dashboards without a provisioned data source. */
export const grafanaNoDatasource: CheckRule = {
  id: 'grafana/no-datasource',
  severity: 'warning',
  preset: 'strict',
  why: 'The dashboards are there and every panel of them is empty, until somebody adds the data source by hand.',
  doc: 'A Compose file mounts provisioning into Grafana, and no file in sight provisions a data source.',
  examples: [
    {
      wrong: composeFiles('./provisioning:/etc/grafana/provisioning', {
        'provisioning/dashboards/provider.yml': 'provider',
      }),
      right: composeFiles('./provisioning:/etc/grafana/provisioning', {
        'provisioning/datasources/ds.yml': 'datasource',
      }),
    },
  ],
  *run(workspace) {
    if (provisionedDatasources(workspace).length > 0) return;
    for (const { target, path, node, service } of grafanaMounts(workspace)) {
      const isWhole = /\/provisioning\/?$/.test(target);
      if (path === undefined || (!isWhole && !/\/provisioning\/dashboards\/?$/.test(target))) continue;
      // What is not in sight may hold one.
      if (workspace.hasFile(path) !== true && !service.document.isExample) continue;
      yield {
        place: service.placeOf(node),
        message: 'no data source is provisioned',
        fix: 'add provisioning/datasources/datasources.yml with the address of Prometheus and a fixed uid',
      };
      return;
    }
  },
};

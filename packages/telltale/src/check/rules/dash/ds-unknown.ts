import type { CheckRule } from '../../check-rule.ts';
import { provisionedDatasources } from '../../stack/provisioned-datasource.ts';
import { exampleDashboard } from '../examples/example-dashboard.ts';
import { grafanaPanels } from './panels.ts';
import { isProvisioned } from './provisioned.ts';

const DATASOURCES = `apiVersion: 1
datasources:
  - name: Prometheus
    uid: prometheus
    type: prometheus
    url: http://prometheus:9090
    isDefault: true
`;

/** Panels on data sources that are not provisioned. */
export const dashDsUnknown: CheckRule = {
  id: 'dash/ds-unknown',
  severity: 'error',
  why: 'Grafana does not find the data source: the panel shows an error.',
  doc: 'A provisioned dashboard names a data source by a uid (or name) that none of the provisioned data sources has. Nothing is said where one of them leaves its uid to Grafana.',
  examples: [
    {
      wrong: {
        files: {
          'provisioning/datasources/ds.yml': DATASOURCES,
          'provisioning/dashboards/shop.json': exampleDashboard({
            panel: { datasource: { type: 'prometheus', uid: 'P1809F7CD0C75ACF3' } },
            target: { datasource: undefined },
          }),
        },
      },
      right: {
        files: {
          'provisioning/datasources/ds.yml': DATASOURCES,
          'provisioning/dashboards/shop.json': exampleDashboard({}),
        },
      },
    },
  ],
  *run(workspace) {
    const sources = provisionedDatasources(workspace);
    if (sources.length === 0 || sources.some(({ uid }) => uid === undefined)) return;
    const known = new Set(sources.flatMap(({ uid, name }) => [uid, name]));
    for (const { dashboard, panel } of grafanaPanels(workspace)) {
      const refs = new Set([
        panel.parsed.datasource,
        ...panel.parsed.targets.map((target) => target.datasource),
      ]);
      for (const ref of refs) {
        const uid = ref?.uid;
        if (!ref || uid === undefined || uid === '' || /[$[]|^-- |^grafana$|^default$|^__expr__$/.test(uid))
          continue;
        if (known.has(uid) || !isProvisioned(dashboard, workspace)) continue;
        const names = sources.map((source) => source.uid).join(', ');
        yield {
          place: dashboard.placeIn(ref.node, `panel ${panel.title}`),
          message: `no data source ${uid} is provisioned`,
          fix: `use one of ${names}`,
        };
      }
    }
  },
};

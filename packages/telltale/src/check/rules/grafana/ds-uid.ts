import type { CheckRule } from '../../check-rule.ts';
import { provisionedDatasources } from '../../stack/provisioned-datasource.ts';

const DATASOURCES = `apiVersion: 1
prune: true
datasources:
  - name: Prometheus
    type: prometheus
`;

/** Data sources whose identity Grafana chooses. */
export const grafanaDsUid: CheckRule = {
  id: 'grafana/ds-uid',
  severity: 'warning',
  preset: 'strict',
  why: 'Grafana makes one up: dashboards that name it are empty in every other Grafana, and in this one after its volume is lost.',
  doc: 'A provisioned data source has no `uid`, or the same as another.',
  examples: [
    {
      wrong: { files: { 'datasources.yml': DATASOURCES } },
      right: { files: { 'datasources.yml': `${DATASOURCES}    uid: prometheus\n` } },
    },
  ],
  *run(workspace) {
    const seen = new Set<string>();
    for (const { name = '', uid, node, document } of provisionedDatasources(workspace)) {
      const nameNode = node.get('uid') ?? node.get('name') ?? node;
      const place = document.placeOf(nameNode, `data source ${name}`);
      if (uid === undefined)
        yield { place, message: `${name} has no uid`, fix: 'add uid: with a name that stays' };
      else if (seen.has(uid))
        yield { place, message: `another data source has the uid ${uid}, too`, fix: 'give each its own' };
      seen.add(uid ?? '');
    }
  },
};

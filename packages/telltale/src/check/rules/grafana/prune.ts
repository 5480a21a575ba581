import type { CheckRule } from '../../check-rule.ts';

const DATASOURCES =
  'apiVersion: 1\ndatasources:\n  - name: Prometheus\n    uid: prometheus\n    type: prometheus\n';

/** Data sources that stay after they were taken out of the file. */
export const grafanaPrune: CheckRule = {
  id: 'grafana/prune',
  severity: 'info',
  preset: 'strict',
  why: 'What is removed from the file stays in Grafana, and dashboards go on asking it.',
  doc: 'A provisioning file of data sources has neither `prune: true` (Grafana 11.1) nor `deleteDatasources`.',
  examples: [
    {
      wrong: { files: { 'datasources.yml': DATASOURCES } },
      right: {
        files: { 'datasources.yml': DATASOURCES.replace('datasources:', 'prune: true\ndatasources:') },
      },
    },
  ],
  *run({ documents }) {
    for (const { kind, root, placeOf } of documents) {
      if (kind !== 'grafana-datasources' || root.get('prune') || root.get('deleteDatasources')) continue;
      const entry = root.entries().find(({ key }) => key === 'datasources');
      if (!entry) continue;
      yield {
        place: placeOf({ start: entry.keyStart, end: entry.keyEnd }),
        message: 'what is taken out of this file stays in Grafana',
        fix: 'add prune: true',
      };
    }
  },
};

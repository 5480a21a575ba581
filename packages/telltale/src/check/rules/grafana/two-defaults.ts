import type { CheckRule } from '../../check-rule.ts';
import { provisionedDatasources } from '../../stack/provisioned-datasource.ts';

const DATASOURCES = `apiVersion: 1
prune: true
datasources:
  - name: Prometheus
    type: prometheus
`;

/** Two default data sources. */
export const grafanaTwoDefaults: CheckRule = {
  id: 'grafana/two-defaults',
  severity: 'error',
  why: 'Grafana does not start: "Only one datasource per organization can be marked as default".',
  doc: 'Two data sources of one provisioning file and organisation are `isDefault: true`.',
  examples: [
    {
      wrong: {
        files: {
          'datasources.yml': `${DATASOURCES}    uid: a\n    isDefault: true\n  - name: Loki\n    uid: b\n    type: loki\n    isDefault: true\n`,
        },
      },
      right: {
        files: {
          'datasources.yml': `${DATASOURCES}    uid: a\n    isDefault: true\n  - name: Loki\n    uid: b\n    type: loki\n`,
        },
      },
    },
  ],
  *run(workspace) {
    const defaults = new Map<string, string>();
    for (const { name = '', node, document } of provisionedDatasources(workspace)) {
      const isDefault = node.get('isDefault');
      if (!isDefault?.boolean()) continue;
      const key = JSON.stringify([
        document.source.file,
        document.root.start,
        node.get('orgId')?.text() ?? '1',
      ]);
      const first = defaults.get(key);
      if (first === undefined) defaults.set(key, name);
      else {
        const place = document.placeOf(isDefault, `data source ${name}`);
        yield { place, message: `${first} is the default already`, fix: 'let one of them be the default' };
      }
    }
  },
};

import type { CheckRule } from '../../check-rule.ts';

const PROVIDER =
  'apiVersion: 1\nproviders:\n  - name: default\n    type: file\n    allowUiUpdates: false\n    options:\n      path: /dashboards\n';

/** Provisioned dashboards that people may change in the browser. */
export const grafanaUiUpdates: CheckRule = {
  id: 'grafana/ui-updates',
  severity: 'info',
  preset: 'strict',
  why: 'What somebody saves is overwritten when the file changes, or the file is no longer what is shown.',
  doc: 'A provider of dashboards has `allowUiUpdates: true`.',
  examples: [
    {
      wrong: { files: { 'provider.yml': PROVIDER.replace('false', 'true') } },
      right: { files: { 'provider.yml': PROVIDER } },
    },
  ],
  *run({ documents }) {
    for (const { kind, root, placeOf } of documents) {
      if (kind !== 'grafana-providers') continue;
      for (const provider of root.get('providers')?.items() ?? []) {
        const node = provider.get('allowUiUpdates');
        if (!node?.boolean()) continue;
        yield {
          place: placeOf(node, `provider ${provider.get('name')?.text() ?? ''}`),
          message: 'dashboards from files may be changed in the browser',
          fix: 'write allowUiUpdates: false',
        };
      }
    }
  },
};

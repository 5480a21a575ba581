import type { CheckRule } from '../../check-rule.ts';

const CONFIG = 'global:\n  external_labels:\n    cluster: eu\nrule_files: [rules.yml]\nscrape_configs: []\n';

function fileWithLabel(name: string): string {
  return `groups:\n  - name: shop\n    rules:\n      - alert: Example\n        expr: up == 0\n        labels: { ${name}: all }\n`;
}

/** Labels of alerts that external labels are in the way of. */
export const alertLabelsConflict: CheckRule = {
  id: 'alert/labels-conflict',
  severity: 'warning',
  why: 'An external label gives way to the label of the alert: routes on it see another value for this alert.',
  doc: 'A label of an alert with the name of an external label of the configuration, and another value.',
  examples: [
    {
      wrong: { files: { 'rules.yml': fileWithLabel('cluster'), 'prometheus.yml': CONFIG } },
      right: { files: { 'rules.yml': fileWithLabel('team'), 'prometheus.yml': CONFIG } },
    },
  ],
  *run({ rules, prometheusConfigs, definitions }) {
    const external = new Map([
      ...prometheusConfigs.flatMap(({ global }) => Object.entries(global.externalLabels)),
      ...definitions.flatMap(({ resolved }) => Object.entries(resolved.stack?.externalLabels ?? {})),
    ]);
    for (const { kind, labels } of rules) {
      for (const { name, text, placeOf } of kind === 'alerting' ? labels : []) {
        const other = external.get(name);
        if (other === undefined || other === text) continue;
        const message = `'${name}' is an external label too, with the value "${other}"`;
        yield { place: placeOf(), message, fix: 'rename the label, or leave it to the external one' };
      }
    }
  },
};

import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';

const ALERTING =
  'alerting:\n  alertmanagers:\n    - static_configs:\n        - targets: [alertmanager.example.org:9093]\nscrape_configs:\n  - job_name: shop\n';

/** An Alertmanager that never gets anything. */
export const promNoRules: CheckRule = {
  id: 'prom/no-rules',
  severity: 'warning',
  why: 'Prometheus sends alerts that its rules make: without rules nothing ever fires.',
  doc: 'A prometheus.yml names Alertmanagers and has no rule_files.',
  examples: [
    {
      wrong: { files: { 'prometheus.yml': ALERTING } },
      right: {
        files: { 'prometheus.yml': `rule_files: [rules/*.yml]\n${ALERTING}`, 'rules/a.yml': 'groups: []\n' },
      },
    },
    {
      wrong: { files: { 'prometheus.yml': `${ALERTING}rule_files: []\n` } },
      right: { files: { 'prometheus.yml': ALERTING.replace('alertmanager.example.org:9093', '') } },
    },
  ],
  *run({ documents }) {
    for (const { kind, root, placeOf } of documents) {
      if (kind !== 'prometheus-config') continue;
      const alertmanagers = root.at('alerting', 'alertmanagers')?.items().filter(namesTargets) ?? [];
      const alerting = root.entries().find(({ key }) => key === 'alerting');
      if (alertmanagers.length === 0 || !alerting || (root.get('rule_files')?.texts() ?? []).length > 0)
        continue;
      yield {
        place: placeOf({ start: alerting.keyStart, end: alerting.keyEnd }),
        message: 'there is an Alertmanager, and no rule could send it an alert',
        fix: 'add rule_files with the alerting rules',
      };
    }
  },
};

/** The file that Prometheus' image brings has a section with an empty list. */
function namesTargets(alertmanager: SourceNode): boolean {
  const lists = alertmanager.get('static_configs')?.items() ?? [];
  const hasTargets = lists.some((list) => (list.get('targets')?.items() ?? []).length > 0);
  return hasTargets || alertmanager.entries().some(({ key }) => key.endsWith('_sd_configs'));
}

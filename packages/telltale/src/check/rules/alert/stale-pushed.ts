import type { CheckRule } from '../../check-rule.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';

const PUSHED =
  'rule_files: [rules.yml]\nscrape_configs:\n  - job_name: pushgateway\n    honor_labels: true\n    static_configs:\n      - targets: [pushgateway:9091]\n';

function file(rules: string): string {
  return `groups:\n  - name: shop\n    rules:\n${rules}`;
}

const ON_PUSHED = '      - alert: Failed\n        expr: backup_last_result{job="pushgateway"} > 0\n';
const ON_AGE = '      - alert: Old\n        expr: time() - push_time_seconds > 86400\n';

/** Pushed metrics without an alert on their age. */
export const alertStalePushed: CheckRule = {
  id: 'alert/stale-pushed',
  severity: 'warning',
  preset: 'strict',
  why: 'A Pushgateway shows the last push for ever: when the job no longer runs, all still looks well.',
  doc: `Reported on the first alert where a Pushgateway is scraped (its job or target is named so) and no
alert looks at push_time_seconds or a timestamp of a last success.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': file(ON_PUSHED), 'prometheus.yml': PUSHED } },
      right: { files: { 'rules.yml': file(ON_PUSHED + ON_AGE), 'prometheus.yml': PUSHED } },
    },
  ],
  *run({ rules, prometheusConfigs }) {
    const isPushed = prometheusConfigs.some(({ scrapeConfigs }) =>
      scrapeConfigs.some(({ jobName, staticConfigs }) =>
        /push-?gateway/i.test([jobName, ...staticConfigs.flatMap(({ targets }) => targets)].join(' ')),
      ),
    );
    const alerts = rules.filter(({ kind }) => kind === 'alerting');
    const names = alerts.flatMap(({ query }) =>
      query.expr ? selectorsOf(query.expr).map(({ selector }) => metricNameOf(selector) ?? '') : [],
    );
    if (!isPushed || alerts.length === 0) return;
    if (
      names.some((name) =>
        /^push_(?:failure_)?time_seconds$|_timestamp(?:_seconds)?$|last_success/.test(name),
      )
    )
      return;
    const message = 'no alert looks at the age of what was pushed';
    yield { place: alerts[0].placeOf('name'), message, fix: 'add: time() - push_time_seconds > 86400' };
  },
};

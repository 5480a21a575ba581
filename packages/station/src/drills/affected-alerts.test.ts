import type { Rule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { expect, test } from 'vitest';
import { alertsAffectedBy } from './affected-alerts.ts';

function rule(kind: 'alerting' | 'recording', name: string, query: string): Rule {
  const base = { name, query, expr: parseExpr(query), labels: {} };
  return kind === 'recording'
    ? { ...base, kind }
    : { ...base, kind, annotations: {}, forMs: 0, keepFiringForMs: 0 };
}

const RULES = [
  rule('alerting', 'ByAlert', 'ALERTS{alertname="Direct"} > 0'),
  rule('alerting', 'ByRecording', 'job:wait:p99 > 1'),
  rule('recording', 'job:wait:p99', 'histogram_quantile(0.99, sum by (le) (rate(wait_seconds_bucket[5m])))'),
  rule('alerting', 'Direct', 'rate(errors_total[5m]) > 1 and on () up == 1'),
  rule('alerting', 'ByNameLabel', '{__name__="errors_total"} > 1'),
  rule('alerting', 'OfAnything', '{job="shop"} > 1'),
  rule('alerting', 'Other', 'queue_items > 100'),
];

test.each([
  [['errors_total'], ['ByAlert', 'Direct', 'ByNameLabel', 'OfAnything']],
  [['wait_seconds'], ['ByAlert', 'ByRecording', 'OfAnything']],
  [['queue_items'], ['ByAlert', 'OfAnything', 'Other']],
])('what moves %s may make them fire', (metrics, alerts) => {
  expect(alertsAffectedBy(metrics, RULES).toSorted()).toEqual(alerts.toSorted());
});

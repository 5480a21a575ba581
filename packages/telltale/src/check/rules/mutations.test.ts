import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../check-workspace.ts';
import { createInputCollector } from '../workspace/input-collector.ts';

function ruleIds(expr: string, rest = ''): readonly string[] {
  const collector = createInputCollector();
  const text = `groups:\n  - name: shop\n    interval: 1m\n    rules:\n      - alert: Example\n        expr: ${JSON.stringify(expr)}\n${rest}`;
  collector.addRuleFile('rules.yml', text);
  return checkWorkspace(collector.workspace()).findings.map(({ ruleId }) => ruleId);
}

const ERRORS = 'sum by (job) (rate(http_requests_total{code=~"5.."}[5m]))';
const ALL = 'sum by (job) (rate(http_requests_total[5m]))';
const BUCKETS = 'rate(http_request_duration_seconds_bucket[5m])';
const FREE = 'node_filesystem_avail_bytes{fstype!="tmpfs"}';
const SIZE = 'node_filesystem_size_bytes{fstype!="tmpfs"}';

/** Right, wrong, and the rule that tells them apart, without any declaration in sight. */
const MUTATIONS: readonly (readonly [string, string, string])[] = [
  [`${ERRORS} / ${ALL} > 0.05`, `${ALL} / ${ERRORS} > 0.05`, 'alert/always-or-never'],
  [`${ERRORS} / ${ALL} > 0.05`, `${ERRORS} / ${ALL} > 5`, 'promql/unit-mismatch'],
  [`${ERRORS} / ${ALL} > 0.05`, `${ERRORS} / ${ALL} > 500`, 'alert/always-or-never'],
  [`${ERRORS} / ${ALL} > 0.05`, `${ERRORS} / ${ALL} == 0.05`, 'promql/float-equality'],
  [`${ERRORS} / ${ALL} > 0.05`, `${ERRORS} / ${ALL} > bool 0.05`, 'promql/bool'],
  [`${ERRORS} / ${ALL} > 0.05`, `${ERRORS} / ${ALL}`, 'alert/no-comparison'],
  [`${ERRORS} / ${ALL} > 0.05`, `${ERRORS.replace('job', 'pod')} / ${ALL} > 0.05`, 'promql/vector-match'],
  [`${ERRORS} / on (job) ${ALL} > 0.05`, `${ERRORS} / on (pod) ${ALL} > 0.05`, 'promql/impossible'],
  [`100 * ${ERRORS} / ${ALL} > 5`, `100 * ${ERRORS} / ${ALL} > 0.05`, 'promql/unit-mismatch'],
  [`${ERRORS} > 5`, `${ERRORS.replace('by (job)', 'by (instnace)')} > 5`, 'promql/misspelled-label'],
  [`${ERRORS} > 5`, `${ERRORS.replace('=~', '=')} > 5`, 'promql/equals-pattern'],
  [`${ERRORS} > 5`, `${ERRORS.replace('[5m]', '[5s]')} > 5`, 'rate/short-range'],
  [`${ERRORS} > 5`, `${ERRORS.replace('total', 'totla')} > 5`, 'promql/unknown-metric'],
  [`${ERRORS} > 5`, 'sum by (job) (http_requests_total{code=~"5.."}) > 5', 'counter/raw'],
  [`${ERRORS} > 5`, 'rate(sum by (job) (http_requests_total{code=~"5.."})[5m:]) > 5', 'rate/of-sum'],
  [`${ERRORS} > 5`, `${ERRORS} < 0`, 'alert/always-or-never'],
  [
    `histogram_quantile(0.99, sum by (le, job) (${BUCKETS})) > 1`,
    `histogram_quantile(0.99, sum by (job) (${BUCKETS})) > 1`,
    'quantile/no-le',
  ],
  [
    `histogram_quantile(0.99, sum by (le, job) (${BUCKETS})) > 1`,
    `histogram_quantile(99, sum by (le, job) (${BUCKETS})) > 1`,
    'quantile/out-of-range',
  ],
  [
    `max(histogram_quantile(0.99, sum by (le, job) (${BUCKETS}))) > 1`,
    `avg(histogram_quantile(0.99, sum by (le, job) (${BUCKETS}))) > 1`,
    'quantile/avg-of',
  ],
  [`${FREE} / ${SIZE} < 0.1`, `${FREE} / ${SIZE} < 10`, 'promql/unit-mismatch'],
  [`${FREE} / ${SIZE} * 100 < 10`, `${FREE} / ${SIZE} * 100 < 0.1`, 'promql/unit-mismatch'],
  [`(1 - ${FREE} / ${SIZE}) * 100 > 90`, `1 - ${FREE} / ${SIZE} * 100 > 0.9`, 'promql/precedence'],
  [`deriv(${FREE}[1h]) < 0`, `rate(${FREE}[1h]) < 0`, 'rate/not-counter'],
  ['up == 0', 'up == 2', 'alert/always-or-never'],
  ['count by (job) (up == 0) > 2', 'count by (job) (up == 0) < 1', 'alert/always-or-never'],
  [
    'time() - backup_last_success_timestamp_seconds > 86400',
    'backup_last_success_timestamp_seconds > 86400',
    'promql/unit-mismatch',
  ],
];

describe('rules without any declaration in sight', () => {
  it.each(MUTATIONS)('tell %s from %s', (right, wrong, id) => {
    expect(ruleIds(right)).toEqual([]);
    expect(ruleIds(wrong)).toContain(id);
  });

  it("see that 'for' is shorter than the interval of the group", () => {
    expect(ruleIds('up == 0', '        for: 5m\n')).toEqual([]);
    expect(ruleIds('up == 0', '        for: 30s\n')).toEqual(['alert/for-short']);
  });
});

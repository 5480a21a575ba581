import { formatDuration } from '@telltale/model';
import type { YamlMapping } from '../../yaml/print-yaml-value.ts';
import { printYamlDocument } from '../../yaml/print-yaml-value.ts';
import { printSeriesValues } from './print-series-values.ts';
import type { RuleTest, RuleTestCheck, RuleTestFile } from './rule-test-file.ts';

/**
 * Prints a test file for `promtool test rules`, of any version.
 *
 * @param header Lines at the top of the file, as comments.
 */
export function printRuleTestFile(file: RuleTestFile, header: readonly string[] = []): string {
  return printYamlDocument(
    {
      rule_files: file.ruleFiles,
      evaluation_interval: formatDuration(file.evaluationIntervalMs),
      tests: file.tests.map(testOf),
    },
    header,
  );
}

function testOf({ name, intervalMs, series, checks }: RuleTest): YamlMapping {
  return {
    name,
    interval: formatDuration(intervalMs),
    input_series: series.map((one) => ({ series: one.series, values: printSeriesValues(one.values) })),
    alert_rule_test: checks.map(checkOf),
  };
}

function checkOf({ atMs, alertName, alerts }: RuleTestCheck): YamlMapping {
  return {
    eval_time: formatDuration(atMs),
    alertname: alertName,
    exp_alerts: alerts.map(({ labels, annotations }) => ({
      exp_labels: sorted(labels),
      exp_annotations: sorted(annotations),
    })),
  };
}

/** The order of properties must not show in the file. */
function sorted(texts: Readonly<Record<string, string>>): YamlMapping {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

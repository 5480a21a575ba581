import { formatDuration } from '@telltale/model';
import type { YamlMapping } from '../../yaml/print-yaml-value.ts';
import { printYamlDocument } from '../../yaml/print-yaml-value.ts';
import { printSeriesValues } from './print-series-values.ts';
import { printHistogramLiteral } from './histogram-literal.ts';
import type { QueryCheck, RuleTest, RuleTestCheck, RuleTestFile } from './rule-test-file.ts';

/**
 * Prints a test file for `promtool test rules`. What only newer versions read is printed only where it is set.
 *
 * @param header Lines at the top of the file, as comments.
 */
export function printRuleTestFile(file: RuleTestFile, header: readonly string[] = []): string {
  return printYamlDocument(
    {
      rule_files: file.ruleFiles,
      evaluation_interval: formatDuration(file.evaluationIntervalMs),
      ...(file.groupEvalOrder && { group_eval_order: file.groupEvalOrder }),
      ...(file.fuzzyCompare !== undefined && { fuzzy_compare: file.fuzzyCompare }),
      tests: file.tests.map(testOf),
    },
    header,
  );
}

function testOf({ name, intervalMs, series, checks, queryChecks = [], ...server }: RuleTest): YamlMapping {
  const { externalLabels, externalUrl, startMs } = server;
  return {
    name,
    interval: formatDuration(intervalMs),
    ...(startMs !== undefined && { start_timestamp: startMs / 1000 }),
    ...(externalLabels && { external_labels: sorted(externalLabels) }),
    ...(externalUrl !== undefined && { external_url: externalUrl }),
    input_series: series.map((one) => ({ series: one.series, values: printSeriesValues(one.values) })),
    alert_rule_test: checks.map(checkOf),
    ...(queryChecks.length > 0 && { promql_expr_test: queryChecks.map(queryCheckOf) }),
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

function queryCheckOf({ expr, atMs, samples }: QueryCheck): YamlMapping {
  return {
    expr,
    eval_time: formatDuration(atMs),
    exp_samples: samples.map(({ labels, value, histogram }) => ({
      labels,
      ...(histogram ? { histogram: printHistogramLiteral(histogram) } : { value }),
    })),
  };
}

/** The order of properties must not show in the file. */
function sorted(texts: Readonly<Record<string, string>>): YamlMapping {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

import type { RuleGroupStatus } from '@telltale/alerting';
import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';

/** Most rule groups that are told apart. */
const MAX_GROUPS = 1000;
const labels = { rule_group: { maxValues: MAX_GROUPS } } as const;

/** Rule groups, each under `file;name` as Prometheus has it. */
export const ruleMetrics = {
  telltale_rule_group_rules: gauge({ help: 'Rules of the group.', labels }),
  telltale_rule_group_interval_seconds: gauge({
    help: 'How often the group is to be evaluated.',
    unit: 'seconds',
    labels,
  }),
  telltale_rule_group_evaluations_total: counter({ help: 'Evaluations of the whole group.', labels }),
  telltale_rule_group_missed_evaluations_total: counter({
    help: 'Evaluations left out because an earlier one took too long.',
    labels,
  }),
  telltale_rule_evaluation_failures_total: counter({ help: 'Evaluations of rules that failed.', labels }),
  telltale_rule_group_last_duration_seconds: gauge({
    help: 'Time of the last evaluation of the group.',
    unit: 'seconds',
    labels,
  }),
  telltale_rule_group_last_evaluation_timestamp_seconds: gauge({
    help: 'When the group was last evaluated, as Unix time.',
    unit: 'seconds',
    labels,
  }),
  telltale_rule_group_last_evaluation_samples: gauge({
    help: 'Samples that the last evaluation of the group wrote.',
    labels,
  }),
};

/** Reads the figures of every group at each gathering of the metrics. */
export function collectRules(
  metrics: InstrumentsOf<typeof ruleMetrics>,
  groups: () => readonly RuleGroupStatus[],
): void {
  for (const [index, { name, file }] of groups().entries()) {
    const group = { rule_group: `${file};${name}` };
    const read = (figure: (status: RuleGroupStatus) => number) => () => figure(groups()[index]);
    metrics.telltale_rule_group_rules.with(group).collect(read(({ rules }) => rules.length));
    metrics.telltale_rule_group_interval_seconds
      .with(group)
      .collect(read(({ intervalMs }) => intervalMs / 1000));
    metrics.telltale_rule_group_evaluations_total.with(group).collect(read(({ evaluations }) => evaluations));
    metrics.telltale_rule_group_missed_evaluations_total
      .with(group)
      .collect(read(({ missedEvaluations }) => missedEvaluations));
    metrics.telltale_rule_evaluation_failures_total
      .with(group)
      .collect(read(({ failedRules }) => failedRules));
    metrics.telltale_rule_group_last_duration_seconds
      .with(group)
      .collect(read(({ lastDurationMs = 0 }) => lastDurationMs / 1000));
    metrics.telltale_rule_group_last_evaluation_timestamp_seconds
      .with(group)
      .collect(read(({ lastEvaluationMs = 0 }) => lastEvaluationMs / 1000));
    metrics.telltale_rule_group_last_evaluation_samples
      .with(group)
      .collect(read(({ lastSamples }) => lastSamples));
  }
}

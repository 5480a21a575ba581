import type { RuleGroupStatus } from '@telltale/alerting';
import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';
import { createTotals } from './totals.ts';

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

/** Where figures of rule groups are shown, each under its label `rule_group`. */
export interface RuleGroupInstruments {
  readonly gauges: readonly (readonly [GroupGauge, (group: RuleGroupStatus) => number])[];
  readonly counters: readonly (readonly [GroupCounter, (group: RuleGroupStatus) => number])[];
}

type GroupGauge = InstrumentsOf<typeof ruleMetrics>['telltale_rule_group_rules'];
type GroupCounter = InstrumentsOf<typeof ruleMetrics>['telltale_rule_evaluation_failures_total'];

/** Reads the figures of every group at each gathering of the metrics; groups come and go. */
export function collectRuleGroups(
  { gauges, counters }: RuleGroupInstruments,
  groups: () => readonly RuleGroupStatus[],
): void {
  const raise = createTotals();
  const [[first]] = gauges;
  first.collect(() => {
    for (const [gauge] of gauges) gauge.clear();
    for (const group of groups()) {
      const labels = { rule_group: `${group.file};${group.name}` };
      for (const [gauge, read] of gauges) gauge.set(labels, read(group));
      for (const [counter, read] of counters) raise(counter, labels, read(group));
    }
  });
}

/** Shows the rule groups under the station's own names. */
export function collectRules(
  metrics: InstrumentsOf<typeof ruleMetrics>,
  groups: () => readonly RuleGroupStatus[],
): void {
  const gauges: RuleGroupInstruments['gauges'] = [
    [metrics.telltale_rule_group_rules, ({ rules }) => rules.length],
    [metrics.telltale_rule_group_interval_seconds, ({ intervalMs }) => intervalMs / 1000],
    [metrics.telltale_rule_group_last_duration_seconds, ({ lastDurationMs = 0 }) => lastDurationMs / 1000],
    [
      metrics.telltale_rule_group_last_evaluation_timestamp_seconds,
      ({ lastEvaluationMs = 0 }) => lastEvaluationMs / 1000,
    ],
    [metrics.telltale_rule_group_last_evaluation_samples, ({ lastSamples }) => lastSamples],
  ];
  const counters: RuleGroupInstruments['counters'] = [
    [metrics.telltale_rule_group_evaluations_total, ({ evaluations }) => evaluations],
    [metrics.telltale_rule_group_missed_evaluations_total, ({ missedEvaluations }) => missedEvaluations],
    [metrics.telltale_rule_evaluation_failures_total, ({ failedRules }) => failedRules],
  ];
  collectRuleGroups({ gauges, counters }, groups);
}

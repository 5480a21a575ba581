import type { AlertmanagerFigures, RuleGroupStatus } from '@telltale/alerting';
import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';
import type { StoreStats } from '@telltale/storage';
import type { ReloadStatus } from '../reload/reloader.ts';
import { collectRuleGroups } from './rule-metrics.ts';
import type { RuleGroupInstruments } from './rule-metrics.ts';
import { createTotals } from './totals.ts';

const MAX_GROUPS = 1000;
const ofGroup = { rule_group: { maxValues: MAX_GROUPS } } as const;
const ofAlertmanager = { alertmanager: { maxValues: 100 } } as const;

/** What Prometheus says of itself, so that what watches a Prometheus watches a station too. */
export const prometheusMetrics = {
  prometheus_config_last_reload_successful: gauge({
    help: 'Whether the last attempt to read the configuration succeeded.',
  }),
  prometheus_config_last_reload_success_timestamp_seconds: gauge({
    help: 'When the configuration in force was read, as Unix time.',
    unit: 'seconds',
  }),
  prometheus_rule_group_rules: gauge({ help: 'Rules of the group.', labels: ofGroup }),
  prometheus_rule_group_interval_seconds: gauge({
    help: 'How often the group is to be evaluated.',
    unit: 'seconds',
    labels: ofGroup,
  }),
  prometheus_rule_group_last_duration_seconds: gauge({
    help: 'Time of the last evaluation of the group.',
    unit: 'seconds',
    labels: ofGroup,
  }),
  prometheus_rule_group_last_evaluation_timestamp_seconds: gauge({
    help: 'When the group was last evaluated, as Unix time.',
    unit: 'seconds',
    labels: ofGroup,
  }),
  prometheus_rule_group_last_evaluation_samples: gauge({
    help: 'Samples that the last evaluation of the group wrote.',
    labels: ofGroup,
  }),
  prometheus_rule_evaluations_total: counter({ help: 'Evaluations of rules.', labels: ofGroup }),
  prometheus_rule_evaluation_failures_total: counter({
    help: 'Evaluations of rules that failed.',
    labels: ofGroup,
  }),
  prometheus_rule_group_iterations_total: counter({
    help: 'Evaluations of the whole group, also those left out.',
    labels: ofGroup,
  }),
  prometheus_rule_group_iterations_missed_total: counter({
    help: 'Evaluations left out because an earlier one took too long.',
    labels: ofGroup,
  }),
  prometheus_notifications_alertmanagers_discovered: gauge({ help: 'Alertmanagers that are told.' }),
  prometheus_notifications_dropped_total: counter({ help: 'Alerts that no Alertmanager took.' }),
  prometheus_notifications_queue_length: gauge({ help: 'Alerts that wait for an Alertmanager.' }),
  prometheus_notifications_queue_capacity: gauge({ help: 'Alerts that may wait for one Alertmanager.' }),
  prometheus_notifications_sent_total: counter({ help: 'Alerts posted.', labels: ofAlertmanager }),
  prometheus_notifications_errors_total: counter({
    help: 'Alerts whose post failed.',
    labels: ofAlertmanager,
  }),
  prometheus_tsdb_head_series: gauge({ help: 'Series known to the store.' }),
  prometheus_tsdb_head_samples_appended_total: counter({
    help: 'Samples accepted since the start.',
    labels: { type: ['float'] },
  }),
  prometheus_tsdb_storage_blocks_bytes: gauge({
    help: 'Size of the data folder without the log.',
    unit: 'bytes',
  }),
};

/** Where the figures under Prometheus' names are read. */
export interface PrometheusFigures {
  readonly reload: () => ReloadStatus;
  readonly ruleGroups: () => readonly RuleGroupStatus[];
  readonly alertmanagers: () => readonly AlertmanagerFigures[];
  readonly store: () => StoreStats;
}

type Metrics = InstrumentsOf<typeof prometheusMetrics>;

/** Reads all figures at each gathering of the metrics. */
export function collectPrometheus(metrics: Metrics, figures: PrometheusFigures): void {
  const { reload, store } = figures;
  metrics.prometheus_config_last_reload_successful.collect(() => (reload().isSuccessful ? 1 : 0));
  metrics.prometheus_config_last_reload_success_timestamp_seconds.collect(
    () => reload().lastSuccessMs / 1000,
  );
  metrics.prometheus_tsdb_head_series.collect(() => store().series);
  metrics.prometheus_tsdb_head_samples_appended_total
    .with({ type: 'float' })
    .collect(() => store().appendedSamples);
  metrics.prometheus_tsdb_storage_blocks_bytes.collect(() => {
    const { diskBytes, walBytes } = store();
    return Math.max(0, diskBytes - walBytes);
  });
  collectGroups(metrics, figures.ruleGroups);
  collectAlertmanagers(metrics, figures.alertmanagers);
}

function collectGroups(metrics: Metrics, groups: PrometheusFigures['ruleGroups']): void {
  const gauges: RuleGroupInstruments['gauges'] = [
    [metrics.prometheus_rule_group_rules, ({ rules }) => rules.length],
    [metrics.prometheus_rule_group_interval_seconds, ({ intervalMs }) => intervalMs / 1000],
    [metrics.prometheus_rule_group_last_duration_seconds, ({ lastDurationMs = 0 }) => lastDurationMs / 1000],
    [
      metrics.prometheus_rule_group_last_evaluation_timestamp_seconds,
      ({ lastEvaluationMs = 0 }) => lastEvaluationMs / 1000,
    ],
    [metrics.prometheus_rule_group_last_evaluation_samples, ({ lastSamples }) => lastSamples],
  ];
  const counters: RuleGroupInstruments['counters'] = [
    [metrics.prometheus_rule_evaluations_total, ({ evaluations, rules }) => evaluations * rules.length],
    [metrics.prometheus_rule_evaluation_failures_total, ({ failedRules }) => failedRules],
    [
      metrics.prometheus_rule_group_iterations_total,
      ({ evaluations, missedEvaluations }) => evaluations + missedEvaluations,
    ],
    [metrics.prometheus_rule_group_iterations_missed_total, ({ missedEvaluations }) => missedEvaluations],
  ];
  collectRuleGroups({ gauges, counters }, groups);
}

function collectAlertmanagers(metrics: Metrics, alertmanagers: PrometheusFigures['alertmanagers']): void {
  const raise = createTotals();
  const sum = (read: (figures: AlertmanagerFigures) => number) =>
    alertmanagers().reduce((total, one) => total + read(one), 0);
  metrics.prometheus_notifications_alertmanagers_discovered.collect(() => alertmanagers().length);
  metrics.prometheus_notifications_dropped_total.collect(() => sum(({ droppedTotal }) => droppedTotal));
  metrics.prometheus_notifications_queue_capacity.collect(() => sum(({ queueCapacity }) => queueCapacity));
  metrics.prometheus_notifications_queue_length.collect(() => {
    for (const { alertmanager, sentTotal, errorsTotal } of alertmanagers()) {
      raise(metrics.prometheus_notifications_sent_total, { alertmanager }, sentTotal);
      raise(metrics.prometheus_notifications_errors_total, { alertmanager }, errorsTotal);
    }
    return sum(({ queueLength }) => queueLength);
  });
}

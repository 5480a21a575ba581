import { alert } from '../rules/alert.ts';
import type { ExporterOptions, PackParts } from './create-pack.ts';
import { createPack } from './create-pack.ts';
import { prometheusMetrics, PROMETHEUS_SOURCE } from './data/prometheus-metrics.ts';
import type { ExporterPack } from './exporter-pack.ts';

const PARTS: PackParts<ReturnType<typeof prometheusMetrics>> = {
  pack: 'prometheus',
  job: 'prometheus',
  host: 'localhost',
  port: 9090,
  // It is a part of every generated stack already.
  image: '',
  metrics: prometheusMetrics,
  source: PROMETHEUS_SOURCE,
  alerts: (m, { runbook }) => ({
    PrometheusConfigurationRefused: alert({
      when: m.prometheus_config_last_reload_successful.now().max('instance').below(1),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('PrometheusConfigurationRefused'),
      summary: ({ labels }) => `${labels.instance} runs on its old configuration: the new one is refused`,
    }),
    PrometheusRuleFailures: alert({
      when: m.prometheus_rule_evaluation_failures_total
        .increase('10m')
        .sum('instance', 'rule_group')
        .above(0),
      for: '5m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('PrometheusRuleFailures'),
      summary: ({ labels }) => `Rules of ${labels.rule_group} cannot be evaluated: their alerts are dead`,
    }),
    PrometheusNotificationsDropped: alert({
      when: m.prometheus_notifications_dropped_total.increase('10m').sum('instance').above(0),
      for: '5m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('PrometheusNotificationsDropped'),
      summary: ({ labels }) => `${labels.instance} cannot hand its alerts to Alertmanager`,
    }),
  }),
  dashboards: (m) => ({
    Prometheus: {
      Series: {
        query: m.prometheus_tsdb_head_series.now().max('instance'),
        legend: '{{instance}}',
        description: 'Series in memory: what its memory goes by',
      },
      'Samples taken in': {
        query: m.prometheus_tsdb_head_samples_appended_total.rate('auto').sum('instance'),
        legend: '{{instance}}',
        description: 'Samples per second that are stored',
      },
      'Rule failures': {
        query: m.prometheus_rule_evaluation_failures_total.rate('auto').sum('rule_group'),
        legend: '{{rule_group}}',
        description: 'Evaluations per second that failed; an alert whose rule fails does not fire',
      },
      'Storage size': {
        query: m.prometheus_tsdb_storage_blocks_bytes.now().max('instance'),
        legend: '{{instance}}',
        description: 'Bytes of the stored blocks, without the newest hours',
      },
    },
  }),
};

/**
 * Prometheus itself: who watches the monitoring.
 *
 * @example
 * ```ts
 * import { defineMonitoring, prometheusServer } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [prometheusServer()],
 *   dashboards: (m) => ({ Monitoring: { Series: m.prometheus_tsdb_head_series.now().max() } }),
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function prometheusServer<const Job extends string = 'prometheus'>(
  options?: ExporterOptions<Job>,
): ExporterPack<Job, ReturnType<typeof prometheusMetrics>> {
  return createPack(PARTS, options);
}

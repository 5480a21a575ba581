import { alert } from '../rules/alert.ts';
import type { ExporterOptions, PackParts } from './create-pack.ts';
import { createPack } from './create-pack.ts';
import { alertmanagerMetrics, ALERTMANAGER_SOURCE } from './data/alertmanager-metrics.ts';
import type { ExporterPack } from './exporter-pack.ts';

const PARTS: PackParts<ReturnType<typeof alertmanagerMetrics>> = {
  pack: 'alertmanager',
  job: 'alertmanager',
  host: 'alertmanager',
  port: 9093,
  // It is a part of every generated stack already.
  image: '',
  metrics: alertmanagerMetrics,
  source: ALERTMANAGER_SOURCE,
  alerts: (m, { job, runbook }) => ({
    AlertmanagerDown: alert({
      when: m.up(job).below(1),
      for: '5m',
      onNoData: 'fire',
      severity: 'critical',
      runbook: runbook('AlertmanagerDown'),
      summary: ({ labels }) => `Alertmanager at ${labels.instance} does not answer: nobody is told of alerts`,
    }),
    AlertmanagerNotificationsFailing: alert({
      when: m.alertmanager_notifications_failed_total.increase('10m').sum('instance', 'integration').above(0),
      for: '5m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('AlertmanagerNotificationsFailing'),
      summary: ({ labels }) => `Notifications by ${labels.integration} do not arrive`,
    }),
  }),
  dashboards: (m) => ({
    Alertmanager: {
      Notifications: {
        queries: {
          sent: m.alertmanager_notifications_total.rate('auto').sum('integration'),
          failed: m.alertmanager_notifications_failed_total.rate('auto').sum('integration'),
        },
        description: 'Notifications per second by kind of receiver, and those that did not arrive',
      },
      Alerts: {
        query: m.alertmanager_alerts.now().max('state'),
        legend: '{{state}}',
        description: 'Alerts that it knows of, by state',
      },
    },
  }),
};

/**
 * Alertmanager itself: whether notifications arrive.
 *
 * @example
 * ```ts
 * import { alertmanagerServer, defineMonitoring } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [alertmanagerServer()],
 *   dashboards: (m) => ({ Monitoring: { Alerts: m.alertmanager_alerts.now().max('state') } }),
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function alertmanagerServer<const Job extends string = 'alertmanager'>(
  options?: ExporterOptions<Job>,
): ExporterPack<Job, ReturnType<typeof alertmanagerMetrics>> {
  return createPack(PARTS, options);
}

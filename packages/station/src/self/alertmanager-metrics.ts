import type { ChannelState, KnownAlert, NotificationRecord, ReceiverTest, Silence } from '@telltale/alerting';
import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge, histogram } from '@telltale/sdk/define';
import type { ReloadStatus } from '../reload/reloader.ts';

const MAX_RECEIVERS = 1000;
const INTEGRATIONS = ['webhook', 'slack', 'email', 'pagerduty'] as const;
/** Words for why a message was not taken, as newer Alertmanagers have them. */
const REASONS = [
  'clientError',
  'serverError',
  'rateLimited',
  'authError',
  'contextCanceled',
  'contextDeadlineExceeded',
  'other',
] as const;
const ofReceiver = { integration: INTEGRATIONS, receiver_name: { maxValues: MAX_RECEIVERS } } as const;

/** What Alertmanager says of itself, so that what watches one watches a station too. */
export const alertmanagerMetrics = {
  alertmanager_alerts: gauge({
    help: 'Alerts by state.',
    labels: { state: ['active', 'suppressed', 'unprocessed'] },
  }),
  alertmanager_silences: gauge({
    help: 'Silences by state.',
    labels: { state: ['active', 'pending', 'expired'] },
  }),
  alertmanager_alerts_received_total: counter({
    help: 'Alerts that were posted to the API.',
    labels: { status: ['firing', 'resolved'], version: ['v2'] },
  }),
  alertmanager_alerts_invalid_total: counter({
    help: 'Posted alerts that were refused.',
    labels: { version: ['v2'] },
  }),
  alertmanager_receivers: gauge({ help: 'Receivers that are told.' }),
  alertmanager_integrations: gauge({ help: 'Ways in which receivers are told.' }),
  alertmanager_dispatcher_aggregation_groups: gauge({ help: 'Groups of alerts.' }),
  alertmanager_config_last_reload_successful: gauge({
    help: 'Whether the last attempt to read the configuration succeeded.',
  }),
  alertmanager_config_last_reload_success_timestamp_seconds: gauge({
    help: 'When the configuration in force was read, as Unix time.',
    unit: 'seconds',
  }),
  alertmanager_notification_requests_total: counter({
    help: 'Attempts to deliver a notification.',
    labels: ofReceiver,
  }),
  alertmanager_notification_requests_failed_total: counter({
    help: 'Attempts to deliver that failed.',
    labels: ofReceiver,
  }),
  alertmanager_notifications_total: counter({ help: 'Notifications attempted.', labels: ofReceiver }),
  alertmanager_notifications_failed_total: counter({
    help: 'Notifications that were refused, or did not arrive by every fifth attempt.',
    labels: { ...ofReceiver, reason: REASONS },
  }),
  telltale_receiver_test_success: gauge({
    help: 'Whether the last test message to the receiver arrived.',
    labels: ofReceiver,
  }),
  alertmanager_notification_latency_seconds: histogram({
    help: 'Time of attempts to deliver.',
    unit: 'seconds',
    labels: ofReceiver,
    buckets: [0.1, 0.5, 1, 5, 10, 15, 20],
  }),
};

/** Where the figures under Alertmanager's names are read. */
export interface AlertmanagerMetricsSource {
  readonly reload: () => ReloadStatus;
  readonly alerts: () => readonly Pick<KnownAlert, 'state'>[];
  readonly groups: () => readonly unknown[];
  readonly silences: () => readonly Pick<Silence, 'state'>[];
  readonly channels: () => readonly Pick<ChannelState, 'receiver' | 'integration'>[];
}

type Metrics = InstrumentsOf<typeof alertmanagerMetrics>;
type Integration = (typeof INTEGRATIONS)[number];

/** Reads figures at each gathering of the metrics. */
export function collectAlertmanager(metrics: Metrics, source: AlertmanagerMetricsSource): void {
  const { reload, alerts, silences, groups, channels } = source;
  metrics.alertmanager_alerts.collect((byState) =>
    setStates(byState, alerts(), ['active', 'suppressed', 'unprocessed']),
  );
  metrics.alertmanager_silences.collect((byState) =>
    setStates(byState, silences(), ['active', 'pending', 'expired']),
  );
  metrics.alertmanager_dispatcher_aggregation_groups.collect(() => groups().length);
  metrics.alertmanager_receivers.collect(() => new Set(channels().map(({ receiver }) => receiver)).size);
  metrics.alertmanager_integrations.collect(() => {
    for (const { receiver, integration } of channels()) zeroReceiver(metrics, receiver, integration);
    return channels().length;
  });
  metrics.alertmanager_config_last_reload_successful.collect(() => (reload().isSuccessful ? 1 : 0));
  metrics.alertmanager_config_last_reload_success_timestamp_seconds.collect(
    () => reload().lastSuccessMs / 1000,
  );
}

function setStates<State extends string>(
  gauge: { set(labels: { readonly state: State }, value: number): void },
  items: readonly { readonly state: State }[],
  states: readonly State[],
): void {
  for (const state of states) gauge.set({ state }, items.filter((item) => item.state === state).length);
}

/** A series that begins with its first failure would not be seen to increase by it. */
function zeroReceiver(metrics: Metrics, receiver_name: string, kind: string): void {
  const integration = integrationOf(kind);
  metrics.alertmanager_notifications_total.zero({ integration, receiver_name });
  for (const reason of REASONS) {
    metrics.alertmanager_notifications_failed_total.zero({ integration, receiver_name, reason });
  }
}

/** A message that did not arrive by this many attempts counts as failed, and again by as many more. */
const ATTEMPTS_TO_FAIL = 5;

/** Counts an attempt to deliver. */
export function countNotification(metrics: Metrics, record: NotificationRecord): void {
  const { outcome, attempts, durationMs, reason } = record;
  const labels = { integration: integrationOf(record.integration), receiver_name: record.receiver };
  metrics.alertmanager_notification_requests_total.inc(labels);
  metrics.alertmanager_notification_latency_seconds.observe(labels, durationMs / 1000);
  if (attempts === 1) metrics.alertmanager_notifications_total.inc(labels);
  if (outcome === 'delivered') return;
  metrics.alertmanager_notification_requests_failed_total.inc(labels);
  if (outcome === 'retrying' && attempts % ATTEMPTS_TO_FAIL !== 0) return;
  metrics.alertmanager_notifications_failed_total.inc({
    ...labels,
    reason: reason === '' ? 'other' : reason,
  });
}

/** Shows the outcome of test messages; of several ways of one kind the worst. */
export function showReceiverTests(metrics: Metrics, tests: readonly ReceiverTest[]): void {
  for (const { receiver, integration } of tests) {
    const same = tests.filter((one) => one.receiver === receiver && one.integration === integration);
    const labels = { integration: integrationOf(integration), receiver_name: receiver };
    metrics.telltale_receiver_test_success.set(labels, same.every(({ isDelivered }) => isDelivered) ? 1 : 0);
  }
}

/** Counts posted alerts. */
export function countReceived(
  metrics: Metrics,
  {
    firing,
    resolved,
    invalid,
  }: { readonly firing: number; readonly resolved: number; readonly invalid: number },
): void {
  const version = 'v2';
  metrics.alertmanager_alerts_received_total.inc({ status: 'firing', version }, firing);
  metrics.alertmanager_alerts_received_total.inc({ status: 'resolved', version }, resolved);
  metrics.alertmanager_alerts_invalid_total.inc({ version }, invalid);
}

function integrationOf(kind: string): Integration {
  return INTEGRATIONS.find((name) => name === kind) ?? 'webhook';
}

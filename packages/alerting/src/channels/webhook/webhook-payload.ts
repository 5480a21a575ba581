import { commonEntries } from '../../alerts/common-entries.ts';
import { generatorAddress } from '../../alerts/generator-address.ts';
import type { NotifiedAlert } from '../../alerts/notified-alert.ts';
import type { LabelSet } from '@telltale/model';
import type { NotificationReason } from '../channel.ts';

/** One alert of {@link WebhookPayload}. */
export interface WebhookAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly startsAt: string;
  /** RFC 3339; the year 1 while the alert is firing. */
  readonly endsAt: string;
  readonly generatorURL: string;
  /** 16 hexadecimal digits. */
  readonly fingerprint: string;
}

/** Alertmanager's webhook message, version 4. */
export interface WebhookPayload {
  /** As Alertmanager writes it: `web\\.hook` for the receiver `web.hook`. */
  readonly receiver: string;
  /** `firing` while at least one alert is. */
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly WebhookAlert[];
  readonly groupLabels: Readonly<Record<string, string>>;
  /** What all alerts share. */
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly commonAnnotations: Readonly<Record<string, string>>;
  readonly externalURL: string;
  readonly version: '4';
  readonly groupKey: string;
  /** How many alerts were left out. */
  readonly truncatedAlerts: number;
  /** Why this is sent now; Alertmanager says so since 0.33. */
  readonly notification_reason: NotificationReason;
}

/** Go's zero time, which Alertmanager sends as the end of a firing alert. */
const ZERO_TIME = '0001-01-01T00:00:00Z';

/** What a payload is made of. */
export interface WebhookPayloadInput {
  readonly receiver: string;
  readonly reason: NotificationReason;
  readonly groupKey: string;
  readonly groupLabels: LabelSet;
  readonly externalUrl: string;
  /** At least one. */
  readonly alerts: readonly NotifiedAlert[];
  /** Default: all. */
  readonly maxAlerts?: number;
}

/** Builds the message for a group of alerts. */
export function buildWebhookPayload(input: WebhookPayloadInput): WebhookPayload {
  const kept = mostUrgent(input.alerts, input.maxAlerts);
  const alerts = kept.map((alert) => formatAlert(alert, input.externalUrl));
  return {
    receiver: quoteMeta(input.receiver),
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    alerts,
    groupLabels: input.groupLabels.toObject(),
    commonLabels: commonEntries(alerts.map(({ labels }) => labels)),
    commonAnnotations: commonEntries(alerts.map(({ annotations }) => annotations)),
    externalURL: input.externalUrl,
    version: '4',
    groupKey: input.groupKey,
    truncatedAlerts: input.alerts.length - kept.length,
    notification_reason: input.reason,
  };
}

function formatAlert(alert: NotifiedAlert, externalUrl: string): WebhookAlert {
  return {
    status: alert.status,
    labels: alert.labels.toObject(),
    annotations: alert.annotations,
    startsAt: formatTime(alert.startsAtMs),
    endsAt: alert.endsAtMs === null ? ZERO_TIME : formatTime(alert.endsAtMs),
    generatorURL: generatorAddress(alert.generatorUrl, externalUrl),
    fingerprint: alert.fingerprint,
  };
}

/** RFC 3339 without trailing zeros, as Go prints it. */
function formatTime(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace(/(\.\d*?)0+Z$/, '$1Z')
    .replace('.Z', 'Z');
}

/** What fires goes before what is over, so that a message that was cut does not say that all is well. */
function mostUrgent(alerts: readonly NotifiedAlert[], maxAlerts = Infinity): readonly NotifiedAlert[] {
  if (alerts.length <= maxAlerts) return alerts;
  const firing = alerts.filter(({ status }) => status === 'firing');
  const resolved = alerts.filter(({ status }) => status === 'resolved');
  return [...firing, ...resolved].slice(0, maxAlerts);
}

/** Alertmanager sends the name of the receiver as its own configuration keeps it: as an expression. */
function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

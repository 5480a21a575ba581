import type { NotifiedAlert } from '../../alerts/notified-alert.ts';
import type { LabelSet } from '@telltale/model';

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
}

/** Go's zero time, which Alertmanager sends as the end of a firing alert. */
const ZERO_TIME = '0001-01-01T00:00:00Z';

export interface WebhookPayloadInput {
  readonly receiver: string;
  readonly groupKey: string;
  readonly groupLabels: LabelSet;
  readonly externalUrl: string;
  /** At least one. */
  readonly alerts: readonly NotifiedAlert[];
}

/** Builds the message for a group of alerts. */
export function buildWebhookPayload(input: WebhookPayloadInput): WebhookPayload {
  const alerts = input.alerts.map((alert) => formatAlert(alert, input.externalUrl));
  return {
    receiver: input.receiver,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    alerts,
    groupLabels: input.groupLabels.toObject(),
    commonLabels: commonEntries(alerts.map(({ labels }) => labels)),
    commonAnnotations: commonEntries(alerts.map(({ annotations }) => annotations)),
    externalURL: input.externalUrl,
    version: '4',
    groupKey: input.groupKey,
    truncatedAlerts: 0,
  };
}

function formatAlert(alert: NotifiedAlert, externalUrl: string): WebhookAlert {
  const { generatorUrl } = alert;
  return {
    status: alert.status,
    labels: alert.labels.toObject(),
    annotations: alert.annotations,
    startsAt: formatTime(alert.startsAtMs),
    endsAt: alert.endsAtMs === null ? ZERO_TIME : formatTime(alert.endsAtMs),
    generatorURL: generatorUrl.startsWith('/') ? externalUrl + generatorUrl : generatorUrl,
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

function commonEntries(records: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first, ...others] = records;
  const shared = Object.entries(first).filter(([name, value]) =>
    others.every((other) => Object.hasOwn(other, name) && other[name] === value),
  );
  return Object.fromEntries(shared);
}

import { fieldFaults, isFields, nonEmptyText } from './field-checks.ts';
import type { Check, Fields } from './field-checks.ts';

/** Where the message is described; named in every refusal. */
export const WEBHOOK_DOCUMENT =
  'https://prometheus.io/docs/alerting/latest/configuration/#webhook_config (version 4)';

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const ZERO_TIME = '0001-01-01T00:00:00Z';
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const REASONS = [
  'first notification',
  'new alerts added',
  'some alerts resolved',
  'all alerts resolved',
  'repeat interval elapsed',
];

const PAYLOAD_FIELDS: Readonly<Record<string, Check>> = {
  receiver: nonEmptyText(),
  status,
  alerts: (value) =>
    Array.isArray(value) && value.length > 0 ? undefined : 'must be a list of at least one alert',
  groupLabels: textMap,
  commonLabels: textMap,
  commonAnnotations: textMap,
  externalURL: absoluteUrl,
  version: (value) => (value === '4' ? undefined : 'must be the string "4"'),
  groupKey: nonEmptyText(),
  truncatedAlerts: (value) =>
    Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : 'must be a whole number',
};

/** Fields that not every version of Alertmanager sends. */
const OPTIONAL_FIELDS: Readonly<Record<string, Check>> = {
  notification_reason: (value) =>
    REASONS.includes(String(value)) ? undefined : `must be one of: ${REASONS.join(', ')}`,
};

const ALERT_FIELDS: Readonly<Record<string, Check>> = {
  status,
  labels: textMap,
  annotations: textMap,
  startsAt: time,
  endsAt: time,
  generatorURL: absoluteUrl,
  fingerprint: (value) =>
    typeof value === 'string' && /^[0-9a-f]{16}$/.test(value) ? undefined : 'must be 16 hexadecimal digits',
};

/** Everything in which a message deviates from Alertmanager's webhook format; empty when it does not. */
export function webhookFaults(message: unknown): readonly string[] {
  if (!isFields(message)) return ['the body must be a JSON object'];
  const faults = fieldFaults(message, { required: PAYLOAD_FIELDS, optional: OPTIONAL_FIELDS });
  const alerts = Array.isArray(message['alerts']) ? message['alerts'] : [];
  for (const [i, alert] of alerts.entries()) faults.push(...alertFaults(alert, `alerts[${i}]`));
  // Relations between fields only make sense between fields that are right.
  return faults.length > 0 ? faults : relationFaults(message, alerts.filter(isFields));
}

function alertFaults(alert: unknown, path: string): string[] {
  if (!isFields(alert)) return [`${path} must be an object`];
  const faults = fieldFaults(alert, { required: ALERT_FIELDS }, `${path}.`);
  if (faults.length > 0) return faults;
  const startsAtMs = Date.parse(String(alert['startsAt']));
  const endsAt = String(alert['endsAt']);
  if (alert['status'] === 'firing' && endsAt !== ZERO_TIME) {
    faults.push(`${path}.endsAt must be ${ZERO_TIME} while the alert is firing`);
  }
  if (alert['status'] === 'resolved' && !(Date.parse(endsAt) > startsAtMs)) {
    faults.push(`${path}.endsAt must lie after startsAt once the alert is resolved`);
  }
  if (!Object.hasOwn(Object(alert['labels']), 'alertname')) faults.push(`${path}.labels has no alertname`);
  return faults;
}

function relationFaults(message: Fields, alerts: readonly Fields[]): string[] {
  const faults: string[] = [];
  const expected = alerts.some((alert) => alert['status'] === 'firing') ? 'firing' : 'resolved';
  if (message['status'] !== expected) faults.push(`status must be ${expected}, as its alerts are`);
  const fingerprints = new Set(alerts.map((alert) => alert['fingerprint']));
  if (fingerprints.size !== alerts.length) faults.push('fingerprint must differ from alert to alert');
  for (const [common, own] of [
    ['groupLabels', 'labels'],
    ['commonLabels', 'labels'],
    ['commonAnnotations', 'annotations'],
  ]) {
    for (const [name, value] of Object.entries(Object(message[common]))) {
      const isShared = alerts.every((alert) => Object(alert[own])[name] === value);
      if (!isShared) faults.push(`${common}.${name} is not shared by all alerts`);
    }
  }
  return faults;
}

function status(value: unknown): string | undefined {
  return value === 'firing' || value === 'resolved' ? undefined : 'must be "firing" or "resolved"';
}

function time(value: unknown): string | undefined {
  const isTime = typeof value === 'string' && RFC_3339.test(value) && !Number.isNaN(Date.parse(value));
  return isTime ? undefined : 'must be a time by RFC 3339';
}

function absoluteUrl(value: unknown): string | undefined {
  return typeof value === 'string' && URL.canParse(value) ? undefined : 'must be an absolute URL';
}

function textMap(value: unknown): string | undefined {
  if (!isFields(value)) return 'must be an object';
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') return `must have strings as values, ${name} has not`;
    if (!LABEL_NAME.test(name)) return `must have label names as keys, ${JSON.stringify(name)} is none`;
  }
  return undefined;
}

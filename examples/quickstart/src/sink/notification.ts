/** One alert of a webhook notification, as far as it is printed. */
export interface Alert {
  readonly status: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly summary: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** Labels that are printed as something else, or say nothing new on one machine. */
const QUIET_LABELS = new Set(['alertname', 'severity', 'job', 'service', 'owner']);

/** Reads the alerts of Alertmanager's webhook payload; what is missing in it stays empty. */
export function parseNotification(body: string): readonly Alert[] {
  const payload: unknown = JSON.parse(body);
  const alerts = field(payload, 'alerts');
  if (!Array.isArray(alerts)) throw new TypeError('the payload has no alerts');
  return alerts.map(parseAlert);
}

function parseAlert(alert: unknown): Alert {
  const labels = field(alert, 'labels');
  const entries = Object.entries(typeof labels === 'object' && labels !== null ? labels : {});
  return {
    status: printable(field(alert, 'status')),
    labels: new Map(entries.map(([name, value]) => [printable(name), printable(value)])),
    summary: printable(field(field(alert, 'annotations'), 'summary')),
    startsAtMs: Date.parse(printable(field(alert, 'startsAt'))),
    endsAtMs: Date.parse(printable(field(alert, 'endsAt'))),
  };
}

/** One line such as `[alert] FIRING HighErrorRate (page) route=/checkout: 52% of requests … fail`. */
export function formatAlert(alert: Alert): string {
  const name = alert.labels.get('alertname') ?? 'unnamed';
  const severity = alert.labels.get('severity');
  const others = [...alert.labels].filter(([label]) => !QUIET_LABELS.has(label));
  const where = others.map(([label, value]) => ` ${label}=${value}`).join('');
  const what = alert.status === 'resolved' ? `: ${lasted(alert)}` : alert.summary && `: ${alert.summary}`;
  return `[alert] ${alert.status.toUpperCase()} ${name}${severity ? ` (${severity})` : ''}${where}${what}`;
}

function lasted(alert: Alert): string {
  const seconds = Math.round((alert.endsAtMs - alert.startsAtMs) / 1000);
  return Number.isFinite(seconds) ? `over after ${seconds} s` : 'over';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A terminal obeys control characters, and this text comes over the network. */
function printable(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  return text.replace(/\p{C}/gu, ' ').slice(0, 500);
}

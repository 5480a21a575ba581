import type { ReceivedMessage } from '@telltale/alerting';
import type { JsonValue } from '@telltale/model';

/** A message, and of what it tells. */
export interface ToldAlert {
  readonly message: ReceivedMessage;
  readonly status: 'firing' | 'resolved';
}

/** Whether a message, of a server or of the station, tells of one alert; and what. */
export function toldOf(message: ReceivedMessage, alertName: string): ToldAlert | undefined {
  const text = headlineOf(message);
  const isNamed = text.split(/[^\w.:-]+/).includes(alertName);
  if (!isNamed) return undefined;
  return { message, status: /\bRESOLVED\b|\bresolve\b/.test(text) ? 'resolved' : 'firing' };
}

/** Where a message says which alert it is about, and whether that has ended. */
function headlineOf({ kind, payload }: ReceivedMessage): string {
  switch (kind) {
    case 'webhook': {
      const names = list(field(payload, 'alerts')).map((alert) =>
        text(field(field(alert, 'labels'), 'alertname')),
      );
      const status = text(field(payload, 'status')) === 'resolved' ? 'RESOLVED' : 'FIRING';
      return [status, ...names].join(' ');
    }
    case 'slack':
      return list(field(payload, 'attachments'))
        .map((attachment) => text(field(attachment, 'title')))
        .join(' ');
    case 'pagerduty':
      return `${text(field(payload, 'event_action'))} ${text(field(field(payload, 'payload'), 'summary'))}`;
    case 'email':
      return text(field(payload, 'subject'));
  }
}

function field(value: JsonValue, name: string): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const found: readonly [string, JsonValue][] = Object.entries(value);
  return found.find(([key]) => key === name)?.[1] ?? null;
}

function list(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function text(value: JsonValue): string {
  return typeof value === 'string' ? value : '';
}

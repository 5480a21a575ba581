import { createHash } from 'node:crypto';
import type { JsonValue, PagerDutyReceiver } from '@telltale/model';
import type { NotifiedAlert } from '../../alerts/notified-alert.ts';
import type { Channel, ChannelServices, Notification } from '../channel.ts';
import { compileMessageText, dataFor } from '../message-text.ts';
import type { MessageText, MessageTextRenderer } from '../message-text.ts';
import { postMessage, refused } from '../post-message.ts';
import { outcomeOfPagerDuty } from './pagerduty-answer.ts';
import { fitEvent } from './pagerduty-event.ts';
import type { PagerDutyEvent, PagerDutyLink, PagerDutySeverity } from './pagerduty-event.ts';

const DEFAULT_URL = 'https://events.pagerduty.com/v2/enqueue';
const MAX_SUMMARY_LENGTH = 1024;
const MAX_FIELD_LENGTH = 1024;
const MAX_DETAIL_LENGTH = 64_000;
const MAX_LINKS = 10;
const ROUTING_KEY = /^[\x21-\x7e]+$/;

/** Opens and closes incidents of PagerDuty: one for each group of alerts, while one of them fires. */
export function createPagerDutyChannel(receiver: PagerDutyReceiver, services: ChannelServices): Channel {
  const texts = eventTexts(receiver);
  return {
    receiver,
    compose: (notification) => {
      const dedupKey = createHash('sha256').update(notification.groupKey).digest('hex');
      const data = dataFor(receiver, notification);
      return eventOf(notification, dedupKey, (part) => texts[part](data)) satisfies JsonValue;
    },
    send: async (message, attempt) => {
      if (typeof message !== 'object' || message === null || !('event_action' in message)) {
        return refused('the stored message is no event of PagerDuty');
      }
      return postMessage({
        services,
        attempt,
        prepare: async (read) => {
          const key = await read(receiver.routingKey);
          if (!ROUTING_KEY.test(key))
            throw new Error('the routing key has spaces or letters that no key has');
          return {
            url: receiver.url ?? DEFAULT_URL,
            body: JSON.stringify(Object.assign({ routing_key: key }, message)),
          };
        },
        judge: outcomeOfPagerDuty,
      });
    },
  };
}

type EventPart = 'summary' | 'severity' | 'firing' | 'resolved';

function eventTexts(receiver: PagerDutyReceiver): Readonly<Record<EventPart, MessageTextRenderer>> {
  const text = (field: string, standard: string, maxLength: number) =>
    compileMessageText({ receiver, field, template: undefined, standard, maxLength, escape: 'none' });
  return {
    summary: text('summary', '{{ template "telltale.title" . }}', MAX_SUMMARY_LENGTH),
    severity: text('severity', '{{ template "telltale.pagerduty.severity" . }}', 20),
    firing: text('firing', '{{ template "telltale.pagerduty.alerts" .Alerts.Firing }}', MAX_DETAIL_LENGTH),
    resolved: text(
      'resolved',
      '{{ template "telltale.pagerduty.alerts" .Alerts.Resolved }}',
      MAX_DETAIL_LENGTH,
    ),
  };
}

function eventOf(
  input: Notification,
  dedupKey: string,
  textOf: (part: EventPart) => MessageText,
): PagerDutyEvent {
  const firing = input.alerts.filter(({ status }) => status === 'firing');
  if (firing.length === 0) return { event_action: 'resolve', dedup_key: dedupKey };
  const common = (name: string): string =>
    sharedLabel(input.alerts, name).slice(0, MAX_FIELD_LENGTH).toWellFormed();
  const [component, alertName] = [common('service') || common('job'), common('alertname')];
  return fitEvent({
    event_action: 'trigger',
    dedup_key: dedupKey,
    client: 'Telltale',
    client_url: input.externalUrl,
    payload: {
      summary: textOf('summary').text.trim().toWellFormed(),
      source: common('instance') || component || input.externalUrl || 'telltale',
      severity: severityOf(textOf('severity').text.trim()),
      timestamp: new Date(Math.min(...firing.map(({ startsAtMs }) => startsAtMs))).toISOString(),
      ...(component !== '' && { component }),
      ...(alertName !== '' && { group: alertName, class: alertName }),
      custom_details: {
        num_firing: String(firing.length),
        num_resolved: String(input.alerts.length - firing.length),
        firing: detailOf(textOf('firing')),
        resolved: detailOf(textOf('resolved')),
      },
    },
    links: linksOf(firing),
  });
}

function detailOf({ text, omitted }: MessageText): string {
  const note = omitted > 0 ? `\n… ${omitted} more alerts do not fit` : '';
  return `${text.trim()}${note}`.toWellFormed();
}

function severityOf(text: string): PagerDutySeverity {
  return text === 'critical' || text === 'warning' || text === 'info' ? text : 'error';
}

/** A label that all alerts have, else the empty string. */
function sharedLabel(alerts: readonly NotifiedAlert[], name: string): string {
  const value = alerts[0].labels.get(name);
  return alerts.every(({ labels }) => labels.get(name) === value) ? value : '';
}

/** What the first alerts say to do. */
function linksOf(firing: readonly NotifiedAlert[]): readonly PagerDutyLink[] {
  const links = new Map<string, string>();
  for (const { annotations } of firing.slice(0, MAX_LINKS)) {
    for (const [name, text] of [
      ['runbook_url', 'Runbook'],
      ['dashboard_url', 'Dashboard'],
    ]) {
      const href = Object.hasOwn(annotations, name) ? annotations[name] : '';
      if (/^https?:\/\//.test(href) && URL.canParse(href)) links.set(href, text);
    }
  }
  return [...links].slice(0, MAX_LINKS).map(([href, text]) => ({ href, text }));
}

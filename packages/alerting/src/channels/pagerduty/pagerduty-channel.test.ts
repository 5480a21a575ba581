import { createHash } from 'node:crypto';
import { LabelSet } from '@telltale/model';
import type { PagerDutyReceiver } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import {
  aNotification,
  anAlert,
  anAttempt,
  manyAlerts,
  recordingServices,
} from '../../../test/channel-services.ts';
import { createPagerDutyChannel } from './pagerduty-channel.ts';

const RECEIVER: PagerDutyReceiver = {
  kind: 'pagerduty',
  name: 'pager',
  routingKey: { env: 'KEY' },
  sendResolved: true,
};
const KEY = '0123456789abcdefSENTINEL01234567';
const DEDUP_KEY = createHash('sha256').update('{}:{alertname="HighErrorRate"}').digest('hex');

function composed(notification = aNotification()) {
  return Object(createPagerDutyChannel(RECEIVER, recordingServices()).compose(notification));
}

describe('an event for PagerDuty', () => {
  test('opens an incident while an alert of the group fires', () => {
    const annotations = { summary: 'errors rise', runbook_url: 'https://runbooks.example/errors' };
    const resolved = anAlert({ index: 1, status: 'resolved', endsAtMs: 1_700_000_020_000 });
    const event = composed(aNotification({ alerts: [anAlert({ annotations }), resolved] }));
    expect(event).toEqual({
      event_action: 'trigger',
      dedup_key: DEDUP_KEY,
      client: 'Telltale',
      client_url: 'http://station.example',
      payload: {
        summary: '[FIRING:1] HighErrorRate on shop (page)',
        source: 'shop',
        severity: 'critical',
        timestamp: '2023-11-14T22:13:20.000Z',
        component: 'shop',
        group: 'HighErrorRate',
        class: 'HighErrorRate',
        custom_details: {
          num_firing: '1',
          num_resolved: '1',
          firing: expect.stringContaining(
            'errors rise\nLabels: instance=app:0 service=shop\nSince: 2023-11-14',
          ),
          resolved: expect.stringContaining('instance=app:1'),
        },
      },
      links: [{ href: 'https://runbooks.example/errors', text: 'Runbook' }],
    });
  });

  test('closes the incident with the same key once all are over', () => {
    const alerts = [anAlert({ status: 'resolved', endsAtMs: 1_700_000_020_000 })];
    expect(composed(aNotification({ alerts }))).toEqual({ event_action: 'resolve', dedup_key: DEDUP_KEY });
  });

  test.each([
    ['page', 'critical'],
    ['critical', 'critical'],
    ['ticket', 'warning'],
    ['warning', 'warning'],
    ['info', 'info'],
    ['', 'error'],
    ['high', 'error'],
  ])('of severity %j is %s', (severity, expected) => {
    const labels = LabelSet.of({ alertname: 'A', severity });
    expect(composed(aNotification({ alerts: [anAlert({ labels })] })).payload.severity).toBe(expected);
  });

  test('is never larger than PagerDuty takes, and says what is missing (case 74)', () => {
    const annotations = { summary: '\u0001'.repeat(60_000) };
    const resolved = manyAlerts(1, { annotations, status: 'resolved', endsAtMs: 1_700_000_020_000 });
    const event = composed(aNotification({ alerts: [anAlert({ index: 1, annotations }), ...resolved] }));
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(512_000);
    expect(event.payload.custom_details).toEqual({
      error: expect.stringContaining('PagerDuty takes 512000'),
    });
    const labels = LabelSet.of({ alertname: 'x'.repeat(5000) });
    const { payload } = composed(aNotification({ alerts: [anAlert({ labels })] }));
    expect(payload.summary.length).toBeLessThanOrEqual(1024);
    expect(payload.group).toHaveLength(1024);
  });

  test('links no address but those of the web', () => {
    const annotations = { runbook_url: 'javascript:alert(1)', dashboard_url: 'file:///etc/passwd' };
    expect(composed(aNotification({ alerts: [anAlert({ annotations })] })).links).toEqual([]);
  });
});

describe('sending to PagerDuty', () => {
  async function send(status: number, body: string, receiver = RECEIVER, key = KEY) {
    const services = recordingServices({ secrets: { KEY: key }, response: { status, headers: {}, body } });
    const channel = createPagerDutyChannel(receiver, services);
    return { outcome: await channel.send(channel.compose(aNotification()), anAttempt()), services };
  }

  test('the key joins the event only when it is sent', async () => {
    const { outcome, services } = await send(202, '{"status":"success"}');
    expect(outcome).toMatchObject({ kind: 'delivered' });
    expect(services.posted[0].url).toBe('https://events.pagerduty.com/v2/enqueue');
    expect(JSON.parse(services.posted[0].body)).toMatchObject({ routing_key: KEY, dedup_key: DEDUP_KEY });
    expect(JSON.stringify(composed())).not.toContain('SENTINEL');
  });

  test('another region has another address', async () => {
    const { services } = await send(202, '', {
      ...RECEIVER,
      url: 'https://events.eu.pagerduty.com/v2/enqueue',
    });
    expect(services.posted[0].url).toBe('https://events.eu.pagerduty.com/v2/enqueue');
  });

  test('a 400 is final and says what PagerDuty found, without the key', async () => {
    const body = JSON.stringify({
      message: 'Event object is invalid',
      errors: ["'summary' is missing", KEY],
    });
    const { outcome } = await send(400, body);
    expect(outcome).toMatchObject({
      kind: 'refused',
      reason: 'clientError',
      error: "HTTP 400: Event object is invalid; 'summary' is missing; [redacted]",
    });
  });

  test('what is no event in the outbox is refused', async () => {
    const channel = createPagerDutyChannel(RECEIVER, recordingServices({ secrets: { KEY } }));
    for (const message of ['{', '', null, 1]) {
      expect(await channel.send(message, anAttempt())).toMatchObject({ kind: 'refused' });
    }
  });

  test.each([
    [429, 'rateLimited'],
    [500, 'serverError'],
    [503, 'serverError'],
  ])('%i is tried again', async (status, reason) => {
    expect((await send(status, 'later')).outcome).toMatchObject({ kind: 'retry', reason });
  });

  test('a key with a line end is not sent', async () => {
    const { outcome, services } = await send(202, '', RECEIVER, 'abc\r\nx: y');
    expect(outcome).toMatchObject({ kind: 'retry', error: expect.stringContaining('routing key') });
    expect(services.posted).toEqual([]);
  });
});

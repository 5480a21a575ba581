import { describe, expect, test } from 'vitest';
import {
  HOUR,
  MINUTE,
  ROUTE,
  SECOND,
  START,
  alertUpdate,
  notificationBench,
  webhook,
} from '../../test/notification-bench.ts';
import type { WebhookPayload } from '../channels/webhook/webhook-payload.ts';

describe('grouping and timing', () => {
  test('alerts of the first group wait arrive together', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(20 * SECOND);
    b.fire('2');
    await b.clock.advanceBy(20 * SECOND);
    expect(b.log()).toEqual(['30s ops firing 1! 2!']);
  });

  test('a new alert of the group waits for the next group interval', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.fire('2');
    await b.clock.advanceBy(10 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '330s ops firing 1! 2!']);
  });

  test('an unchanged group is told again only after the repeat interval', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(4 * HOUR + MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', `${30 + 4 * 3600}s ops firing 1!`]);
  });

  test('a repeat interval shorter than the group interval repeats each group interval', async () => {
    const b = await notificationBench({ route: { ...ROUTE, repeatIntervalMs: SECOND } });
    b.fire('1');
    await b.clock.advanceBy(11 * MINUTE);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '330s', '630s']);
  });

  test('a resolved alert is told once at the next flush and then forgotten', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    b.resolve('1');
    await b.clock.advanceBy(8 * HOUR);
    expect(b.log()).toEqual(['30s ops firing 1!', '330s ops resolved 1']);
  });

  test('one of two alerts that resolves is told, the group goes on firing', async () => {
    const b = await notificationBench();
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(15 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1! 2!', '330s ops firing 1 2!']);
  });

  test('an alert that fires and resolves before the first flush is never told', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(10 * SECOND);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual([]);
  });

  test('an alert that is no longer reported counts as resolved when its validity ends', async () => {
    const b = await notificationBench();
    b.notifier.accept([alertUpdate(b.clock, '1', START + 4 * MINUTE, {})]);
    await b.clock.advanceBy(10 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '330s ops resolved 1']);
  });

  test('an alert that fires again after it resolved is told again', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log().at(-1)).toBe('450s ops firing 1!');
  });

  test('alerts with other group labels are told in their own message', async () => {
    const b = await notificationBench({ route: { ...ROUTE, groupBy: ['team'] } });
    b.fire('1', { team: 'a' });
    b.fire('2', { team: 'b' });
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '30s ops firing 2!']);
  });

  test('a receiver without send_resolved hears of no resolution', async () => {
    const b = await notificationBench({ receivers: [webhook('ops', false)] });
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    b.resolve('2');
    await b.clock.advanceBy(HOUR);
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    expect(b.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual([
      'ops firing 1! 2!',
      'ops firing 2!',
    ]);
  });

  test('nobody is told when the route leads to the receiver without a name', async () => {
    const b = await notificationBench({ route: { ...ROUTE, receiver: '' }, receivers: [] });
    b.fire('1');
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual([]);
  });
});

describe('the message', () => {
  test("is Alertmanager's webhook payload, version 4", async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    const { request } = b.requests[0];
    expect(request.headers['content-type']).toBe('application/json');
    expect(JSON.parse(request.body)).toEqual({
      receiver: 'ops',
      status: 'firing',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'A', id: '1' },
          annotations: { summary: 'about 1' },
          startsAt: '2026-01-01T00:00:00Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'http://station:4400/alerts/x',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      ],
      groupLabels: { alertname: 'A' },
      commonLabels: { alertname: 'A', id: '1' },
      commonAnnotations: { summary: 'about 1' },
      externalURL: 'http://station:4400',
      version: '4',
      groupKey: '{}:{alertname="A"}',
      truncatedAlerts: 0,
      notification_reason: 'first notification',
    });
  });

  test('common labels and annotations are those that all alerts share', async () => {
    const b = await notificationBench();
    b.fire('1', { team: 'a' });
    b.fire('2', { team: 'a' });
    await b.clock.advanceBy(MINUTE);
    const payload: WebhookPayload = JSON.parse(b.requests[0].request.body);
    expect(payload.commonLabels).toEqual({ alertname: 'A', team: 'a' });
    expect(payload.commonAnnotations).toEqual({});
  });
});

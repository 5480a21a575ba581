import { describe, expect, test } from 'vitest';
import { MINUTE, notificationBench } from '../../test/notification-bench.ts';
import type { WebhookPayload } from '../channels/webhook/webhook-payload.ts';

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

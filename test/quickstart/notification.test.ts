import { expect, test } from 'vitest';

import { waveRate } from '../../examples/quickstart/src/load/wave.ts';
import { formatAlert, parseNotification } from '../../examples/quickstart/src/sink/notification.ts';

function print(alert: object): readonly string[] {
  return parseNotification(JSON.stringify({ version: '4', alerts: [alert] })).map(formatAlert);
}

test('a firing alert is printed with what it is about', () => {
  const alert = {
    status: 'firing',
    labels: { alertname: 'HighErrorRate', severity: 'page', route: '/checkout' },
    annotations: { summary: '52% of requests to /checkout fail' },
  };
  expect(print(alert)).toEqual([
    '[alert] FIRING HighErrorRate (page) route=/checkout: 52% of requests to /checkout fail',
  ]);
});

test('a resolved alert is printed with how long it lasted', () => {
  const alert = {
    status: 'resolved',
    labels: { alertname: 'ShopDown' },
    startsAt: '2026-01-01T00:00:00Z',
    endsAt: '2026-01-01T00:01:05Z',
  };
  expect(print(alert)).toEqual(['[alert] RESOLVED ShopDown: over after 65 s']);
});

test('control characters of a notification do not reach the terminal', () => {
  const [line] = print({ status: 'firing', labels: { alertname: 'a\u001b[31mb\nc' } });
  expect(line).toBe('[alert] FIRING a [31mb c');
});

test.each(['{}', '[]', '7', '{"alerts":{}}'])('the payload %s without alerts is refused', (payload) => {
  expect(() => parseNotification(payload)).toThrow('no alerts');
});

test('the load stays between 5 and 40 requests per second and moves', () => {
  const rates = Array.from({ length: 240 }, (_, second) => waveRate(second * 1000));
  expect(Math.min(...rates)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...rates)).toBeLessThanOrEqual(40);
  expect(Math.max(...rates) - Math.min(...rates)).toBeGreaterThan(25);
});

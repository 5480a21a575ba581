import type { AlertUpdate } from '@telltale/alerting';
import { createSmtpTransport, readSecret } from '@telltale/alerting';
import type { WebhookPayload } from '@telltale/alerting';
import { LabelSet, VirtualClock } from '@telltale/model';
import type { Route } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { createStationDrills } from './station-drills.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const ROUTE: Route = {
  receiver: 'ops',
  matchers: [],
  continue: false,
  groupBy: ['alertname'],
  groupWaitMs: 1000,
  groupIntervalMs: 1000,
  repeatIntervalMs: 3_600_000,
  routes: [],
};
const SINK = { kind: 'webhook', name: 'ops', url: { env: 'SINK' }, sendResolved: true } as const;

function alert(alertname: string, route: string): AlertUpdate {
  return {
    labels: LabelSet.of({ alertname, route }),
    annotations: { summary: 'slow' },
    startsAtMs: START,
    endsAtMs: START + 3_600_000,
    generatorUrl: '',
  };
}

function bench() {
  const clock = new VirtualClock(START);
  const posted: { readonly url: string; readonly payload: WebhookPayload }[] = [];
  const drills = createStationDrills({
    clock,
    services: {
      http: {
        post: async ({ url, body }) => {
          posted.push({ url, payload: JSON.parse(body) });
          return { status: 200, headers: {}, body: '' };
        },
      },
      mail: createSmtpTransport(),
      secrets: readSecret,
      clock,
    },
    configuration: () => ({
      route: ROUTE,
      receivers: [{ kind: 'webhook', name: 'ops', url: 'http://real', sendResolved: true }],
    }),
    externalUrl: 'http://t',
    history: () => [],
    notifications: () => [],
  });
  const summaries = (alerts: readonly AlertUpdate[]) =>
    alerts.map(
      ({ labels, annotations }) => `${labels.get('alertname')} ${labels.get('route')} ${annotations.summary}`,
    );
  return { clock, posted, drills, summaries };
}

describe('drills of a station', () => {
  test('without any, all alerts go on as they are', () => {
    const { drills } = bench();
    const alerts = [alert('Slow', '/a')];
    expect(drills.divert(alerts)).toBe(alerts);
  });

  test('the alert under drill goes to receivers of its own, marked; real ones of its name go on', async () => {
    const { drills, posted, clock, summaries } = bench();
    const id = await drills.begin({
      alertName: 'Slow',
      labels: { route: '/drill' },
      seconds: 60,
      receivers: [SINK],
      secrets: { SINK: 'http://127.0.0.1:1/' },
    });
    const kept = drills.divert([alert('Slow', '/drill'), alert('Slow', '/real'), alert('Other', '/drill')]);
    expect(summaries(kept)).toEqual(['Slow /real slow', 'Other /drill slow']);
    await clock.advanceBy(2000);
    expect(posted).toHaveLength(1);
    expect(posted[0].url).toBe('http://127.0.0.1:1/');
    expect(posted[0].payload.alerts[0]).toMatchObject({
      labels: { drill: 'true' },
      annotations: { summary: '[DRILL] slow' },
    });
    expect(drills.find(id)?.notifications).toMatchObject([{ outcome: 'delivered', receiver: 'ops' }]);
    await drills.stop();
  });

  test('without receivers of its own the real ones are told, and the alert is marked', async () => {
    const { drills, summaries } = bench();
    await drills.begin({ alertName: 'Slow', labels: {}, seconds: 60 });
    expect(summaries(drills.divert([alert('Slow', '/a')]))).toEqual(['Slow /a [DRILL] slow']);
    await drills.stop();
  });

  test('ends by itself, and then an alert that still fires is a real one', async () => {
    const { drills, clock } = bench();
    const id = await drills.begin({ alertName: 'Slow', labels: {}, seconds: 60, receivers: [SINK] });
    await clock.advanceBy(61_000);
    expect(drills.find(id)).toBeUndefined();
    const alerts = [alert('Slow', '/a')];
    expect(drills.divert(alerts)).toBe(alerts);
  });

  test('receivers that are not those of the routes are refused', async () => {
    const { drills } = bench();
    const begun = drills.begin({
      alertName: 'Slow',
      labels: {},
      seconds: 60,
      receivers: [{ ...SINK, name: 'other' }],
    });
    await expect(begun).rejects.toThrow('"ops"');
  });
});

import { createSmtpTransport } from '@telltale/alerting';
import type { ActiveAlert, AlertUpdate, WebhookPayload } from '@telltale/alerting';
import { LabelSet, VirtualClock, createMemoryState } from '@telltale/model';
import type { Receiver, Route } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
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

const SLOWER = {
  kind: 'alerting',
  name: 'Slower',
  query: 'slow_total',
  expr: parseExpr('slow_total'),
  labels: {},
  annotations: {},
  forMs: 0,
  keepFiringForMs: 0,
} as const;

function alert(alertname: string, route: string): AlertUpdate {
  return {
    labels: LabelSet.of({ alertname, route }),
    annotations: { summary: 'slow' },
    startsAtMs: START,
    endsAtMs: START + 3_600_000,
    generatorUrl: '',
  };
}

function bench(state = createMemoryState(), clock = new VirtualClock(START)) {
  const posted: { readonly url: string; readonly payload: WebhookPayload }[] = [];
  const active: ActiveAlert[] = [];
  const drills = createStationDrills({
    clock,
    state,
    services: {
      http: {
        post: async ({ url, body }) => {
          posted.push({ url, payload: JSON.parse(body) });
          return { status: 200, headers: {}, body: '' };
        },
      },
      mail: createSmtpTransport(),
    },
    configuration: () => ({
      route: ROUTE,
      receivers: [{ kind: 'webhook', name: 'ops', url: 'http://real', sendResolved: true }],
    }),
    externalUrl: 'http://t',
    active: (name) =>
      name === 'Unknown' ? undefined : active.filter(({ labels }) => labels['alertname'] === name),
    rules: () => [SLOWER],
    history: () => [],
    notifications: () => [],
  });
  /** An alert fires from now on. */
  const fires = (alertname: string, route: string): AlertUpdate => {
    const update = alert(alertname, route);
    active.push({
      labels: update.labels.toObject(),
      annotations: update.annotations,
      state: 'firing',
      activeAtMs: clock.now(),
      keepFiringSinceMs: null,
      value: 1,
    });
    return update;
  };
  const resolves = (): void => void active.splice(0);
  const summaries = (alerts: readonly AlertUpdate[]) =>
    alerts.map(
      ({ labels, annotations }) => `${labels.get('alertname')} ${labels.get('route')} ${annotations.summary}`,
    );
  return { clock, state, posted, drills, summaries, fires, resolves };
}

const SECRETS = { SINK: 'http://127.0.0.1:1/' };
const ORDER = { alertName: 'Slow', labels: {}, seconds: 600, receivers: [SINK], secrets: SECRETS };

describe('drills of a station', () => {
  test('without any, all alerts go on as they are', () => {
    const { drills } = bench();
    const alerts = [alert('Slow', '/a')];
    expect(drills.divert(alerts)).toBe(alerts);
  });

  test('the alert under drill goes to receivers of its own, marked; real ones of its name go on', async () => {
    const { drills, posted, clock, summaries, fires } = bench();
    const id = await drills.begin({ ...ORDER, labels: { route: '/drill' } });
    const kept = drills.divert([fires('Slow', '/drill'), fires('Slow', '/real'), fires('Other', '/drill')]);
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

  test('other alerts that look at what is moved go to the receivers of the drill, too', async () => {
    const { drills, summaries, fires } = bench();
    await drills.begin({ ...ORDER, metrics: ['slow_total'] });
    const kept = drills.divert([fires('Slower', '/a'), fires('Other', '/a')]);
    expect(summaries(kept)).toEqual(['Other /a slow']);
    await drills.stop();
  });

  test('without receivers of its own the real ones are told, and the alert is marked', async () => {
    const { drills, summaries, fires } = bench();
    await drills.begin({ alertName: 'Slow', labels: {}, seconds: 60 });
    expect(summaries(drills.divert([fires('Slow', '/a')]))).toEqual(['Slow /a [DRILL] slow']);
    await drills.stop();
  });

  test('an alert that another one began before is real, and is told', async () => {
    const { drills, clock, fires } = bench();
    const alerts = [fires('Slower', '/a')];
    await clock.advanceBy(1000);
    await drills.begin({ ...ORDER, metrics: ['slow_total'] });
    expect(drills.divert(alerts)).toEqual(alerts);
    await drills.stop();
  });

  test('ends by itself, and then an alert that still fires is a real one', async () => {
    const { drills, clock, fires } = bench();
    const id = await drills.begin({ ...ORDER, seconds: 60 });
    const alerts = [fires('Slow', '/a')];
    expect(drills.divert(alerts)).toEqual([]);
    await clock.advanceBy(61_000);
    expect(drills.find(id)).toBeUndefined();
    expect(drills.divert(alerts)).toBe(alerts);
  });
});

describe('a drill that is broken off', () => {
  test('pages nobody while what it moved still fires', async () => {
    const { drills, clock, posted, fires, resolves } = bench();
    const id = await drills.begin(ORDER);
    const alerts = [fires('Slow', '/a')];
    drills.divert(alerts);
    await drills.end(id);
    expect(drills.find(id)).toBeUndefined();
    const told = posted.length;
    await clock.advanceBy(200_000);
    expect(drills.divert(alerts)).toEqual([]);
    resolves();
    expect(drills.divert(alerts)).toEqual([]);
    expect(posted).toHaveLength(told);
    const anew = [fires('Slow', '/a')];
    expect(drills.divert(anew)).toEqual(anew);
    await drills.stop();
  });

  test('pages nobody where the alert begins with the next scrape', async () => {
    const { drills, clock, fires } = bench();
    await drills.end(await drills.begin(ORDER));
    await clock.advanceBy(30_000);
    expect(drills.divert([fires('Slow', '/a')])).toEqual([]);
    await drills.stop();
  });

  test('by the end of the station pages nobody after its start', async () => {
    const { drills, clock, state, fires } = bench();
    await drills.begin(ORDER);
    drills.divert([fires('Slow', '/a')]);
    const next = bench(state, clock);
    await next.drills.start();
    expect(next.drills.divert([next.fires('Slow', '/a')])).toEqual([]);
    await clock.advanceBy(600_000);
    const alerts = [next.fires('Slow', '/b')];
    expect(next.drills.divert(alerts)).toBe(alerts);
    expect(await state.documents('drills').entries()).toEqual([]);
  });

  test('that is over leaves no trace', async () => {
    const { drills, state, fires, resolves } = bench();
    const id = await drills.begin(ORDER);
    drills.divert([fires('Slow', '/a')]);
    resolves();
    await drills.end(id);
    const alerts = [fires('Slow', '/a')];
    expect(drills.divert(alerts)).toBe(alerts);
    expect(await state.documents('drills').entries()).toEqual([]);
  });
});

describe('no drill begins', () => {
  test('of an alert that fires already, is under drill, or is none', async () => {
    const { drills, fires } = bench();
    await drills.begin({ ...ORDER, labels: { route: '/b' } });
    await expect(drills.begin(ORDER)).rejects.toThrow('A drill of Slow is going on already');
    await expect(drills.begin({ ...ORDER, alertName: 'Unknown' })).rejects.toThrow('No rule named "Unknown"');
    fires('Other', '/a');
    const begun = drills.begin({ ...ORDER, alertName: 'Other' });
    await expect(begun).rejects.toThrow('Other is firing already; a drill would hide it');
    await drills.stop();
  });

  test('with receivers that are not those of the routes', async () => {
    const { drills } = bench();
    const begun = drills.begin({ ...ORDER, receivers: [{ ...SINK, name: 'other' }] });
    await expect(begun).rejects.toThrow('"ops"');
  });

  const MAIL = {
    kind: 'email',
    name: 'ops',
    to: ['a@b.example'],
    from: 'a@b.example',
    requireTls: false,
  } as const;
  const base = { name: 'ops', sendResolved: true } as const;
  test.each<[string, Receiver, Record<string, string>]>([
    ['an address', { ...SINK, url: 'http://192.0.2.1/' }, {}],
    ['a name that only looks like loopback', { ...SINK, url: 'http://127.0.0.1.evil.example/' }, {}],
    ['a user before it', { ...SINK, url: 'http://127.0.0.1@evil.example/' }, {}],
    ['a secret', SINK, { SINK: 'https://evil.example/' }],
    ['a secret with a space before it', SINK, { SINK: ' http://evil.example/' }],
    ['a secret with a tab in its scheme', SINK, { SINK: 'ht\ttp://evil.example/' }],
    ['a secret that is not given', SINK, {}],
    ['a secret of the station', { ...SINK, url: { file: '/etc/hostname' } }, {}],
    ['the default address', { ...base, kind: 'pagerduty', routingKey: { env: 'K' } }, { K: 'k' }],
    ['a mail server', { ...base, ...MAIL, smarthost: 'mail.evil.example:25' }, {}],
  ])('with a receiver elsewhere, by %s', async (_, receiver, secrets) => {
    const { drills } = bench();
    const begun = drills.begin({ ...ORDER, receivers: [receiver], secrets });
    await expect(begun).rejects.toMatchObject({ code: 'TT_DRILL_REFUSED' });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertingRule, Route } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../../../../../../test/support/wait-for.ts';
import type {
  AlertHistoryResponse,
  AlertsResponse,
  NotificationMessageResponse,
  NotificationsResponse,
  RulesResponse,
  SilenceEffectsResponse,
} from '../../../contract.ts';
import type { Station } from '../../../station.ts';
import { createStation } from '../../../station.ts';

const folder = mkdtempSync(join(tmpdir(), 'telltale-alerting-routes-'));
const receivers = ['ops', 'shop'].map((name) => ({
  name,
  kind: 'webhook' as const,
  url: 'http://127.0.0.1:9/',
  sendResolved: true,
}));

function route(receiver: string, rest: Partial<Route> = {}): Route {
  const waits = { groupWaitMs: 1000, groupIntervalMs: 1000, repeatIntervalMs: 3_600_000 };
  return { receiver, matchers: [], continue: false, groupBy: ['alertname'], ...waits, routes: [], ...rest };
}

function rule(name: string, query: string, severity: string): AlertingRule {
  const times = { forMs: 0, keepFiringForMs: 0 };
  return {
    kind: 'alerting',
    name,
    query,
    expr: parseExpr(query),
    labels: { severity, job: 'shop' },
    annotations: { summary: name },
    ...times,
    position: { file: join(process.cwd(), 'telltale.config.ts'), line: 7, column: 1 },
  };
}

const RULES = [
  { ...rule('Down', 'vector(1) > 0', 'critical'), unit: 'seconds' },
  rule('Slow', 'vector(2) > 0', 'warning'),
  rule('Quiet', 'vector(0) > 0', 'warning'),
];
const SHOP = { name: 'job', op: '=', value: 'shop' } as const;
const FIRST_STATES = 'firing,firing,inactive';
let station: Station;

beforeAll(async () => {
  station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    ruleGroups: [{ name: 'rules', file: 'rules.yml', intervalMs: 200, rules: RULES }],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    notifier: {
      route: route('ops', { routes: [route('shop', { matchers: [SHOP] })] }),
      receivers,
      inhibitions: [
        {
          source: [{ name: 'severity', op: '=', value: 'critical' }],
          target: [{ name: 'severity', op: '=', value: 'warning' }],
          equal: ['job'],
        },
      ],
    },
  });
  await waitFor('the alerts', async () => (await rules()).map(({ state }) => state).join() === FIRST_STATES);
});
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function get<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(`${station.url}/api/telltale/${path}`)).json()) as Answer;
}

async function post(path: string, body: unknown) {
  const response = await fetch(`${station.url}/api/telltale/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: response.status === 204 ? undefined : await response.json() };
}

async function rules(): Promise<RulesResponse['groups'][number]['rules']> {
  return (await get<RulesResponse>('rules')).groups[0].rules;
}

test('a rule tells how it is evaluated and where it stands; a test that was run is kept with it', async () => {
  const [down] = await rules();
  expect(down).toMatchObject({
    kind: 'alerting',
    name: 'Down',
    query: 'vector(1) > 0',
    health: 'ok',
    series: 1,
    source: 'telltale.config.ts:7',
    tests: null,
    isProvable: false,
    proof: null,
  });
  const report = { ranAtMs: 1000, rules: { Down: { passed: 3, failed: 1 } } };
  expect(await post('rule_tests', report)).toMatchObject({ status: 204 });
  expect((await rules())[0].tests).toEqual({ passed: 3, failed: 1, lastRunMs: 1000 });
  expect(await post('rule_tests', { ranAtMs: 1000, rules: { Down: { passed: -1 } } })).toMatchObject({
    status: 400,
  });
});

test('the past of alerts is told, of all or of one', async () => {
  const all = await get<AlertHistoryResponse>('alert_history');
  expect(new Set(all.episodes.map(({ alert }) => alert))).toEqual(new Set(['Down', 'Slow']));
  expect(all.episodes[0]).toMatchObject({ endedAtMs: null, labels: { job: 'shop' } });
  const { episodes, keptSinceMs } = await get<AlertHistoryResponse>('alert_history?alert=Down');
  expect(episodes.map(({ alert }) => alert)).toEqual(['Down']);
  expect(keptSinceMs).toBeLessThanOrEqual(episodes[0].pendingAtMs);
  expect((await get<AlertHistoryResponse>('alert_history?start=1&end=2')).episodes).toEqual([]);
});

test('the way of an alert is told node by node, with what would mute it', async () => {
  const { body } = await post('route', { labels: { alertname: 'Any', job: 'shop', severity: 'warning' } });
  expect(body).toMatchObject({
    receivers: ['shop'],
    silencedBy: [],
    steps: [
      { receiver: 'ops', outcome: 'matches', isTold: false, depth: 0 },
      { receiver: 'shop', matchers: ['job="shop"'], outcome: 'matches', isTold: true, depth: 1 },
    ],
  });
  expect(body.inhibitedBy).toEqual([expect.stringMatching(/^Down\{/)]);
  const other = await post('route', { labels: { job: 'mail' } });
  expect(other.body).toMatchObject({ receivers: ['ops'], inhibitedBy: [] });
  expect(other.body.steps[1]).toMatchObject({ outcome: 'does-not-match', failedMatcher: 'job="shop"' });
});

test('an alert tells what its rule compares, who is told, and what mutes it', async () => {
  const muted = () => get<AlertsResponse>('alerts').then(({ rules: all }) => all[1].alerts[0].inhibitedBy);
  await waitFor('the inhibition', async () => (await muted()).length === 1);
  const [down, slow, quiet] = (await get<AlertsResponse>('alerts')).rules;
  expect(down).toMatchObject({
    unit: 'seconds',
    condition: { query: 'vector(1)', threshold: 0, isBad: 'above' },
    alerts: [{ receivers: ['shop'], silencedBy: [], inhibitedBy: [], mutedBy: [] }],
  });
  expect(slow).toMatchObject({ unit: '', alerts: [{ receivers: ['shop'], silencedBy: [] }] });
  expect(quiet.alerts).toEqual([]);
});

test('attempts to deliver are told a page at a time, and a message with what was sent', async () => {
  const ask = (query: string) => get<NotificationsResponse>(`notifications?${query}`);
  // Nobody listens at the address of the receiver, so that attempts go on.
  await waitFor('an attempt', async () => (await ask('alert=Down')).notifications.length >= 1);
  const [newest] = (await ask('receiver=shop&outcome=retrying')).notifications;
  expect(newest).toMatchObject({ receiver: 'shop', alertNames: ['Down'], httpStatus: null });
  expect(await ask('receiver=nobody')).toEqual({ notifications: [], next: null });
  const message = await get<NotificationMessageResponse>(`notifications/${newest.messageId}`);
  expect(message.attempts.length).toBeGreaterThanOrEqual(1);
  expect(message.sent).toMatchObject({
    isCut: false,
    message: { receiver: 'shop', status: 'firing', alerts: [{ labels: { alertname: 'Down' } }] },
  });
  for (const [path, status] of [
    ['notifications?outcome=perhaps', 400],
    ['notifications?before=-1', 400],
    ['notifications?limit=many', 400],
    ['notifications/unknown', 404],
  ] as const) {
    const response = await fetch(`${station.url}/api/telltale/${path}`);
    expect([path, response.status]).toEqual([path, status]);
    expect(await response.json()).toMatchObject({ error: expect.any(String) });
  }
});

test('which alerts mute which is told with both', async () => {
  const { inhibitions } = await get<{ inhibitions: readonly { muted: readonly unknown[] }[] }>('inhibitions');
  expect(inhibitions).toMatchObject([
    {
      sourceMatchers: ['severity="critical"'],
      targetMatchers: ['severity="warning"'],
      equal: ['job'],
      muted: [{ source: { alertname: 'Down' }, target: { alertname: 'Slow' } }],
    },
  ]);
});

test.each([
  [
    { name: 'alertname', value: 'Slow' },
    { alerts: [{ labels: { alertname: 'Slow' } }], rules: ['Slow'], warning: '' },
  ],
  [
    { name: 'job', value: 'shop' },
    { rules: ['Down', 'Slow', 'Quiet'], warning: /every alert/ },
  ],
  [
    { name: 'job', value: 'typo' },
    { alerts: [], rules: [], warning: /No alert matches/ },
  ],
  [{ name: 'absent', value: '' }, { warning: /mute everything/ }],
])('a silence of %j is shown before it is made', async (matcher, { warning, ...expected }) => {
  const { body } = await post('silences/preview', {
    matchers: [{ ...matcher, isRegex: false, isEqual: true }],
  });
  expect(body).toMatchObject(expected);
  expect(body.warning).toMatch(warning);
});

test('how many alerts a silence mutes is told; of one that mutes none nothing', async () => {
  const make = async (value: string): Promise<string> => {
    const response = await fetch(`${station.url}/api/v2/silences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        matchers: [{ name: 'alertname', value, isRegex: false, isEqual: true }],
        startsAt: new Date().toISOString(),
        endsAt: new Date(Date.now() + 60_000).toISOString(),
        createdBy: 'somebody',
        comment: 'because',
      }),
    });
    return ((await response.json()) as { readonly silenceID: string }).silenceID;
  };
  const [slow, typo] = [await make('Slow'), await make('Typo')];
  const { muted } = await get<SilenceEffectsResponse>('silences/effects');
  expect(muted).toEqual({ [slow]: 1 });
  for (const id of [slow, typo]) {
    expect((await fetch(`${station.url}/api/v2/silence/${id}`, { method: 'DELETE' })).ok).toBe(true);
  }
  expect(await get('silences/effects')).toEqual({ muted: {} });
});

test('a matcher that is none is refused with what is wrong', async () => {
  const matchers = [{ name: 'job', value: '(', isRegex: true, isEqual: true }];
  expect(await post('silences/preview', { matchers })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('(') },
  });
});

test('open pages are told of silences and proofs', async () => {
  const controller = new AbortController();
  const { body } = await fetch(`${station.url}/api/telltale/events`, { signal: controller.signal });
  let told = '';
  const reading = (async () => {
    for await (const chunk of body ?? []) told += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  const silence = {
    matchers: [{ name: 'alertname', value: 'Quiet', isRegex: false, isEqual: true }],
    startsAt: new Date().toISOString(),
    endsAt: new Date(Date.now() + 60_000).toISOString(),
    createdBy: 'somebody',
    comment: 'because',
  };
  const made = await fetch(`${station.url}/api/v2/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(silence),
  });
  expect(made.status).toBe(200);
  await waitFor('the event of the silence', () => told.includes('event: silences'));
  expect(await post('proofs', { proofs: [] })).toMatchObject({ status: 204 });
  await waitFor('the event of the proofs', () => told.includes('event: proofs'));
  controller.abort();
  await reading;
});

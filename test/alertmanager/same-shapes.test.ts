import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differences, shapeOf } from '../api/shape.ts';
import { hasProgram } from '../support/counterpart.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import type { AlertmanagerPair } from './alertmanager-pair.ts';
import { startAlertmanagerPair } from './alertmanager-pair.ts';

/*
 * The same requests go to a station and to Debian's Alertmanager, in the same order: both answer with the
 * same status, the same names and types, and, where nothing depends on the moment, the same values.
 */
const CONFIGURATION = `
global: {resolve_timeout: 10m, smtp_smarthost: 'localhost:25', smtp_from: 'a@b.c'}
route:
  receiver: ops
  group_by: [alertname]
  group_wait: 1h
  routes:
    - {matchers: [severity="page"], receiver: pager, mute_time_intervals: [night]}
    - {match_re: {team: 'a|b'}, receiver: chat, continue: true}
inhibit_rules: [{source_matchers: [severity="page"], target_matchers: [severity="info"], equal: [service]}]
time_intervals: [{name: night, time_intervals: [{times: [{start_time: '00:00', end_time: '00:01'}]}]}]
receivers:
  - {name: ops, webhook_configs: [{url: 'http://127.0.0.1:9/'}], email_configs: [{to: x@y.z}]}
  - {name: pager, pagerduty_configs: [{routing_key: sentinel-secret}]}
  - {name: chat, slack_configs: [{api_url: 'http://127.0.0.1:9/sentinel-secret', channel: '#a'}]}
`;

const DAY_MS = 24 * 3_600_000;
const at = (offsetMs: number) => new Date(Date.now() + offsetMs).toISOString();
const matcher = (value: string, isRegex = false) => ({ name: 'alertname', value, isRegex, isEqual: true });
const silence = (extra: object) => ({
  matchers: [matcher('Quiet')],
  startsAt: at(0),
  endsAt: at(DAY_MS),
  createdBy: 'me',
  comment: 'why',
  ...extra,
});
/** The same in every run, for titles. */
const settled = (extra: object) =>
  silence({ startsAt: '2030-01-01T00:00:00Z', endsAt: '2030-02-01T00:00:00Z', ...extra });
const UNKNOWN = '11111111-1111-1111-1111-111111111111';

/** Path, body, method, type of the body. */
type Request = readonly [path: string, body?: unknown, method?: string, type?: string];

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly json: unknown;
}

async function ask(
  url: string,
  path: string,
  body?: unknown,
  method?: string,
  type = 'application/json',
): Promise<Answered> {
  const response = await fetch(url + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    ...(body !== undefined && {
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json') && text !== '';
  const [answeredType] = (response.headers.get('content-type') ?? '').split(';');
  return { status: response.status, type: answeredType, text, json: isJson ? JSON.parse(text) : undefined };
}

describe.runIf(hasProgram('prometheus-alertmanager'))('the API beside Alertmanager', () => {
  const folder = suiteFolder();
  let pair: AlertmanagerPair;
  const both = (...request: Request) =>
    Promise.all([ask(pair.stationUrl, ...request), ask(pair.alertmanagerUrl, ...request)]);

  beforeAll(async () => {
    pair = await startAlertmanagerPair(folder.path, { station: CONFIGURATION, alertmanager: CONFIGURATION });
    const alerts = [
      { labels: { alertname: 'Cause', severity: 'page', service: 's' }, annotations: { summary: 'x' } },
      { labels: { alertname: 'Effect', severity: 'info', service: 's' }, generatorURL: 'http://p/graph' },
      { labels: { alertname: 'Quiet', team: 'a', service: 't' }, annotations: { empty: '' } },
      { labels: { alertname: 'Timed' }, startsAt: at(-5000), endsAt: at(DAY_MS) },
    ];
    const posted = await both('/api/v2/alerts', alerts);
    expect(posted.map(({ status, text }) => [status, text])).toEqual([
      [200, ''],
      [200, ''],
    ]);
    expect((await both('/api/v2/silences', silence({}))).map(({ status }) => status)).toEqual([200, 200]);
  });

  afterAll(() => pair?.stop());

  test.each([
    'status',
    'receivers',
    'alerts',
    'alerts?active=false',
    'alerts?silenced=false&inhibited=false',
    'alerts?filter=alertname=Quiet',
    'alerts?filter=alertname=~"Cau.*"&filter=severity=page',
    'alerts?receiver=cha.',
    'alerts?unprocessed=false',
    'alerts/groups',
    'alerts/groups?silenced=false',
    'alerts/groups?receiver=pager',
    'alerts/groups?filter=service="s"',
    'silences',
    'silences?filter=alertname=Quiet',
    'silences?filter=alertname=None',
  ])('GET /api/v2/%s has the names and types that Alertmanager answers', async (path) => {
    const [ours, theirs] = await both(`/api/v2/${path}`);
    expect([ours.status, ours.type]).toEqual([theirs.status, theirs.type]);
    expect(differences(shapeOf(ours.json), shapeOf(theirs.json))).toEqual([]);
  });

  test.each([
    'receivers',
    'alerts',
    'alerts?active=false',
    'alerts?silenced=false',
    'alerts?inhibited=false',
    'alerts?filter=service!="s"',
    'alerts?filter=team=""',
    'alerts?receiver=ops|pager',
    'alerts?receiver=op',
    'alerts/groups',
    'alerts/groups?active=false',
    'alerts/groups?receiver=chat',
    'silences?filter=alertname=Quiet',
  ])('GET /api/v2/%s tells the same, times and ids aside', async (path) => {
    const [ours, theirs] = await both(`/api/v2/${path}`);
    expect(timeless(ours.json)).toEqual(timeless(theirs.json));
  });

  test.each([
    ['/api/v2/alerts?filter=alertname'],
    ['/api/v2/alerts?receiver=('],
    ['/api/v2/alerts/groups?filter=x'],
    ['/api/v2/silences?filter=x'],
    ['/api/v2/silence/nope'],
    [`/api/v2/silence/${UNKNOWN}`],
    ['/api/v2/silence/nope', undefined, 'DELETE'],
    ['/api/v2/alerts', '{"a":1}'],
    ['/api/v2/alerts', 'x'],
    ['/api/v2/alerts', ''],
    ['/api/v2/alerts', '[]'],
    ['/api/v2/alerts', '[]', 'POST', 'text/plain'],
    ['/api/v2/alerts', [{ annotations: {} }]],
    ['/api/v2/alerts', [{ labels: {} }]],
    ['/api/v2/alerts', [{ labels: { a: 5 } }]],
    ['/api/v2/alerts', [{ labels: { a: 'b' }, startsAt: 'soon' }]],
    [
      '/api/v2/alerts',
      [{ labels: { a: 'b' }, startsAt: '2030-01-02T00:00:00Z', endsAt: '2030-01-01T00:00:00Z' }],
    ],
    ['/api/v2/silences', ''],
    ['/api/v2/silences', { comment: 'x' }],
    ['/api/v2/silences', settled({ matchers: [] })],
    ['/api/v2/silences', settled({ matchers: [{ name: 'a', value: 'b' }] })],
    ['/api/v2/silences', settled({ matchers: [matcher('', false)] })],
    ['/api/v2/silences', settled({ matchers: [matcher('(', true)] })],
    ['/api/v2/silences', settled({ startsAt: '2030-01-02T00:00:00Z', endsAt: '2030-01-01T00:00:00Z' })],
    ['/api/v2/silences', settled({ startsAt: '2020-01-01T00:00:00Z', endsAt: '2020-01-02T00:00:00Z' })],
    ['/api/v2/silences', settled({ id: UNKNOWN })],
    ['/api/v2/silences', settled({ id: 'nope' })],
    ['/api/v2/nothing'],
    ['/api/v2/alerts', '[]', 'PUT'],
    ['/api/v2/status', undefined, 'DELETE'],
    ['/-/healthy'],
    ['/-/ready'],
    ['/-/reload'],
  ] satisfies readonly Request[])(
    '%s with %j is answered with the same status and shape',
    async (path, body?: unknown, method?: string, type?: string) => {
      const [ours, theirs] = await both(path, body, method, type);
      expect([ours.status, shapeOf(ours.json ?? '')]).toEqual([theirs.status, shapeOf(theirs.json ?? '')]);
    },
  );

  test('of what is posted both take the good ones and name the bad ones', async () => {
    const body = [{ labels: { alertname: 'TakenAnyway' } }, { labels: {} }];
    const [ours, theirs] = await both('/api/v2/alerts', body);
    expect([ours.status, ours.json]).toEqual([theirs.status, theirs.json]);
    for (const { json } of await both('/api/v2/alerts?filter=alertname=TakenAnyway')) {
      expect(json).toHaveLength(1);
    }
  });

  test('a silence goes the same way through changes and its end', async () => {
    const lives = [pair.stationUrl, pair.alertmanagerUrl].map(async (url) => {
      const create = async (extra: object) => {
        const { json } = await ask(
          url,
          '/api/v2/silences',
          silence({ matchers: [matcher('Way')], ...extra }),
        );
        return (json as { silenceID: string }).silenceID;
      };
      const states = async (...ids: readonly string[]) =>
        Promise.all(
          ids.map(async (id) => {
            const { json } = await ask(url, `/api/v2/silence/${id}`);
            return (json as { status: { state: string } }).status.state;
          }),
        );
      const pending = await create({ startsAt: at(3_600_000) });
      const first = await create({});
      const { json } = await ask(url, `/api/v2/silence/${first}`);
      const { startsAt } = json as { startsAt: string };
      const longer = await create({ id: first, startsAt, endsAt: at(2 * DAY_MS) });
      const other = await create({ id: first, startsAt, matchers: [matcher('Other')] });
      const before = await states(pending, first, other);
      const deleted = await ask(url, `/api/v2/silence/${other}`, undefined, 'DELETE');
      const again = await create({ id: other });
      return {
        isSame: longer === first,
        isOther: other !== first,
        before,
        deleted: deleted.status,
        after: await states(other, again),
        isNew: again !== other,
      };
    });
    const [ours, theirs] = await Promise.all(lives);
    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ isSame: true, isOther: true, before: ['pending', 'expired', 'active'] });
  });

  test('newer Alertmanagers take names of any text, and answer that an unknown silence is not found', async () => {
    const [named, namedByDebian] = await both('/api/v2/alerts', [{ labels: { alertname: 'N', 'a b': 'ü' } }]);
    expect([named.status, namedByDebian.status]).toEqual([200, 400]);
    const [unknown, unknownToDebian] = await both(`/api/v2/silence/${UNKNOWN}`, undefined, 'DELETE');
    expect([unknown.status, unknownToDebian.status]).toEqual([404, 500]);
  });

  test('neither shows a secret', async () => {
    for (const path of ['status', 'receivers', 'alerts', 'alerts/groups']) {
      for (const { text } of await both(`/api/v2/${path}`)) expect(text).not.toContain('sentinel-secret');
    }
  });
});

/** Without what depends on the moment, and without names that only newer versions have. */
function timeless(json: unknown): unknown {
  const left = new Set(['startsAt', 'endsAt', 'updatedAt', 'id', 'mutedBy']);
  return JSON.parse(
    JSON.stringify(json, (name, value: unknown) => {
      if (left.has(name)) return undefined;
      return name === 'silencedBy' && Array.isArray(value) ? value.length : value;
    }),
  );
}

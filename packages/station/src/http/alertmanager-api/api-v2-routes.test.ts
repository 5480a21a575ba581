import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Station } from '../../station.ts';
import { createStation } from '../../station.ts';

const folder = mkdtempSync(join(tmpdir(), 'telltale-api-v2-'));
const HOUR_MS = 3_600_000;
let station: Station;

const route = {
  receiver: 'ops',
  matchers: [],
  continue: false,
  groupBy: ['alertname'],
  groupWaitMs: HOUR_MS,
  groupIntervalMs: HOUR_MS,
  repeatIntervalMs: HOUR_MS,
  routes: [],
};
const settings = {
  version: '0.0.0',
  port: 0,
  dataFolder: folder,
  ruleGroups: [],
  targets: [],
  builtInIntervalMs: 60_000,
  collectHost: false,
  notifier: {
    route: {
      ...route,
      routes: [{ ...route, receiver: 'pager', matchers: [{ name: 'severity', op: '=', value: 'page' }] }],
    },
    receivers: ['ops', 'pager'].map((name) => ({
      kind: 'webhook' as const,
      name,
      url: 'http://user:sentinel@127.0.0.1:9/',
      sendResolved: true,
    })),
    inhibitions: [
      {
        source: [{ name: 'severity', op: '=', value: 'page' }],
        target: [{ name: 'severity', op: '=', value: 'info' }],
        equal: ['service'],
      },
    ],
  },
} as const;

beforeAll(async () => {
  station = await createStation(settings);
});
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function ask(
  path: string,
  body?: unknown,
  options: { method?: string; type?: string; headers?: object } = {},
) {
  const { method = body === undefined ? 'GET' : 'POST', type = 'application/json', headers } = options;
  const response = await fetch(`${station.url}/api/v2/${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': type }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: text === '' ? undefined : JSON.parse(text) };
}

const at = (offsetMs: number) => new Date(Date.now() + offsetMs).toISOString();
const silence = (value: string, extra: object = {}) => ({
  matchers: [{ name: 'alertname', value, isRegex: false, isEqual: true }],
  startsAt: at(0),
  endsAt: at(HOUR_MS),
  createdBy: 'me',
  comment: 'test',
  ...extra,
});
const namesOf = (json: readonly { readonly labels: { readonly alertname: string } }[]) =>
  json.map(({ labels }) => labels.alertname).toSorted();

describe('alerts', () => {
  test('of what is posted the good ones are taken and the bad ones are named', async () => {
    const posted = await ask('alerts', [
      { labels: { alertname: 'Good', __proto__x: '1', 'a b': 'ü' }, generatorURL: 'javascript:alert(1)' },
      { labels: {} },
      { labels: { alertname: 'Backwards' }, startsAt: at(0), endsAt: at(-HOUR_MS) },
      { labels: { '': 'x' } },
    ]);
    expect(posted).toMatchObject({
      status: 400,
      json: 'at least one label pair required; start time must be before end time; invalid label set: invalid name ""',
    });
    const { json } = await ask('alerts?filter=alertname=Good');
    expect(json).toHaveLength(1);
    expect(json[0]).toMatchObject({
      labels: { alertname: 'Good', 'a b': 'ü' },
      receivers: [{ name: 'ops' }],
    });
    expect(json[0]).not.toHaveProperty('generatorURL');
  });

  test('a label may have the name of anything of JavaScript', async () => {
    const body = '[{"labels":{"alertname":"Hostile","__proto__":"<script>","constructor":"x"}}]';
    expect((await ask('alerts', body)).status).toBe(200);
    const { text } = await ask('alerts?filter=alertname%3DHostile');
    expect(text).toContain('"__proto__":"<script>"');
    expect(text).toContain('"constructor":"x"');
  });

  test('states choose alerts, and filters and receivers too', async () => {
    await ask('alerts', [
      { labels: { alertname: 'Cause', severity: 'page', service: 's' } },
      { labels: { alertname: 'Effect', severity: 'info', service: 's' } },
      { labels: { alertname: 'Quiet', severity: 'info', service: 't' } },
    ]);
    const { json: created } = await ask('silences', silence('Quiet'));
    const mine = '&filter=alertname=~"Cause|Effect|Quiet"';
    expect(namesOf((await ask(`alerts?${mine}`)).json)).toEqual(['Cause', 'Effect', 'Quiet']);
    expect(namesOf((await ask(`alerts?active=false${mine}`)).json)).toEqual(['Effect', 'Quiet']);
    expect(namesOf((await ask(`alerts?silenced=false${mine}`)).json)).toEqual(['Cause', 'Effect']);
    expect(namesOf((await ask(`alerts?inhibited=false${mine}`)).json)).toEqual(['Cause', 'Quiet']);
    expect(namesOf((await ask(`alerts?receiver=pag.*${mine}`)).json)).toEqual(['Cause']);
    expect(namesOf((await ask(`alerts?receiver=pag${mine}`)).json)).toEqual([]);
    const { json: groups } = await ask(`alerts/groups?silenced=false${mine}`);
    expect(
      groups.map((group: { labels: object; receiver: object }) => [group.labels, group.receiver]),
    ).toEqual([
      [{ alertname: 'Cause' }, { name: 'pager' }],
      [{ alertname: 'Effect' }, { name: 'ops' }],
    ]);
    const { json: quiet } = await ask('alerts?filter=alertname=Quiet');
    expect(quiet[0].status).toMatchObject({ state: 'suppressed', silencedBy: [created.silenceID] });
  });

  test('an alert without an end counts until the resolve timeout, and one that ended is gone', async () => {
    await ask('alerts', [{ labels: { alertname: 'Open' } }]);
    const { json } = await ask('alerts?filter=alertname=Open');
    const lastsMs = Date.parse(json[0].endsAt) - Date.parse(json[0].startsAt);
    expect(Math.round(lastsMs / 1000)).toBe(300);
    await ask('alerts', [{ labels: { alertname: 'Open' }, endsAt: at(0) }]);
    expect((await ask('alerts?filter=alertname=Open')).json).toEqual([]);
  });

  test.each([
    ['alerts', '{"a":1}', 400],
    ['alerts', 'x', 400],
    ['alerts', '', 422],
    ['alerts', [{ annotations: {} }], 422],
    ['alerts', [{ labels: { a: 5 } }], 400],
    ['alerts', [{ labels: { a: 'b' }, startsAt: 'soon' }], 400],
    ['silences', { comment: 'x' }, 422],
    ['silences', silence('A', { matchers: [] }), 422],
    ['silences', silence('A', { endsAt: at(-HOUR_MS), startsAt: at(-2 * HOUR_MS) }), 400],
    ['silences', silence('A', { endsAt: at(-1) }), 400],
    ['silences', silence('A', { matchers: [{ name: 'a', value: '(', isRegex: true }] }), 400],
    ['silences', silence('A', { matchers: [{ name: 'a', value: '.*', isRegex: true }] }), 400],
    ['silences', silence('A', { id: '11111111-1111-1111-1111-111111111111' }), 404],
  ])('POST %s of %j is answered with %i', async (path, body, status) => {
    expect((await ask(path, body)).status).toBe(status);
  });

  test('a body that is too large, of another type or from another site is refused', async () => {
    const large = JSON.stringify(silence('A', { comment: 'x'.repeat(1_100_000) }));
    expect((await ask('silences', large)).status).toBe(413);
    expect((await ask('alerts', '[]', { type: 'text/plain' })).status).toBe(415);
    expect((await ask('alerts', '[]', { headers: { origin: 'http://evil.example' } })).status).toBe(403);
  });
});

describe('silences', () => {
  test('a silence is there when it is answered, is found by its matchers, and ends', async () => {
    const { json } = await ask('silences', silence('Mine'));
    const id: string = json.silenceID;
    expect((await ask(`silence/${id}`)).json).toMatchObject({
      id,
      status: { state: 'active' },
      createdBy: 'me',
    });
    expect((await ask('silences?filter=alertname=Mine')).json).toHaveLength(1);
    expect((await ask('silences?filter=alertname=Other')).json).toHaveLength(0);
    expect((await ask(`silence/${id}`, undefined, { method: 'DELETE' })).status).toBe(200);
    expect((await ask(`silence/${id}`)).json.status.state).toBe('expired');
  });

  test('other matchers make another silence', async () => {
    const { json: first } = await ask('silences', silence('One'));
    const { json: second } = await ask('silences', silence('Two', { id: first.silenceID }));
    expect(second.silenceID).not.toBe(first.silenceID);
    expect((await ask(`silence/${first.silenceID}`)).json.status.state).toBe('expired');
  });

  test.each([
    ['GET', 'nope', 422],
    ['DELETE', 'nope', 422],
    ['GET', '11111111-1111-1111-1111-111111111111', 404],
    ['DELETE', '11111111-1111-1111-1111-111111111111', 404],
  ])('%s silence/%s is answered with %i', async (method, id, status) => {
    expect((await ask(`silence/${id}`, undefined, { method })).status).toBe(status);
  });

  test('a silence survives a restart of the station', async () => {
    const { json } = await ask('silences', silence('Durable'));
    await station.stop();
    station = await createStation(settings);
    expect((await ask(`silence/${json.silenceID}`)).json.status.state).toBe('active');
  });
});

test('the status shows the configuration as a file, without its secrets', async () => {
  const { json, text } = await ask('status');
  expect(json.config.original).toContain('receiver: pager');
  expect(json.cluster).toEqual({ peers: [], status: 'disabled' });
  expect(text).not.toContain('sentinel');
  expect((await ask('receivers')).json).toEqual([{ name: 'ops' }, { name: 'pager' }]);
});

test.each([
  ['GET', 'nothing', 404],
  ['PUT', 'alerts', 405],
  ['DELETE', 'silences', 405],
])('%s %s is answered with %i', async (method, path, status) => {
  const answer = await ask(path, undefined, { method });
  expect(answer).toMatchObject({ status, json: { code: status } });
});

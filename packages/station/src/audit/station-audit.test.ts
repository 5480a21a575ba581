import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditAnswer, AuditRecord } from '@telltale/storage';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { intakeFolder, intakeStation, ownMetric } from '../../test/support/intake-station.ts';
import type { StationSettings } from '../settings.ts';
import type { Access } from '../sign-in/access.ts';
import { hashPassword } from '../sign-in/passwords.ts';
import { hashToken } from '../sign-in/tokens.ts';

const PASSWORD = 'correct horse battery';
const TOKENS = { ci: 'telltale_ci-token-of-some-length', root: 'telltale_root-token-of-some-length' };
const SOON = { startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 3_600_000).toISOString() };
const SILENCE = {
  ...SOON,
  matchers: [{ name: 'alertname', value: 'Down', isRegex: false, isEqual: true }],
  createdBy: 'ops',
  comment: 'maintenance',
};

let access: Access;
beforeAll(async () => {
  access = {
    tokens: [
      { name: 'ci', role: 'viewer', sha256: hashToken(TOKENS.ci) },
      { name: 'root', role: 'admin', sha256: hashToken(TOKENS.root) },
    ],
    users: [{ name: 'ada', role: 'editor', password: await hashPassword(PASSWORD) }],
  };
});

/** How a test asks: by a token, and with a body. */
interface Question {
  readonly method?: string;
  readonly as?: keyof typeof TOKENS;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly body?: string;
}

/** A station that knows people, and what its audit log has, without the moments. */
async function station(settings: Partial<StationSettings> = {}) {
  const dataFolder = settings.dataFolder ?? intakeFolder();
  const running = await intakeStation({
    dataFolder,
    access: { current: () => access },
    adminApi: true,
    lifecycleApi: true,
    reload: async () => ({ ruleGroups: [] }),
    ...settings,
  });
  const file = join(dataFolder, 'audit.jsonl');
  const records = () => {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => {
      const { at, ...rest } = JSON.parse(line) as AuditRecord;
      expect(Date.parse(at)).toBeGreaterThan(0);
      return rest;
    });
  };
  const ask = (path: string, init: Question = {}) =>
    fetch(running.url + path, {
      ...init,
      headers: {
        ...(init.as && { authorization: `Bearer ${TOKENS[init.as]}` }),
        ...(init.json && { 'content-type': 'application/json' }),
        ...init.headers,
      },
      ...(init.json && { body: JSON.stringify(init.json) }),
    });
  return { ...running, file, records, ask, dataFolder };
}

const FROM = { from: '127.0.0.1' };
const ROOT = { ...FROM, who: 'root', role: 'admin' };

describe('each of these leaves one line', () => {
  test('a sign-in, one with a wrong password, and a sign-out; no line has a password or token', async () => {
    const { ask, records, file } = await station();
    const signIn = (json: object) => ask('/api/telltale/login', { method: 'POST', json });
    const { headers } = await signIn({ user: 'ada', password: PASSWORD });
    expect((await signIn({ user: 'ada', password: 'a-wrong-password' })).status).toBe(401);
    expect((await signIn({ token: 'a-wrong-token-of-length' })).status).toBe(401);
    const cookie = (headers.get('set-cookie') ?? '').split(';', 1)[0];
    await ask('/api/telltale/login', { method: 'DELETE', headers: { cookie } });
    await ask('/api/telltale/status', { headers: { authorization: 'Bearer another-wrong-token-here' } });
    const unknown = { ...FROM, who: 'unknown', action: 'sign-in', outcome: 'refused', status: 401 };
    expect(records()).toEqual([
      { ...FROM, who: 'ada', role: 'editor', action: 'sign-in', outcome: 'done', status: 204 },
      unknown,
      unknown,
      { ...FROM, who: 'ada', role: 'editor', action: 'sign-out', outcome: 'done', status: 204 },
      { ...unknown, object: '/api/telltale/status' },
    ]);
    expect(readFileSync(file, 'utf8')).not.toMatch(/wrong|horse|telltale_/);
  });

  test('a silence that is made, changed and ended, and one that is refused', async () => {
    const { ask, records } = await station();
    const put = async (json: object) => {
      const answer = await ask('/api/v2/silences', { as: 'root', method: 'POST', json });
      return ((await answer.json()) as { silenceID: string }).silenceID;
    };
    const id = await put(SILENCE);
    await put({ ...SILENCE, id, comment: 'longer' });
    await ask(`/api/v2/silence/${id}`, { as: 'root', method: 'DELETE' });
    await ask('/api/v2/silences', { as: 'ci', method: 'POST', json: SILENCE });
    await ask('/api/v2/silences', { as: 'root', method: 'POST', json: { matchers: [] } });
    const done = { ...ROOT, object: id, outcome: 'done', status: 200 };
    const refused = { ...FROM, who: 'ci', role: 'viewer', outcome: 'refused', status: 403 };
    expect(records()).toEqual([
      { ...done, action: 'silence.add' },
      { ...done, action: 'silence.change' },
      { ...done, action: 'silence.end' },
      { ...refused, action: 'silence.add' },
      expect.objectContaining({ ...ROOT, action: 'silence.add', outcome: 'failed' }),
    ]);
  });

  test('a reload over HTTP and one by a signal, also where it fails', async () => {
    let isBroken = false;
    const reload = async () => {
      if (isBroken) throw new Error('the rule file has a fault');
      return { ruleGroups: [] };
    };
    const running = await station({ reload });
    await running.ask('/-/reload', { as: 'root', method: 'POST' });
    await running.reload();
    isBroken = true;
    await running.ask('/-/reload', { as: 'root', method: 'POST' });
    await expect(running.reload()).rejects.toThrow('the rule file has a fault');
    const action = 'configuration.reload';
    expect(running.records()).toEqual([
      { ...ROOT, action, outcome: 'done', status: 200 },
      { who: 'local', action, outcome: 'done' },
      { ...ROOT, action, outcome: 'failed', status: 500 },
      { who: 'local', action, outcome: 'failed' },
    ]);
  });

  test('a backup, the admin API, what is deleted of what was pushed, and a dashboard', async () => {
    const { ask, records } = await station();
    await (await ask('/api/telltale/backup', { as: 'root', method: 'POST' })).arrayBuffer();
    await ask('/api/v1/admin/tsdb/snapshot', { as: 'root', method: 'POST' });
    await ask('/api/v1/admin/tsdb/delete_series?match[]=up', { as: 'root', method: 'POST' });
    await ask('/metrics/job/nightly/shop/eu', { as: 'root', method: 'DELETE' });
    await ask('/api/v1/admin/wipe', { as: 'root', method: 'PUT' });
    const content = { title: 'Orders', panels: [], variables: [], tags: [], refreshMs: null, rangeMs: null };
    const made = await ask('/api/telltale/saved_dashboards', {
      as: 'root',
      method: 'POST',
      json: { content },
    });
    const { slug } = (await made.json()) as { slug: string };
    await ask(`/api/telltale/saved_dashboards/${slug}?revision=1`, { as: 'root', method: 'DELETE' });
    const deleteSeries = { action: 'POST /api/v1/admin/tsdb/delete_series', outcome: 'failed', status: 500 };
    expect(records()).toEqual([
      { ...ROOT, action: 'backup', outcome: 'done', status: 200 },
      { ...ROOT, action: 'admin.snapshot', outcome: 'done', status: 200 },
      { ...ROOT, ...deleteSeries },
      {
        ...ROOT,
        action: 'pushed.delete',
        object: '/metrics/job/nightly/shop/eu',
        outcome: 'done',
        status: 202,
      },
      { ...ROOT, action: 'pushed.delete-all', outcome: 'done', status: 202 },
      { ...ROOT, action: 'dashboard.add', object: slug, outcome: 'done', status: 201 },
      { ...ROOT, action: 'dashboard.delete', object: slug, outcome: 'done', status: 204 },
    ]);
  });

  test('what a role may not do', async () => {
    const { ask, records } = await station();
    await ask('/api/telltale/audit', { as: 'ci' });
    const refused = { ...FROM, who: 'ci', role: 'viewer', outcome: 'refused', status: 403 };
    expect(records()).toEqual([{ ...refused, action: 'GET /api/telltale/audit' }]);
  });
});

test('what is read, sent by programs, or asked without saying who one is leaves no line', async () => {
  const { ask, dataFolder } = await station();
  expect((await ask('/api/telltale/status', { as: 'ci' })).status).toBe(200);
  expect((await ask('/api/v1/query?query=up', { as: 'ci', method: 'POST' })).status).toBe(200);
  expect((await ask('/metrics/job/nightly', { as: 'root', method: 'PUT', body: 'a 1\n' })).status).toBe(200);
  expect((await ask('/api/telltale/status')).status).toBe(401);
  expect(statSync(join(dataFolder, 'audit.jsonl'), { throwIfNoEntry: false })).toBeUndefined();
});

test('hostile names and paths stay in their line', async () => {
  const { ask, records } = await station();
  const hostile = 'x\n{"who":"root"}\u2028\u001b[2J\u202e';
  await ask(`/metrics/job/${encodeURIComponent(hostile)}`, { as: 'root', method: 'DELETE' });
  await ask(`/api/v2/silence/${encodeURIComponent(hostile)}`, { as: 'root', method: 'DELETE' });
  expect(records()).toEqual([
    expect.objectContaining({
      action: 'pushed.delete',
      object: `/metrics/job/${encodeURIComponent(hostile)}`,
    }),
    expect.objectContaining({ action: 'silence.end', object: hostile, outcome: 'failed' }),
  ]);
});

test('who administers the station reads it over HTTP, as far back as is asked', async () => {
  const { ask } = await station();
  for (const at of ['a', 'b', 'c']) await ask(`/metrics/job/${at}`, { as: 'root', method: 'DELETE' });
  const read = async (query: string) =>
    ((await (await ask(`/api/telltale/audit${query}`, { as: 'root' })).json()) as AuditAnswer).records;
  const all = await read('');
  expect(all.map(({ object }) => object)).toEqual(['/metrics/job/a', '/metrics/job/b', '/metrics/job/c']);
  expect(await read('?limit=1')).toEqual(all.slice(-1));
  expect(await read(`?since=${Date.now() + 60_000}`)).toEqual([]);
  expect((await ask('/api/telltale/audit?limit=none', { as: 'root' })).status).toBe(400);
});

test('where a record cannot be written, who acted is told, as are the log and a metric', async () => {
  const lines: string[] = [];
  const running = await station({ access: undefined, log: (line: string) => void lines.push(line) });
  // A folder in the place of the file.
  mkdirSync(running.file);
  onTestFinished(() => rmSync(running.file, { recursive: true, force: true }));
  const first = await running.ask('/-/reload', { method: 'POST' });
  expect([first.status, first.headers.get('telltale-audit')]).toEqual([200, 'not written']);
  expect(lines).toContainEqual(
    expect.stringMatching(/^What was done could not be written down \(configuration\.reload\): EISDIR/),
  );
  expect(await ownMetric(running, 'telltale_audit_records_total{outcome="lost"}')).toBe(1);
  rmSync(running.file, { recursive: true });
  const second = await running.ask('/-/reload', { method: 'POST' });
  expect(second.headers.get('telltale-audit')).toBeNull();
  expect(running.records()).toEqual([
    { ...FROM, who: 'local', role: 'admin', action: 'configuration.reload', outcome: 'done', status: 200 },
  ]);
});

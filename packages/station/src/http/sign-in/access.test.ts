import { expect, onTestFinished, test } from 'vitest';
import { intakeFolder, intakeStation } from '../../../test/support/intake-station.ts';
import type { Access } from '../../sign-in/access.ts';
import { hashPassword } from '../../sign-in/passwords.ts';
import type { Principal } from '../../sign-in/principal.ts';
import { hashToken } from '../../sign-in/tokens.ts';

const TOKEN = 'the-token-of-a-dashboard';
const SENDER = 'the-token-of-a-collector';
const PASSWORD = 'correct horse battery';
const HASH = await hashPassword(PASSWORD);

const ACCESS: Access = {
  tokens: [
    { name: 'grafana', role: 'viewer', sha256: hashToken(TOKEN) },
    { name: 'collector', role: 'sender', sha256: hashToken(SENDER) },
  ],
  users: [{ name: 'alice', role: 'editor', password: HASH }],
};

/** A station whose access can be changed, as its file is. */
async function stationWith(access: Access, dataFolder = intakeFolder()) {
  let current = access;
  const station = await intakeStation({ dataFolder, access: { current: () => current } });
  const me = async (headers: Record<string, string> = {}): Promise<Principal | number> => {
    const response = await fetch(`${station.url}/api/telltale/me`, { headers });
    return response.ok ? ((await response.json()) as Principal) : response.status;
  };
  const signIn = (body: object) =>
    fetch(`${station.url}/api/telltale/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const sessionOf = async (body: object) =>
    (await signIn(body)).headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  return { station, me, signIn, sessionOf, change: (next: Access) => void (current = next) };
}

function basic(user: string, password: string) {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

const ALICE = { name: 'alice', role: 'editor', how: 'user' };

test('who has a password comes with Basic authentication, or signs in on the page', async () => {
  const { me, signIn, sessionOf } = await stationWith(ACCESS);
  expect(await me()).toBe(401);
  expect(await me(basic('alice', PASSWORD))).toEqual(ALICE);
  expect(await me(basic('alice', 'wrong'))).toBe(401);
  expect(await me(basic('bob', PASSWORD))).toBe(401);
  expect(await me({ cookie: await sessionOf({ user: 'alice', password: PASSWORD }) })).toEqual(ALICE);
  expect((await signIn({ user: 'alice', password: 'wrong' })).status).toBe(401);
  expect((await signIn({ user: 'alice' })).status).toBe(400);
  expect((await signIn({ token: TOKEN, user: 'alice', password: PASSWORD })).status).toBe(400);
});

test('a token that only sends opens no page', async () => {
  const { me, signIn, sessionOf } = await stationWith(ACCESS);
  expect((await signIn({ token: SENDER })).status).toBe(403);
  expect(await me({ cookie: await sessionOf({ token: TOKEN }) })).toEqual({
    name: 'grafana',
    role: 'viewer',
    how: 'token',
  });
});

test('who is taken out is out, with the sessions and what was remembered of the password', async () => {
  const { me, sessionOf, change } = await stationWith(ACCESS);
  const cookie = await sessionOf({ user: 'alice', password: PASSWORD });
  expect(await me({ cookie })).toEqual(ALICE);
  expect(await me(basic('alice', PASSWORD))).toEqual(ALICE);
  change({ ...ACCESS, users: [{ ...ACCESS.users[0], role: 'viewer' }] });
  expect(await me({ cookie })).toEqual({ ...ALICE, role: 'viewer' });
  change({ ...ACCESS, users: [{ ...ACCESS.users[0], password: await hashPassword('another password') }] });
  expect(await me({ cookie })).toBe(401);
  expect(await me(basic('alice', PASSWORD))).toBe(401);
  change({ tokens: [], users: [] });
  expect(await me({ authorization: `Bearer ${TOKEN}` })).toBe(401);
});

test('sessions outlive a restart, by a key that only the owner of the data folder reads', async () => {
  const folder = intakeFolder();
  const before = await stationWith(ACCESS, folder);
  const cookie = await before.sessionOf({ user: 'alice', password: PASSWORD });
  await before.station.stop();
  const { me } = await stationWith(ACCESS, folder);
  expect(await me({ cookie })).toEqual(ALICE);
  const elsewhere = await stationWith(ACCESS);
  expect(await elsewhere.me({ cookie })).toBe(401);
});

test('programs of this machine have the role that the access gives them, and none without it', async () => {
  const { station, me, change } = await stationWith({ ...ACCESS, local: 'sender' });
  const send = () =>
    fetch(`${station.url}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"resourceLogs":[]}',
    });
  expect(await me()).toEqual({ name: 'local', role: 'sender', how: 'local' });
  expect((await send()).status).toBe(200);
  expect((await fetch(`${station.url}/api/telltale/status`)).status).toBe(403);
  change(ACCESS);
  expect((await send()).status).toBe(401);
});

test('a shipper of logs that only sends is told who is there, and nothing else of the page', async () => {
  const { station } = await stationWith(ACCESS);
  const ask = (accept: string) =>
    fetch(station.url, { headers: { accept, authorization: `Bearer ${SENDER}` } });
  expect(await (await ask('application/json')).json()).toMatchObject({ cluster_name: 'telltale' });
  expect((await ask('text/html')).status).toBe(403);
});

test('the station scrapes itself, whoever else may', async () => {
  const station = await intakeStation({ access: { current: () => ACCESS }, builtInIntervalMs: 500 });
  const headers = { authorization: `Bearer ${TOKEN}` };
  await expect
    .poll(
      async () => {
        const response = await fetch(`${station.url}/api/telltale/targets`, { headers });
        const { targets } = (await response.json()) as { targets: { job: string; health: string }[] };
        return targets.map(({ job, health }) => `${job} ${health}`);
      },
      { timeout: 15_000 },
    )
    .toContain('telltale up');
});

test('where nobody is asked, everybody is an admin of this machine, and no page asks for a sign-in', async () => {
  const station = await intakeStation();
  const me = await fetch(`${station.url}/api/telltale/me`, {
    headers: { authorization: 'Bearer of-some-other-program' },
  });
  expect(await me.json()).toEqual({ name: 'local', role: 'admin', how: 'local' });
  expect((await fetch(`${station.url}/api/telltale/login`, { method: 'POST' })).status).toBe(404);
});

test.each([
  ['nobody is named', {}],
  [
    'the file names nobody',
    { access: { current: () => ({ tokens: [], users: [], local: 'admin' as const }) } },
  ],
])('a station that other machines reach does not start where %s', async (_, settings) => {
  const starting = intakeStation({ host: '0.0.0.0', ...settings });
  starting.then(
    (station) => onTestFinished(() => station.stop()),
    () => undefined,
  );
  await expect(starting).rejects.toThrow('nobody could sign in at 0.0.0.0');
});

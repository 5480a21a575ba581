import { request } from 'node:http';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasProgram } from '../../../../test/support/counterpart.ts';
import { intakeFolder, intakeStation } from '../../test/support/intake-station.ts';
import { nginx } from '../../test/support/nginx.ts';
import { oidcAuthenticator } from '../../test/support/oidc-authenticator.ts';
import { parseAccess } from './parse-access.ts';
import type { Principal } from './principal.ts';
import { readProxyHeaders } from './trusted-proxy.ts';

/** nginx connects from here, everybody else of a test from 127.0.0.1. */
const PROXY = '127.0.0.9';
const ACCESS = parseAccess(
  `
proxy:
  from: [${PROXY}/32]
  roles:
    admin: [sre]
    editor: [developers, sre]
    viewer: [guests]
`,
  'access.yml',
);
const access = { current: () => ACCESS };

/** nginx asks this before each request, as in front of oauth2-proxy. */
const signedInBy = (authenticator: string, station: string) => `
    location = /oauth2/auth {
      internal;
      proxy_pass ${authenticator};
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header X-Forwarded-User "";
      proxy_set_header X-Forwarded-Groups "";
    }
    location / {
      auth_request /oauth2/auth;
      auth_request_set $user $upstream_http_x_auth_request_user;
      auth_request_set $groups $upstream_http_x_auth_request_groups;
      proxy_bind ${PROXY};
      proxy_pass ${station};
      proxy_set_header Host monitoring.example;
      proxy_set_header X-Forwarded-User $user;
      proxy_set_header X-Forwarded-Groups $groups;
    }`;

async function me(url: string, headers: Record<string, string> = {}): Promise<Principal | number> {
  const response = await fetch(`${url}/api/telltale/me`, { headers });
  return response.ok ? ((await response.json()) as Principal) : response.status;
}

/** Asks from an address of this machine; headers may come more than once. */
function askFrom(localAddress: string, url: string, headers: Record<string, string | string[]>) {
  return new Promise<{ status?: number; text: string }>((resolve, reject) => {
    const asked = request(`${url}/api/telltale/me`, { localAddress, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    asked.on('error', reject).end();
  });
}

describe.skipIf(!hasProgram('nginx'))('a station behind nginx', () => {
  test('knows whom an OIDC proxy signed in, by the roles of their groups', async () => {
    const oidc = await oidcAuthenticator();
    const { url } = await intakeStation({ access });
    const proxy = await nginx(signedInBy(oidc.url, url));
    const as = (groups: readonly string[]) => ({ cookie: oidc.signIn({ name: 'alice', groups }) });
    const alice = (role: string) => ({ name: 'alice', role, how: 'proxy' });
    expect(await me(proxy, as(['guests']))).toEqual(alice('viewer'));
    expect(await me(proxy, as(['guests', 'developers']))).toEqual(alice('editor'));
    expect(await me(proxy, as(['sre']))).toEqual(alice('admin'));
    expect(await me(proxy, as(['accounting']))).toBe(403);
    expect(await me(proxy, as([]))).toBe(403);
    expect(await me(proxy)).toBe(401);
    expect(oidc.faults).toEqual([]);
  });

  test('lets somebody do what their role may, and no page of another site write as them', async () => {
    const oidc = await oidcAuthenticator();
    const { url } = await intakeStation({ access });
    const proxy = await nginx(signedInBy(oidc.url, url));
    const annotate = async (groups: readonly string[], origin: string) => {
      const response = await fetch(`${proxy}/api/telltale/annotations`, {
        method: 'POST',
        headers: {
          cookie: oidc.signIn({ name: 'alice', groups }),
          'content-type': 'application/json',
          origin,
        },
        body: JSON.stringify({ kind: 'deployment', title: 'v2' }),
      });
      return response.status;
    };
    const own = 'http://monitoring.example';
    expect(await annotate(['developers'], own)).toBe(201);
    expect(await annotate(['guests'], own)).toBe(403);
    expect(await annotate(['sre'], 'http://evil.example')).toBe(403);
  });

  test('takes nothing from clients that they say of themselves', async () => {
    const oidc = await oidcAuthenticator();
    const { url } = await intakeStation({ access });
    const proxy = await nginx(signedInBy(oidc.url, url));
    const spoofed = { 'x-forwarded-user': 'root', 'x-forwarded-groups': 'sre' };
    const cookie = oidc.signIn({ name: 'alice', groups: ['guests'] });
    expect(await me(proxy, { ...spoofed, cookie })).toEqual({ name: 'alice', role: 'viewer', how: 'proxy' });
    expect(await me(proxy, spoofed)).toBe(401);
    // Past the proxy: from an address that is not its own, whatever the headers say of the way.
    expect(await me(url, spoofed)).toBe(401);
    expect(await me(url, { ...spoofed, 'x-forwarded-for': PROXY, forwarded: `for=${PROXY}` })).toBe(401);
    expect(oidc.faults).toEqual([]);
  });

  test('is open to users of Basic authentication, whom nginx knows', async () => {
    const { url } = await intakeStation({ access });
    const folder = intakeFolder();
    const { stdout } = spawnSync('openssl', ['passwd', '-apr1', 'correct horse'], { encoding: 'utf8' });
    writeFileSync(join(folder, 'users'), `ops:${stdout}`);
    const proxy = await nginx(`
    location / {
      auth_basic "monitoring";
      auth_basic_user_file ${folder}/users;
      proxy_bind ${PROXY};
      proxy_pass ${url};
      proxy_set_header Authorization "";
      proxy_set_header X-Forwarded-User $remote_user;
      proxy_set_header X-Forwarded-Groups developers;
    }`);
    const basic = (password: string) => ({
      authorization: `Basic ${Buffer.from(`ops:${password}`).toString('base64')}`,
    });
    expect(await me(proxy, basic('correct horse'))).toEqual({ name: 'ops', role: 'editor', how: 'proxy' });
    expect(await me(proxy, basic('wrong'))).toBe(401);
  });
});

test('a proxy of this machine is not this machine: who comes through it unnamed is nobody', async () => {
  const open = parseAccess(
    `{ proxy: { from: [${PROXY}], roles: { viewer: ['*'] } }, local: admin }`,
    'access.yml',
  );
  const { url } = await intakeStation({ access: { current: () => open } });
  const host = new URL(url).host;
  expect(await askFrom('127.0.0.1', url, { host })).toMatchObject({ status: 200 });
  expect((await askFrom('127.0.0.1', url, { host, 'x-forwarded-user': 'root' })).text).toContain('"local"');
  expect(await askFrom(PROXY, url, { host })).toMatchObject({ status: 401 });
  expect((await askFrom(PROXY, url, { host, 'x-forwarded-user': 'alice' })).text).toContain('"alice"');
});

test('headers that a proxy has not replaced are refused, and say so', async () => {
  const { url } = await intakeStation({ access });
  const host = new URL(url).host;
  const twice = await askFrom(PROXY, url, {
    host,
    'x-forwarded-user': ['mallory', 'alice'],
    'x-forwarded-groups': 'sre',
  });
  expect(twice).toMatchObject({ status: 401 });
  expect(twice.text).toContain('came twice');
  const groups = await askFrom(PROXY, url, {
    host,
    'x-forwarded-user': 'alice',
    'x-forwarded-groups': ['sre', 'guests'],
  });
  expect(groups).toMatchObject({ status: 401 });
});

test.each([
  ['X-authentik-groups of Authentik', 'a|developers|b', 'editor'],
  ['Remote-Groups of Authelia', 'guests, developers', 'editor'],
  ['one group', 'guests', 'viewer'],
  ['a group whose name only begins alike', 'sre-candidates', undefined],
  ['a group that calls itself everybody', '*', undefined],
  ['no group', '', undefined],
])('%s are read', (_, groups, role) => {
  const { proxy } = parseAccess(
    `proxy:
  from: [127.0.0.1]
  user: Remote-User
  groups: Remote-Groups
  roles: { admin: [sre], editor: [developers], viewer: [guests] }`,
    'access.yml',
  );
  const word =
    proxy &&
    readProxyHeaders(proxy, { 'remote-user': 'alice', 'remote-groups': groups }, ['Remote-User', '']);
  expect(word?.kind === 'principal' ? word.principal.role : undefined).toBe(role);
});

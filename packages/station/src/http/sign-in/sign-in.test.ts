import { networkInterfaces } from 'node:os';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInOf } from '../../../test/support/sign-in-of.ts';
import { hashToken } from '../../sign-in/tokens.ts';
import { createServer } from '../server.ts';
import { permit } from '../../sign-in/permit.ts';

const TOKEN = 'a-token-of-some-length';
/** An address of this machine that is not loopback. */
const ADDRESS = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

describe.skipIf(ADDRESS === undefined)('a station that listens to other machines', () => {
  let server: FastifyInstance;
  let outside: string;
  let inside: string;

  beforeAll(async () => {
    server = await createServer(
      signInOf({
        tokens: [{ name: 'ops', role: 'admin', sha256: hashToken(TOKEN) }],
        users: [],
        local: 'admin',
      }),
    );
    server.get('/', permit('enter'), async () => 'overview');
    server.get('/login', permit('open'), async () => 'sign in');
    server.get('/assets/a.js', permit('open'), async () => 'code');
    server.get('/-/ready', permit('open'), async () => 'ready');
    server.get('/api/telltale/status', permit('view'), async () => ({ series: 1 }));
    await server.listen({ host: '0.0.0.0', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    outside = `http://${ADDRESS}:${port}`;
    inside = `http://127.0.0.1:${port}`;
  });
  afterAll(() => server.close());

  const status = async (url: string, init: RequestInit = {}) =>
    (await fetch(url, { redirect: 'manual', ...init })).status;

  test('asks whoever comes from outside, and nobody on this machine', async () => {
    expect(await status(`${outside}/api/telltale/status`)).toBe(401);
    expect(await status(`${inside}/api/telltale/status`)).toBe(200);
  });

  test('is open to programs that send the token', async () => {
    const authorization = `Bearer ${TOKEN}`;
    expect(await status(`${outside}/api/telltale/status`, { headers: { authorization } })).toBe(200);
    expect(await status(`${outside}/api/telltale/status`, { headers: { authorization: 'Bearer no' } })).toBe(
      401,
    );
    expect(
      await status(`${outside}/api/telltale/status`, { headers: { authorization: `Basic ${TOKEN}` } }),
    ).toBe(401);
  });

  test('shows its sign-in page and what that is made of, and whether it lives', async () => {
    for (const path of ['/login', '/assets/a.js', '/-/ready'])
      expect(await status(outside + path), path).toBe(200);
    const response = await fetch(`${outside}/?range=1h`, {
      redirect: 'manual',
      headers: { accept: 'text/html' },
    });
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      '/login?next=%2F%3Frange%3D1h',
    ]);
  });

  test('gives who knows the token a cookie that no script reads, and takes it back', async () => {
    const send = (body: object) =>
      fetch(`${outside}/api/telltale/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await send({ token: 'wrong' })).status).toBe(401);
    const response = await send({ token: TOKEN });
    expect(response.status).toBe(204);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^telltale_session=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect(cookie).not.toContain(TOKEN);
    const session = { headers: { cookie: `other=1; ${cookie.split(';')[0]}` } };
    expect(await status(`${outside}/api/telltale/status`, session)).toBe(200);
    const out = await fetch(`${outside}/api/telltale/login`, { method: 'DELETE' });
    expect(out.headers.getSetCookie()[0]).toMatch(/^telltale_session=; .*Max-Age=0$/);
  });

  test('lets nobody guess for long', async () => {
    const attempt = () =>
      status(`${outside}/api/telltale/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"token":"guess"}',
      });
    const all: number[] = [];
    for (let i = 0; i < 12; i++) all.push(await attempt());
    expect(all.at(-1)).toBe(429);
  });
});

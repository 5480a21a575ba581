import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { createStation, hashToken, permit } from '@telltale/station';
import type { Permission, Role, Station, StationFeature, StationServer } from '@telltale/station';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dashboardCodeFeature } from '../../packages/telltale/src/features/dashboard-code-feature.ts';
import { definitionFeature } from '../../packages/telltale/src/features/definition-feature.ts';
import { doctorFeature } from '../../packages/telltale/src/features/doctor-feature.ts';
import { grafanaExportFeature } from '../../packages/telltale/src/features/grafana-export-feature.ts';
import { logCodeFeature } from '../../packages/telltale/src/features/log-code-feature.ts';
import { queryFeature } from '../../packages/telltale/src/features/query-feature.ts';
import { savedQueriesFeature } from '../../packages/telltale/src/features/saved-queries-feature.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { ROUTES } from './route-permissions.ts';

const ROLES: readonly Role[] = ['sender', 'viewer', 'editor', 'admin'];
const ASKING = ['nobody', ...ROLES] as const;
type Asking = (typeof ASKING)[number];

/** What each may do; written out once more, so that a slip in the product's own table is seen. */
const MAY: Readonly<Record<Asking, readonly Permission[]>> = {
  nobody: ['open'],
  sender: ['open', 'enter', 'send', 'annotate'],
  viewer: ['open', 'enter', 'view'],
  editor: ['open', 'enter', 'view', 'annotate', 'edit'],
  admin: ['open', 'enter', 'view', 'annotate', 'edit', 'send', 'administer'],
};

const folder = suiteFolder();
const registered = new Set<string>();
let station: Station;

/** Fastify tells of each server that is made, before it has a route. */
function collectRoutes(message: unknown): void {
  const { fastify } = message as { readonly fastify: StationServer };
  fastify.addHook('onRoute', ({ method, url }) => {
    const methods = [method].flat().filter((name) => name !== 'HEAD');
    if (methods.length > 4) registered.add(`ANY ${url}`);
    else for (const name of methods) registered.add(`${name} ${url}`);
  });
}

function start(features: readonly StationFeature[], name: string): Promise<Station> {
  const webFolder = join(folder.path, 'web');
  mkdirSync(webFolder, { recursive: true });
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Telltale</title>');
  return createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: join(folder.path, name),
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    lifecycleApi: true,
    adminApi: true,
    webFolder,
    features,
    access: {
      current: () => ({
        tokens: ROLES.map((role) => ({ name: role, role, sha256: hashToken(tokenOf(role)) })),
        users: [],
      }),
    },
  });
}

function tokenOf(role: Role): string {
  return `the-token-of-the-${role}`;
}

beforeAll(async () => {
  subscribe('fastify.initialization', collectRoutes);
  station = await start(
    [
      definitionFeature(),
      grafanaExportFeature(),
      savedQueriesFeature(),
      dashboardCodeFeature(),
      queryFeature(),
      logCodeFeature(),
      doctorFeature({ url: 'http://127.0.0.1:1', alertmanager: undefined, grafana: undefined }),
    ],
    'data',
  );
  unsubscribe('fastify.initialization', collectRoutes);
});
afterAll(() => station.stop());

/** Whether a request was let through to its route; what the route makes of it is not asked here. */
async function verdict(method: string, path: string, asking: Asking): Promise<string> {
  const response = await fetch(station.url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(asking !== 'nobody' && { authorization: `Bearer ${tokenOf(asking)}` }),
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
    },
    ...(method !== 'GET' && method !== 'HEAD' && { body: '{}' }),
  });
  if (response.status !== 401 && response.status !== 403) {
    await response.body?.cancel();
    return 'answered';
  }
  const { errorType } = (await response.json().catch(() => ({}))) as { readonly errorType?: string };
  return errorType ?? 'answered';
}

/** As a page of another site asks that has its own name point to this machine. */
function statusFor(host: string, token: string): Promise<number | undefined> {
  const headers = { host, authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const asked = request(`${station.url}/api/telltale/status`, { headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject).end();
  });
}

describe('the roles', () => {
  test('every route that there is stands in the table of permissions, and no other', () => {
    expect([...registered].toSorted()).toEqual(Object.values(ROUTES).flat().toSorted());
  });

  test.each(ASKING)('each route answers %s, or refuses, as the table says', async (asking) => {
    const wrong: string[] = [];
    for (const [permission, list] of Object.entries(ROUTES)) {
      const isAllowed = MAY[asking].some((name) => name === permission);
      const expected = isAllowed ? 'answered' : asking === 'nobody' ? 'unauthorized' : 'forbidden';
      for (const route of list) {
        const [method, path] = route.split(' ');
        const asked = method === 'ANY' ? 'PATCH' : method;
        const found = await verdict(asked, path, asking);
        if (found !== expected) wrong.push(`${route}: ${found}, not ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('a path that nothing is at is told to who is known here alone', async () => {
    expect(await verdict('GET', '/api/telltale/nothing', 'nobody')).toBe('unauthorized');
    expect(await verdict('GET', '/api/telltale/nothing', 'sender')).toBe('answered');
  });

  test('somebody who looks at a page is led to sign in; who only sends is told that there is nothing to see', async () => {
    const page = (asking: Asking) =>
      fetch(`${station.url}/rules?range=1h`, {
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          ...(asking !== 'nobody' && { authorization: `Bearer ${tokenOf(asking)}` }),
        },
      });
    const nobody = await page('nobody');
    expect([nobody.status, nobody.headers.get('location')]).toEqual([
      302,
      '/login?next=%2Frules%3Frange%3D1h',
    ]);
    expect((await page('sender')).status).toBe(403);
    expect((await page('viewer')).status).toBe(200);
  });

  test('a request from a page of another site is refused whatever the role, and so is another name of the host', async () => {
    const headers = { authorization: `Bearer ${tokenOf('admin')}`, 'sec-fetch-site': 'cross-site' };
    const response = await fetch(`${station.url}/-/reload`, { method: 'POST', headers });
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('other sites')]);
    expect(await statusFor('monitoring.example', tokenOf('admin'))).toBe(421);
    expect(await statusFor('localhost', tokenOf('admin'))).toBe(200);
  });

  test('who may not is told which role may', async () => {
    const response = await fetch(`${station.url}/api/telltale/backup`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokenOf('viewer')}` },
    });
    expect(await response.json()).toEqual({
      status: 'error',
      errorType: 'forbidden',
      error: 'This needs the role admin; viewer has the role viewer.',
    });
  });

  test('a station does not start with a route that does not say who may ask it', async () => {
    const forgetful: StationFeature = {
      name: 'forgetful',
      routes: (server) => {
        server.get('/api/telltale/careful', permit('view'), async () => ({}));
        server.post('/api/telltale/forgotten', async () => ({}));
      },
    };
    await expect(start([forgetful], 'forgetful')).rejects.toThrow(
      'routes that do not say who may ask them: POST /api/telltale/forgotten',
    );
  });
});

import { createServer } from 'node:http';
import { defineMonitoring } from '@telltale/definition';
import { expect, onTestFinished, test } from 'vitest';
import { instrument } from '../instrument.ts';
import type { InstrumentOptions } from '../instrument.ts';
import { close, listen } from '../../test/support/http-requests.ts';
import { serviceInfo } from './info-page.ts';

async function serverWith(info: InstrumentOptions['info']): Promise<string> {
  const t = instrument(defineMonitoring({ service: 'shop' }), info === undefined ? {} : { info });
  const server = createServer(t.http.wrap((_, response) => response.end('application')));
  onTestFinished(async () => {
    await close(server);
    await t.shutdown();
  });
  return listen(server);
}

const SECRET = 'hunter2-sentinel';
const VARIABLES = {
  APP_VERSION: '2.3.4',
  GIT_COMMIT: 'not a commit; rm -rf',
  GITHUB_SHA: '0123abc',
  GITHUB_REF_NAME: 'main',
  DATABASE_PASSWORD: SECRET,
};

test('info tells service, version, commit, Node.js and uptime, and no value of the environment', () => {
  const info = serviceInfo('shop', { environment: true }, VARIABLES);
  expect(info).toEqual({
    service: 'shop',
    version: '2.3.4',
    git: { commit: '0123abc', branch: 'main' },
    node: { version: process.versions.node, platform: process.platform, arch: process.arch },
    startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    uptime: expect.any(Number),
    environment: ['APP_VERSION', 'DATABASE_PASSWORD', 'GITHUB_REF_NAME', 'GITHUB_SHA', 'GIT_COMMIT'],
  });
  expect(JSON.stringify(info)).not.toContain(SECRET);
  expect(serviceInfo('shop', {}, VARIABLES).environment).toBeUndefined();
});

test('info is not there unless it is asked for', async () => {
  expect(await (await fetch(`${await serverWith(undefined)}/info`)).text()).toBe('application');
});

test('info is for this machine unless it is for everybody', async () => {
  const passedOn = { headers: { 'x-forwarded-for': '10.0.0.1' } };
  const local = `${await serverWith(true)}/info`;
  expect(((await (await fetch(local)).json()) as { service: string }).service).toBe('shop');
  expect((await fetch(local, passedOn)).status).toBe(403);
  const open = `${await serverWith({ to: 'everybody', path: '/actuator/info' })}/actuator/info`;
  const answer = await fetch(open, passedOn);
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect((await fetch(open, { method: 'POST' })).status).toBe(405);
});

import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { parseExpr } from '@telltale/promql';
import { resolveDefinition } from '@telltale/definition';
import type { ResolvedRemote } from '@telltale/definition';
import { alert, defineMonitoring, gauge } from '@telltale/sdk/define';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { createAuthority } from '../../../../test/support/certificates.ts';
import { testServers } from '../../test/support/test-servers.ts';
import type { StatusResponse } from '../contract.ts';
import type { StationSettings } from '../settings.ts';
import { createStation } from '../station.ts';
import { inRemoteMode } from './remote-mode.ts';

const servers = testServers();

const rule = {
  kind: 'alerting',
  name: 'A',
  query: 'up == 0',
  expr: parseExpr('up == 0'),
  labels: {},
  annotations: {},
  forMs: 0,
  keepFiringForMs: 0,
} as const;
const group = { name: 'g', file: 'g.yml', intervalMs: 1000, rules: [rule] };

function settingsOf(remote: ResolvedRemote, more: Partial<StationSettings> = {}): StationSettings {
  return {
    version: '0.0.0',
    port: 0,
    dataFolder: temporaryFolder(),
    ruleGroups: [group],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: true,
    remote,
    ...more,
  };
}

async function stationOver(remote: ResolvedRemote, more?: Partial<StationSettings>) {
  const station = await createStation(settingsOf(remote, more));
  onTestFinished(() => station.stop());
  const ask = async (path: string) => {
    const response = await fetch(`${station.url}/api/${path}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { station, ask };
}

const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const failing = (errorType: string): object => ({ status: 'error', errorType, error: 'the reason' });

test.each<[string, RequestListener, number, string, string]>([
  ['refuses the query', json(400, failing('bad_data')), 400, 'bad_data', 'the reason'],
  ['cannot answer it', json(422, failing('execution')), 422, 'execution', 'the reason'],
  ['takes too long', json(503, failing('timeout')), 503, 'timeout', 'the reason'],
  ['is overloaded', (_, response) => response.writeHead(503).end('busy'), 500, 'unavailable', 'HTTP 503'],
  ['is a page of something else', (_, response) => response.end('<html>'), 500, 'unavailable', '<html>'],
  [
    'breaks off',
    (_, response) => response.end('{"status":"success","da'),
    500,
    'unavailable',
    'no whole answer',
  ],
  [
    'says too much',
    (_, response) => response.writeHead(200, { 'content-length': 2 ** 30 }).end('{'),
    422,
    'execution',
    'is larger than 32 MiB',
  ],
  [
    'sends elsewhere',
    (_, response) => response.writeHead(302, { location: 'http://127.0.0.2:1/' }).end(),
    500,
    'unavailable',
    'redirects to http://127.0.0.2:1, which is not followed',
  ],
])('a server that %s is told of in the words of Prometheus, and the station stays up', async (...row) => {
  const [, listener, status, errorType, message] = row;
  const { ask } = await stationOver({ url: `http://127.0.0.1:${await servers.http(listener)}` });
  for (const path of ['v1/query?query=up', 'v1/labels', 'v1/rules']) {
    const answer = await ask(path);
    expect(answer, path).toMatchObject({ status, body: { status: 'error', errorType } });
    expect(answer.body['error']).toContain(message);
  }
  expect((await ask('telltale/status')).status).toBe(200);
});

test('a server whose certificate nobody vouches for is not read, until its authority is named', async () => {
  const folder = temporaryFolder();
  const authority = createAuthority(folder);
  const { certFile, keyFile } = authority.issue({ name: 'IP:127.0.0.1' });
  const pem = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  const result = { resultType: 'scalar', result: [1, '1'] };
  const port = await servers.listen(createServer(pem, json(200, { status: 'success', data: result })));
  const url = `https://127.0.0.1:${port}`;
  const untrusted = await (await stationOver({ url })).ask('v1/query?query=1');
  expect(untrusted).toMatchObject({ status: 500, body: { errorType: 'unavailable' } });
  expect(untrusted.body['error']).toContain('tls.caFile');
  const trusted = await stationOver({ url, tls: { caFile: authority.caFile } });
  expect(await trusted.ask('v1/query?query=1')).toMatchObject({ status: 200, body: { data: result } });
});

test('whether the server is there is known without anybody asking, and told once each time it changes', async () => {
  let isAway = true;
  const up = json(200, { status: 'success', data: { resultType: 'vector', result: [] } });
  const port = await servers.http((request, response) =>
    isAway ? void response.writeHead(500).end('no') : up(request, response),
  );
  const lines: string[] = [];
  const { ask } = await stationOver(
    { url: `http://me:hush@127.0.0.1:${port}` },
    { log: (line) => lines.push(line) },
  );
  const remote = async () => (await ask('telltale/status')).body as unknown as StatusResponse;
  await waitFor('the state', async () => (await remote()).remote?.isUp === false);
  expect((await remote()).remote).toMatchObject({
    host: `127.0.0.1:${port}`,
    lastError: expect.stringContaining('HTTP 500'),
    failingSinceMs: expect.any(Number),
    scrapes: false,
  });
  isAway = false;
  await ask('v1/query?query=up');
  expect((await remote()).remote).toMatchObject({ isUp: true, failingSinceMs: null, lastError: '' });
  expect(lines.filter((line) => line.startsWith('Nothing can be read'))).toHaveLength(1);
  expect(lines.join('\n')).not.toContain('hush');
});

test('alerts of the definition that the server does not evaluate are told of', async () => {
  const metrics = { carts_open: gauge({ help: 'Open carts' }) };
  const definition = resolveDefinition(
    defineMonitoring({
      service: 'shop',
      metrics,
      alerts: (m) => ({
        ManyCarts: alert({
          when: m.carts_open.now().max().above(5),
          onNoData: 'ignore',
          severity: 'warning',
          summary: 's',
        }),
      }),
    }),
  );
  const data = { resultType: 'vector', result: [], groups: [] };
  const url = `http://127.0.0.1:${await servers.http(json(200, { status: 'success', data }))}`;
  const lines: string[] = [];
  await stationOver({ url }, { definition, log: (line) => lines.push(line) });
  await waitFor('the warning', () => lines.some((line) => line.includes('does not evaluate ManyCarts')));
});

test('a station that evaluates no rules takes part in no drill', async () => {
  const { station } = await stationOver({ url: 'http://127.0.0.1:1' });
  const body = JSON.stringify({ alertName: 'A', labels: {}, seconds: 5 });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${station.url}/api/telltale/drills`, { method: 'POST', headers, body });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('127.0.0.1:1 evaluates the rules');
});

test('rules of the definition are left to the server, targets as well unless their samples are sent on', async () => {
  const target = { job: 'shop' } as StationSettings['targets'][number];
  const given = settingsOf(
    { url: 'http://p' },
    { targets: [target], reload: async () => ({ ruleGroups: [group] }) },
  );
  const without = inRemoteMode(given);
  const nothing = { targets: [], collectors: { postgres: [], redis: [] }, exporters: [] };
  expect(without).toMatchObject({ ruleGroups: [], ...nothing, collectHost: false });
  expect(await without.reload?.()).toEqual({ ruleGroups: [], ...nothing });
  const metrics = [{ url: 'http://p/api/v1/write' }] as NonNullable<StationSettings['forward']>['metrics'] &
    object;
  const sending = inRemoteMode({ ...given, forward: { metrics } });
  expect(sending).toMatchObject({ ruleGroups: [], targets: [target], collectHost: true });
  expect(await sending.reload?.()).toEqual({ ruleGroups: [] });
  const { remote: _, ...local } = given;
  expect(inRemoteMode(local)).toBe(local);
});

import { join } from 'node:path';
import { Registry as TheirRegistry, Gauge as TheirGauge, Pushgateway as TheirClient } from 'prom-client';
import { createPush, createRegistry } from '@telltale/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

interface Request {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: string;
}

/** One after the other: later ones build on what earlier ones left. */
const REQUESTS: readonly Request[] = [
  {
    method: 'PUT',
    path: '/metrics/job/a',
    body: '# TYPE x gauge\n# HELP x An x.\nx{l="1"} 1\nx{l="2"} NaN\n',
  },
  { method: 'POST', path: '/metrics/job/a', body: 'y 2\n' },
  { method: 'POST', path: '/metrics/job/a/instance/i1', body: '# TYPE x gauge\nx 3\n' },
  { method: 'PUT', path: '/metrics/job/a/', body: '# TYPE x gauge\nx{l="3",job="other"} +Inf\n' },
  {
    method: 'PUT',
    path: '/metrics/job@base64/L3Zhci90bXA/dir@base64/YS9i',
    body: 'z 1e-9\nbig 1234567.5\nhuge 1e+21\nsix 100000\nseven 1000000\n',
  },
  { method: 'PUT', path: '/metrics/job@base64/L3Zhci90bXA=/empty@base64/=', body: 'z 5\n' },
  { method: 'PUT', path: '/metrics/job/b%20c/%C3%BC/v', body: 'z 1\n' },
  { method: 'PUT', path: '/metrics/job/b%20c/u/%C3%BC%2B', body: 'z 1\n' },
  { method: 'PUT', path: '/metrics/job/b%2Fc', body: 'z 1\n' },
  { method: 'PUT', path: '/metrics/job/a/odd', body: 'z 1\n' },
  { method: 'PUT', path: '/metrics/job/a/__name__/q', body: 'z 1\n' },
  { method: 'PUT', path: '/metrics/job/a/1x/q', body: 'z 1\n' },
  { method: 'PUT', path: '/metrics/job/a/k@base64/!!!', body: 'z 1\n' },
  { method: 'PUT', path: '/metrics/job@base64/=', body: 'z 1\n' },
  { method: 'PUT', path: '/metrics/job/a', body: 'not { metrics\n' },
  { method: 'PUT', path: '/metrics/job/a', body: 'z 1' },
  { method: 'POST', path: '/metrics/job/late', body: 'z 1 1700000000000\n' },
  { method: 'POST', path: '/metrics/job/type', body: '# TYPE x counter\nx 1\n' },
  { method: 'POST', path: '/metrics/job/twice', body: 'w{a="1"} 1\nw{a="1"} 2\n' },
  { method: 'POST', path: '/metrics/job/help', body: '# HELP x Another help.\n# TYPE x gauge\nx 1\n' },
  {
    method: 'PUT',
    path: '/metrics/job/h',
    body: '# TYPE d histogram\nd_bucket{le="1"} 1\nd_bucket{le="+Inf"} 2\nd_sum 3.5\nd_count 2\n# TYPE s summary\ns{quantile="0.5"} 7\ns_sum 8\ns_count 1\n',
  },
  { method: 'POST', path: '/metrics/job/suffix', body: '# TYPE d_count gauge\nd_count 1\n' },
  { method: 'PUT', path: '/metrics/job/empty', body: '' },
  { method: 'PUT', path: '/metrics/job/gone', body: 'gone 1\n' },
  { method: 'DELETE', path: '/metrics/job/gone' },
  { method: 'DELETE', path: '/metrics/job/never' },
  { method: 'PUT', path: '/api/v1/admin/wipe' },
];

interface Answer {
  readonly data: readonly Record<string, unknown>[];
}

/** What both show of their groups, without moments and the order of groups. */
async function groupsAt(url: string): Promise<readonly string[]> {
  const { data } = (await getJson(`${url}/api/v1/metrics`)) as Answer;
  return data.map((group) => JSON.stringify(group, (key, value: unknown) => withoutTimes(key, value))).sort();
}

function withoutTimes(key: string, value: unknown): unknown {
  if (key === 'time_stamp') return undefined;
  if (key === 'push_time_seconds' || key === 'push_failure_time_seconds') {
    const [{ value: seconds }] = (value as { metrics: { value: string }[] }).metrics;
    return Number(seconds) > 0;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe.runIf(hasProgram('prometheus-pushgateway'))('beside a Pushgateway', () => {
  const folder = suiteFolder();
  let port: number;
  let station: RunningStation;
  let gateway: Program;
  let gatewayUrl: string;

  beforeAll(async () => {
    const gatewayPort = await freePort();
    gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
    gateway = startProgram('prometheus-pushgateway', [
      `--web.listen-address=127.0.0.1:${gatewayPort}`,
      // Debian's keeps its groups in a folder of the system.
      `--persistence.file=${join(folder.path, 'gateway')}`,
    ]);
    port = await freePort();
    station = await startStation(port, folder.path, ['--no-host']);
    let isGone = false;
    void gateway.exit.then(() => (isGone = true));
    await waitFor('the gateway', async () => (await fetch(`${gatewayUrl}/-/ready`)).ok);
    expect(isGone, gateway.output()).toBe(false);
  }, 60_000);

  afterAll(() => Promise.all([station, gateway].filter(Boolean).map(stopProgram)));

  test('the same requests have the same outcome, and the groups are the same', async () => {
    for (const { path, ...request } of REQUESTS) {
      const [theirs, ours] = await Promise.all(
        [gatewayUrl, station.url].map(async (url) => (await fetch(url + path, request)).status),
      );
      expect(ours, `${request.method} ${path} ${request.body}`).toBe(theirs);
    }
    // It has said that it deletes before it has.
    await expect.poll(() => groupsAt(gatewayUrl)).toEqual(await groupsAt(station.url));
  });

  test('what was pushed is found by queries, with the labels of its group alone', async () => {
    const found = await queryInstant(station.url, 'x or push_time_seconds{job="h"} > bool 0 or d_bucket');
    expect(found.map(({ metric, value }) => [metric, value[1]])).toEqual(
      expect.arrayContaining([
        [{ __name__: 'x', job: 'a', l: '3' }, '+Inf'],
        [{ __name__: 'x', job: 'a', instance: 'i1' }, '3'],
        [{ job: 'h' }, '1'],
        [{ __name__: 'd_bucket', job: 'h', le: '+Inf' }, '2'],
      ]),
    );
    expect(await queryInstant(station.url, '{__name__=~"gone|y",job!="telltale"}')).toEqual([]);
  });

  test("the station's own metrics page stays its own", async () => {
    const page = await (await fetch(`${station.url}/metrics`)).text();
    expect(page).not.toContain('\nx{');
    expect(page).toContain('telltale_intake_refused_requests_total{source="pushgateway",reason="malformed"}');
  });

  test('our SDK and prom-client push and delete unchanged', async () => {
    const registry = createRegistry();
    registry.counter('rows_total', { help: 'Rows copied', labels: {} }).inc(3);
    const push = createPush(
      {
        to: 'pushgateway',
        url: station.url,
        job: 'nightly',
        everyMs: 0,
        spool: false,
        grouping: { region: 'eu/west' },
      },
      { registry, environment: {} },
    );
    expect(await push.flush()).toBe('sent');
    const [ours] = await queryInstant(station.url, 'rows_total');
    expect(ours).toMatchObject({
      metric: { job: 'nightly', region: 'eu/west' },
      value: [expect.anything(), '3'],
    });

    const theirs = new TheirRegistry();
    new TheirGauge({ name: 'backup_bytes', help: 'Size', registers: [theirs] }).set(42);
    const client = new TheirClient(station.url, {}, theirs);
    await client.pushAdd({ jobName: 'backup', groupings: { host: 'db 1' } });
    const [gauge] = await queryInstant(station.url, 'backup_bytes');
    expect(gauge).toMatchObject({
      metric: { job: 'backup', host: 'db 1' },
      value: [expect.anything(), '42'],
    });
    await client.delete({ jobName: 'backup', groupings: { host: 'db 1' } });
    expect(await queryInstant(station.url, 'backup_bytes')).toEqual([]);
    await push.shutdown();
  });

  test('pushed groups survive that the station is killed', async () => {
    const before = await groupsAt(station.url);
    station.kill('SIGKILL');
    await station.exit;
    station = await startStation(port, folder.path, ['--no-host', '--web.enable-admin-api']);
    expect(await groupsAt(station.url)).toEqual(before);
    expect((await queryInstant(station.url, 'x{instance="i1"}'))[0].value[1]).toBe('3');
  }, 30_000);

  test('all groups are deleted by one request where that is enabled', async () => {
    const { status } = await fetch(`${station.url}/api/v1/admin/wipe`, { method: 'PUT' });
    expect(status).toBe(202);
    expect(await groupsAt(station.url)).toEqual([]);
    expect(await queryInstant(station.url, '{job=~"a|h|nightly"}')).toEqual([]);
  });
});

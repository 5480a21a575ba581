import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { telltaleHere } from '../support/telltale-here.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startGrafana } from './grafana-double.ts';
import type { GrafanaDouble } from './grafana-double.ts';

const ENV = { TELLTALE_GRAFANA_TOKEN: 'glsa_right' };

let first: GrafanaDouble;
let second: GrafanaDouble;
beforeEach(async () => {
  first = await startGrafana();
  second = await startGrafana();
  fill(first);
});
afterEach(() => Promise.all([first.close(), second.close()]));

function fill({ state }: GrafanaDouble): void {
  state.folders.set('shop', { uid: 'shop', title: 'Shop' });
  state.folders.set('pay', { uid: 'pay', title: 'Payments', parentUid: 'shop' });
  state.sources.set('prom', {
    uid: 'prom',
    name: 'Prometheus',
    type: 'prometheus',
    access: 'proxy',
    url: 'http://prometheus:9090',
    isDefault: true,
    jsonData: { timeInterval: '15s' },
    secureJsonData: { basicAuthPassword: 'geheim' },
  });
  // More than a page of them.
  for (let number = 0; number < 503; number++) {
    const dashboard = { uid: `d${number}`, title: `Dashboard ${number}`, panels: [{ type: 'timeseries' }] };
    state.dashboards.set(dashboard.uid, { dashboard, folderUid: number % 2 === 0 ? 'pay' : '' });
  }
  state.muteTimings.set('nights', { name: 'nights', time_intervals: [{ times: [{ start_time: '22:00' }] }] });
  state.templates.set('title', { name: 'title', template: '{{ define "title" }}x{{ end }}' });
  state.contactPoints.set('slack', {
    uid: 'slack',
    name: 'Slack',
    type: 'slack',
    settings: { url: 'https://hooks.slack.com/geheim', recipient: '#ops' },
    disableResolveMessage: false,
  });
  state.policies = {
    receiver: 'Slack',
    group_by: ['alertname'],
    routes: [{ receiver: 'email receiver', mute_time_intervals: ['nights'] }],
  };
  for (const uid of ['slow', 'down']) {
    state.rules.set(uid, {
      uid,
      title: `It is ${uid}`,
      folderUID: 'pay',
      ruleGroup: 'availability',
      condition: 'A',
      data: [{ refId: 'A', datasourceUid: 'prom', model: { expr: 'up == 0' } }],
      for: '5m',
      noDataState: 'Alerting',
      execErrState: 'Error',
    });
  }
  state.intervals.set('pay/availability', 30);
}

async function backedUp(
  env: Readonly<Record<string, string>> = ENV,
): Promise<{ file: string; output: string }> {
  const file = join(temporaryFolder(), 'grafana.tar.gz');
  const { exit, output } = await telltaleHere(['backup', file, '--grafana', first.url], { cwd: '/', env });
  expect(exit, output).toBe(0);
  return { file, output };
}

const restore = (file: string, url: string) =>
  telltaleHere(['restore', file, '--grafana', url], { cwd: '/', env: ENV });

describe('backup of a Grafana', () => {
  test('folders, data sources, dashboards, contact points, policies and alert rules come back in another one', async () => {
    const { file } = await backedUp();
    expect(first.writes).toEqual([]);
    const { exit, output } = await restore(file, second.url);
    expect(exit, output).toBe(0);
    expect(second.faults).toEqual([]);
    const { state } = second;
    expect(state.folders).toEqual(first.state.folders);
    expect(state.dashboards).toEqual(first.state.dashboards);
    expect(state.muteTimings).toEqual(first.state.muteTimings);
    expect(state.templates).toEqual(first.state.templates);
    expect(state.rules).toEqual(first.state.rules);
    expect(state.intervals).toEqual(first.state.intervals);
    expect(state.policies).toEqual(first.state.policies);
    const { secureJsonData: _, ...source } = state.sources.get('prom') ?? {};
    expect(first.state.sources.get('prom')).toMatchObject(source);
    expect(output).toContain('dashboards: 503 created, 0 changed, 0 as they were');
  });

  test('secrets are in no backup, and each that has to be set again is named', async () => {
    const { file, output } = await backedUp();
    const listed = execFileSync('tar', ['xzOf', file], { encoding: 'utf8', maxBuffer: 1e8 });
    expect(listed).not.toContain('geheim');
    for (const secret of [
      'basicAuthPassword of the data source Prometheus',
      'url of the contact point Slack',
    ]) {
      expect(output).toContain(secret);
      expect((await restore(file, (await startedAnew()).url)).output).toContain(`set again: ${secret}`);
    }
  });

  test('a second restore changes nothing; what was changed since is changed back, with its secrets', async () => {
    const { file } = await backedUp();
    await restore(file, second.url);
    second.writes.length = 0;
    const again = await restore(file, second.url);
    expect(again.output).not.toMatch(/[1-9]\d* (?:created|changed)/);
    expect(second.writes).toEqual([]);

    const source = first.state.sources.get('prom');
    first.state.sources.set('prom', { ...source, url: 'http://elsewhere' });
    first.state.folders.set('pay', { uid: 'pay', title: 'Renamed', parentUid: 'shop' });
    first.state.intervals.set('pay/availability', 300);
    const slack = first.state.contactPoints.get('slack');
    first.state.contactPoints.set('slack', {
      ...slack,
      settings: { url: 'https://hooks.slack.com/geheim', recipient: '#other' },
    });
    expect((await restore(file, first.url)).exit).toBe(0);
    expect(first.state.sources.get('prom')).toEqual(source);
    expect(first.state.contactPoints.get('slack')).toEqual(slack);
    expect(first.state.folders.get('pay')?.['title']).toBe('Payments');
    expect(first.state.intervals.get('pay/availability')).toBe(30);
    expect(first.faults).toEqual([]);
  });

  test('what is there besides stays', async () => {
    const { file } = await backedUp();
    second.state.folders.set('mine', { uid: 'mine', title: 'Mine' });
    await restore(file, second.url);
    expect(second.state.folders.get('mine')).toEqual({ uid: 'mine', title: 'Mine' });
  });

  test('a Grafana that is busy or fails for a moment is asked again', async () => {
    first.outages.push({ status: 429, retryAfter: '0' }, { status: 503 }, { status: 500 });
    const { file } = await backedUp();
    second.outages.push({ status: 502 }, { status: 429, retryAfter: '0' });
    expect((await restore(file, second.url)).exit).toBe(0);
    expect(second.state.rules.size).toBe(2);
  });

  test.each([
    [{}, 'Unauthorized', 'TELLTALE_GRAFANA_TOKEN'],
    [{ TELLTALE_GRAFANA_TOKEN: 'glsa_wrong' }, 'Unauthorized', 'TELLTALE_GRAFANA_TOKEN'],
    [{ TELLTALE_GRAFANA_TOKEN: 'glsa_viewer' }, 'Permission denied', 'the role Admin'],
  ])('who may not is told what is missing: %j', async (env, message, fix) => {
    const file = join(temporaryFolder(), 'grafana.tar.gz');
    const { exit, output } = await telltaleHere(['backup', file, '--grafana', first.url], { cwd: '/', env });
    expect(exit).toBe(2);
    expect(output).toContain(message);
    expect(output).toContain(fix);
    expect(existsSync(file)).toBe(false);
  });

  test('user and password do as well as a token, and each can be in a file', async () => {
    const path = join(temporaryFolder(), 'secret');
    writeFileSync(path, 'geheim\n');
    await backedUp({ TELLTALE_GRAFANA_USER: 'admin', TELLTALE_GRAFANA_PASSWORD_FILE: path });
    writeFileSync(path, 'glsa_right\n');
    await backedUp({ TELLTALE_GRAFANA_TOKEN_FILE: path });
  });

  test('what Grafana refuses is named with its reason, and the rest is restored', async () => {
    first.state.dashboards.set('file', { dashboard: { uid: 'file', title: 'from a file' }, folderUid: '' });
    const { file } = await backedUp();
    const { exit, output } = await restore(file, second.url);
    expect(exit).toBe(1);
    expect(output).toContain('refused: dashboards, from a file: HTTP 400: Cannot save provisioned dashboard');
    expect(second.state.dashboards.size).toBe(503);
    expect(second.state.rules.size).toBe(2);
  });

  test('of a damaged backup nothing is written', async () => {
    const { file } = await backedUp();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 5));
    const { exit, output } = await restore(file, second.url);
    expect(exit).toBe(2);
    expect(output).toContain('TT_BACKUP_DAMAGED');
    expect(second.writes).toEqual([]);
  });
});

/** Another empty one in place of the second. */
async function startedAnew(): Promise<GrafanaDouble> {
  await second.close();
  second = await startGrafana();
  return second;
}

import { symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * `telltale up` with the packs that watch a Prometheus and an Alertmanager pointed at the station itself,
 * two receivers, a rule file and intervals of a second: its own faults become alerts that arrive.
 */
const definition = (port: number, sinkUrl: string, window: string) => `
import { alertmanagerServer, defineMonitoring, prometheusServer, webhook } from '@telltale/sdk/define';
const self = { address: '127.0.0.1:${port}', every: '1s' } as const;
export default defineMonitoring({
  service: 'watched',
  owner: 'ops',
  scrape: { every: '1s' },
  evaluateEvery: '1s',
  exporters: [prometheusServer(self), alertmanagerServer(self)],
  receivers: {
    first: webhook({ url: '${sinkUrl}/first${window}' }),
    second: webhook({ url: '${sinkUrl}/second' }),
  },
  routes: {
    to: 'second',
    groupWait: '1s',
    groupInterval: '1s',
    children: [{ to: 'first', match: { alertname: 'Business' }, groupWait: '1s', groupInterval: '1s' }],
  },
});
`;
const RULES = `groups:
  - name: business
    interval: 1s
    rules:
      - {alert: Business, expr: vector(1) > 0}
`;

describe('a station that watches itself', () => {
  const folder = suiteFolder();
  const told: { readonly receiver: string; readonly alertNames: readonly string[] }[] = [];
  const sink = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const receiver = (request.url ?? '').slice(1);
      // The first receiver is out of order: it refuses everything.
      if (receiver === 'first') return response.writeHead(400).end();
      const { alerts } = JSON.parse(body) as { alerts: readonly { labels: { alertname: string } }[] };
      told.push({ receiver, alertNames: alerts.map(({ labels }) => labels.alertname) });
      return response.end();
    });
  });
  let station: RunningStation;
  let sinkUrl: string;
  let port: number;
  const hasArrived = (name: string) => () =>
    told.some(({ receiver, alertNames }) => receiver === 'second' && alertNames.includes(name));
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);

  beforeAll(async () => {
    await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
    sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
    port = await freePort();
    symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
    write('telltale.config.ts', definition(port, sinkUrl, ''));
    write('rules.yml', RULES);
    const files = ['--rules', 'rules.yml', '--web.enable-lifecycle', '--no-host'];
    station = await startStation(port, folder.path, files);
  });

  afterAll(async () => {
    if (station) await stopProgram(station);
    sink.close();
  });

  test('a receiver that does not take messages is told of by another one', async () => {
    await waitFor('the alert about the receiver', hasArrived('TelltaleNotificationsFailing'));
    const { rules } = (await getJson(`${station.url}/api/telltale/alerts`)) as {
      rules: readonly { name: string; alerts: readonly { annotations: { summary: string } }[] }[];
    };
    const rule = rules.find(({ name }) => name === 'TelltaleNotificationsFailing');
    expect(rule?.alerts[0].annotations.summary).toBe('Notifications to first by webhook do not arrive');
  });

  test('a broken rule file is refused with its place, the old rules run on, and an alert tells of it', async () => {
    write('rules.yml', `${RULES}      - {alert: Two, expr: 'sum('}\n`);
    const refused = await fetch(`${station.url}/-/reload`, { method: 'POST' });
    expect(refused.status).toBe(500);
    expect(await refused.text()).toMatch(/failed to reload config: .*rules\.yml:6:\d+: /);
    const { data } = (await getJson(`${station.url}/api/v1/rules?type=alert`)) as {
      data: { groups: readonly { name: string; rules: readonly { name: string; state: string }[] }[] };
    };
    const business = data.groups.find(({ name }) => name === 'business');
    expect(business?.rules).toMatchObject([{ name: 'Business', state: 'firing' }]);
    await waitFor('the alert about the configuration', hasArrived('TelltaleConfigurationRefused'));
    const page = await (await fetch(`${station.url}/metrics`)).text();
    expect(page).toContain('prometheus_config_last_reload_successful 0');
    expect(page).toContain('alertmanager_config_last_reload_successful 0');
  });

  test('the alerts of the packs for Prometheus and Alertmanager see the same faults at the station', async () => {
    const states = async () => {
      const { rules } = (await getJson(`${station.url}/api/telltale/alerts`)) as {
        rules: readonly { name: string; state: string }[];
      };
      return Object.fromEntries(rules.map(({ name, state }) => [name, state]));
    };
    const expected = {
      PrometheusConfigurationRefused: 'pending',
      AlertmanagerNotificationsFailing: 'pending',
    };
    await waitFor('both rules of the packs', async () => {
      const current = await states();
      return Object.entries(expected).every(([name, state]) => current[name] === state);
    });
    expect(await states()).toMatchObject({ ...expected, AlertmanagerDown: 'inactive' });
  });

  test('a mended definition and rule file are taken by SIGHUP, and the alerts of before end', async () => {
    write('rules.yml', `${RULES}      - {alert: Two, expr: vector(2) > 0}\n`);
    write('telltale.config.ts', definition(port, sinkUrl, '-mended'));
    station.kill('SIGHUP');
    await waitFor('the new rule', async () => {
      const text = await (await fetch(`${station.url}/api/v1/rules?type=alert`)).text();
      return text.includes('"Two"');
    });
    await waitFor('the new receiver', () => told.some(({ receiver }) => receiver === 'first-mended'));
    const page = await (await fetch(`${station.url}/metrics`)).text();
    expect(page).toContain('prometheus_config_last_reload_successful 1');
  });

  test('the status says who is told', () => {
    expect(station.output()).toMatch(/receiver +first {2}by webhook\n +receiver +second {2}by webhook/);
  });
});

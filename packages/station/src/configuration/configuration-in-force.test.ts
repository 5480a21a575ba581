import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_METRICS_FORWARD } from '@telltale/definition';
import type { ResolvedTarget } from '@telltale/definition';
import { parsePrometheusConfig } from '@telltale/formats';
import type { Rule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { expect, onTestFinished, test } from 'vitest';
import { intakeStation, ownMetric } from '../../test/support/intake-station.ts';
import type { ConfigurationResponse, StatusResponse } from '../contract.ts';
import type { ReloadedSettings, StationSettings } from '../settings.ts';
import { hashToken } from '../sign-in/tokens.ts';
import type { Station } from '../station.ts';

const SECRETS = ['hunter2', 'open-sesame', 'written-out', 'known-to-few-people'];

const plainShop: ResolvedTarget = {
  job: 'shop',
  addresses: ['127.0.0.1:1'],
  path: '/metrics',
  scheme: 'http',
  intervalMs: 60_000,
  timeoutMs: 10_000,
  labels: { zone: 'north "1"' },
  params: { module: ['a', 'b'] },
  authorization: { env: 'SHOP_TOKEN' },
  proxyUrl: 'http://proxy-user:hunter2@127.0.0.1:2',
};

const shop: ResolvedTarget = {
  ...plainShop,
  discovery: [
    {
      kind: 'http',
      url: 'http://list-user:hunter2@127.0.0.1:3/targets',
      refreshMs: 60_000,
      access: { basicAuth: { username: 'me', password: { file: '/run/secrets/list' } } },
    },
  ],
};

const alert: Rule = {
  kind: 'alerting',
  name: 'ShopDown',
  query: 'up{job="shop"} == 0',
  expr: parseExpr('up{job="shop"} == 0'),
  labels: { severity: 'page' },
  annotations: { summary: '{{ $labels.instance }} is down' },
  forMs: 60_000,
  keepFiringForMs: 0,
};

const SETTINGS: Partial<StationSettings> = {
  targets: [shop, { ...plainShop, addresses: ['127.0.0.1:4'], path: '/other' }],
  ruleGroups: [
    { name: 'shop', file: 'telltale.config.ts', intervalMs: 60_000, rules: [alert] },
    { name: 'shop', file: 'other.yml', intervalMs: 60_000, limit: 10, rules: [alert] },
  ],
  alertmanagers: ['http://127.0.0.1:5/prefix'],
  retentionBytes: 5_000_000_000,
  forward: {
    metrics: [{ ...DEFAULT_METRICS_FORWARD, url: 'http://writer:hunter2@127.0.0.1:6/api/v1/push' }],
    logs: [{ kind: 'otlp', url: 'http://127.0.0.1:7', headers: { 'x-api-key': 'written-out' } }],
  },
  collectors: {
    postgres: [],
    redis: [{ job: 'redis', address: '127.0.0.1:8', password: { env: 'REDIS_PASSWORD' }, labels: {} }],
  },
  exporters: [
    {
      name: 'nginx',
      job: 'nginx',
      commands: ['no-such-program'],
      args: ['--uri=http://nginx:open-sesame@127.0.0.1/status'],
      env: { KEY: 'written-out' },
    },
  ],
  host: '127.0.0.1',
  access: {
    current: () => ({
      tokens: [{ name: 'ci', role: 'admin', sha256: hashToken('known-to-few-people') }],
      users: [],
      local: 'admin',
    }),
  },
};

async function configurationOf({ url }: Station): Promise<ConfigurationResponse> {
  const answer = await fetch(`${url}/api/telltale/configuration`);
  return (await answer.json()) as ConfigurationResponse;
}

function textOf({ documents }: ConfigurationResponse, name: string): string {
  return documents.find((one) => one.name === name)?.text ?? '';
}

function folderOf(documents: ConfigurationResponse['documents']): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-configuration-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const { name, text } of documents) writeFileSync(join(folder, name), text);
  return folder;
}

test('the configuration in force is shown whole, as files that Prometheus and Alertmanager read', async () => {
  const configuration = await configurationOf(await intakeStation(SETTINGS));
  expect(configuration.documents.map(({ name }) => name)).toEqual([
    'prometheus.yml',
    'rules.yml',
    'rules-2.yml',
    'alertmanager.yml',
    'telltale.yml',
  ]);
  const config = parsePrometheusConfig(textOf(configuration, 'prometheus.yml'), 'prometheus.yml');
  expect(config.issues).toEqual([]);
  expect(config.ruleFiles).toEqual(['rules*.yml']);
  expect(config.alertmanagers).toMatchObject([{ pathPrefix: '/prefix' }]);
  expect(config.scrapeConfigs).toMatchObject([
    {
      jobName: 'shop',
      credentials: '<secret>',
      proxyUrl: 'http://proxy-user:xxxxx@127.0.0.1:2/',
      sampleLimit: 100_000,
      params: { module: ['a', 'b'] },
      httpSdConfigs: [{ basicAuth: { username: 'me', passwordFile: '/run/secrets/list' } }],
    },
    {
      jobName: 'shop-2',
      metricsPath: '/other',
      relabelConfigs: [{ targetLabel: 'job', replacement: 'shop' }],
    },
    { jobName: 'telltale' },
  ]);
  expect(config.remoteWrite).toMatchObject([{ url: 'http://writer:xxxxx@127.0.0.1:6/api/v1/push' }]);
  expect(textOf(configuration, 'rules-2.yml')).toContain('limit: 10');
  const options = textOf(configuration, 'telltale.yml');
  expect(options).toContain('maxBytes: 5000000000');
  expect(options).toContain('job: redis');
});

test('no secret of the settings is in it, also not those that were written out', async () => {
  const station = await intakeStation(SETTINGS);
  const page = await (await fetch(`${station.url}/api/telltale/configuration`)).text();
  const ofPrometheus = await (await fetch(`${station.url}/api/v1/status/config`)).text();
  for (const secret of SECRETS) {
    expect(page).not.toContain(secret);
    expect(ofPrometheus).not.toContain(secret);
  }
  expect(ofPrometheus).toContain('<secret>');
});

test.skipIf(spawnSync('promtool', ['--version']).status !== 0)(
  'promtool takes the configuration with its rules',
  async () => {
    const [target] = SETTINGS.targets ?? [];
    // The promtool of a distribution may be older than what a destination is told.
    const { documents } = await configurationOf(
      await intakeStation({ ...SETTINGS, targets: target ? [{ ...target, discovery: [] }] : [] }),
    );
    const file = join(folderOf(documents), 'prometheus.yml');
    const check = spawnSync('promtool', ['check', 'config', '--lint=none', file], { encoding: 'utf8' });
    expect(check.status, check.stderr).toBe(0);
    expect(check.stdout).toContain('2 rule files found');
  },
);

test('the hash stays while the configuration does, and follows a reload that is taken', async () => {
  let next: ReloadedSettings | undefined;
  const station = await intakeStation({
    ...SETTINGS,
    reload: async () => {
      if (!next) throw new Error('telltale.config.ts:3:1: no such metric');
      return next;
    },
  });
  const hash = async () => (await configurationOf(station)).hash;
  const status = async () => {
    const answer = await fetch(`${station.url}/api/telltale/status`);
    return ((await answer.json()) as StatusResponse).configuration;
  };
  const before = await hash();
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(await ownMetric(station, 'telltale_config_hash')).toBe(Number.parseInt(before.slice(0, 12), 16));

  await expect(station.reload()).rejects.toThrow('no such metric');
  const refused = await status();
  expect(refused).toMatchObject({
    hash: before,
    isReloaded: false,
    error: 'telltale.config.ts:3:1: no such metric',
  });
  expect(refused.lastAttemptMs).toBeGreaterThanOrEqual(refused.lastSuccessMs);

  next = { ruleGroups: [], targets: [shop] };
  await station.reload();
  const after = await configurationOf(station);
  expect(after.hash).not.toBe(before);
  expect(after.documents.map(({ name }) => name)).toEqual([
    'prometheus.yml',
    'alertmanager.yml',
    'telltale.yml',
  ]);
  expect(await status()).toMatchObject({ hash: after.hash, isReloaded: true, error: '' });
});

test('a station that reads from another server shows its own options alone', async () => {
  const station = await intakeStation({
    ...SETTINGS,
    remote: { url: 'http://127.0.0.1:9', basicAuth: { username: 'me', password: { env: 'REMOTE' } } },
  });
  const { documents } = await configurationOf(station);
  expect(documents.map(({ name }) => name)).not.toContain('alertmanager.yml');
  expect(documents.at(-1)?.name).toBe('telltale.yml');
  expect(documents.at(-1)?.text).toContain('url: http://127.0.0.1:9');
  expect(documents.at(-1)?.text).toContain('password: "<secret>"');
});

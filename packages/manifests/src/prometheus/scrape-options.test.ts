import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineMonitoring, resolveDefinition } from '@telltale/definition';
import { parsePrometheusConfig } from '@telltale/formats';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { hasProgram } from '../../../../test/support/counterpart.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { generateCompose } from '../compose/generate-compose.ts';
import { stackDefinition } from '../../test/stack-definition.ts';
import type { GenerateOptions } from '../generate-options.ts';
import { generatePrometheus } from './generate-prometheus.ts';

const definition = resolveDefinition(
  defineMonitoring({
    service: 'shop',
    targets: {
      shop: {
        address: 'shop:8443',
        scheme: 'https',
        every: '10s',
        params: { format: 'prometheus' },
        basicAuth: { username: 'telltale', password: { env: 'SHOP_PASSWORD' } },
        tls: { caFile: 'ca.pem', certFile: 'c.pem', keyFile: 'k.pem', minVersion: 'TLSv1.3' },
        headers: { 'X-Scope-OrgID': 'shop', 'X-Key': { file: '/srv/key' } },
        proxy: 'http://localhost:3128',
        followRedirects: false,
        honorLabels: true,
        honorTimestamps: false,
        limits: { samples: 500, bodySize: '1MiB', targets: 3 },
        metricRelabel: [
          { action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' },
          { action: 'labeldrop', regex: 'pod_.*' },
        ],
        pages: { custom: { path: '/custom_metrics', every: '30s' } },
      },
      workers: {
        labels: { zone: 'eu$1' },
        discover: [
          { kind: 'file', files: 'targets/*.json' },
          { kind: 'http', url: 'http://localhost:8500/targets', authorization: { env: 'INVENTORY_TOKEN' } },
          { kind: 'dns', names: 'workers.internal', type: 'A', port: 9100 },
        ],
        relabel: [
          { sourceLabels: ['__address__'], regex: '(.*):.*', targetLabel: 'host' },
          { action: 'hashmod', sourceLabels: ['__address__'], modulus: 2, targetLabel: '__tmp_shard' },
          { action: 'keep', sourceLabels: ['__tmp_shard'], regex: '0' },
          { action: 'keepequal', sourceLabels: ['host'], targetLabel: 'host' },
          { action: 'labelmap', regex: '__meta_(team)' },
        ],
      },
    },
  }),
);

function generated(options: GenerateOptions = {}): string {
  return generatePrometheus(definition, options)[0].text;
}

const OLD: GenerateOptions = { target: { prometheus: '2.42' } };

describe('scrape jobs', () => {
  const { issues, scrapeConfigs } = parsePrometheusConfig(generated(), 'prometheus.yml');
  const job = (name: string) => scrapeConfigs.find(({ jobName }) => jobName === name);

  it('have how a target is asked, with secrets as mounted files', () => {
    expect(issues).toEqual([]);
    expect(job('shop')).toMatchObject({
      scheme: 'https',
      params: { format: ['prometheus'] },
      basicAuth: { username: 'telltale', passwordFile: '/run/secrets/shop_password' },
      tls: { caFile: 'ca.pem', certFile: 'c.pem', keyFile: 'k.pem', minVersion: 'TLS13' },
      httpHeaders: {
        'X-Scope-OrgID': { values: ['shop'] },
        'X-Key': { values: [], files: ['/run/secrets/key'] },
      },
      proxyUrl: 'http://host.docker.internal:3128',
      followRedirects: false,
      honorLabels: true,
      honorTimestamps: false,
      sampleLimit: 500,
      targetLimit: 3,
      bodySizeLimit: '1048576B',
    });
    expect(job('shop')?.metricRelabelConfigs).toEqual([
      { sourceLabels: ['__name__'], regex: 'go_.*', action: 'drop' },
      { sourceLabels: [], regex: 'pod_.*', action: 'labeldrop' },
    ]);
  });

  it('two pages of a program with intervals of their own are two scrape jobs', () => {
    const jobs = scrapeConfigs.filter(({ jobName }) => jobName.startsWith('shop'));
    expect(
      jobs.map(({ jobName, metricsPath, scrapeIntervalMs }) => [jobName, metricsPath, scrapeIntervalMs]),
    ).toEqual([
      ['shop', '/metrics', 10_000],
      ['shop-custom', '/custom_metrics', 30_000],
    ]);
  });

  it('have what is discovered, and give it the labels of the target', () => {
    expect(job('workers')).toMatchObject({
      staticConfigs: [],
      fileSdConfigs: [{ files: ['targets/*.json'], refreshIntervalMs: 300_000 }],
      httpSdConfigs: [
        { url: 'http://host.docker.internal:8500/targets', credentialsFile: '/run/secrets/inventory_token' },
      ],
      dnsSdConfigs: [{ names: ['workers.internal'], type: 'A', port: 9100 }],
    });
    expect(job('workers')?.relabelConfigs[0]).toMatchObject({ targetLabel: 'zone', replacement: 'eu$$1' });
    expect(job('workers')?.relabelConfigs).toHaveLength(6);
  });

  it('say which files Prometheus reads beside its own', () => {
    expect(generated()).toContain('# The job shop reads ca.pem, c.pem, k.pem, from the folder of this file.');
    expect(generated()).toContain('# The job workers reads targets/*.json, from the folder of this file.');
  });

  it('Compose mounts each secret that they read', () => {
    const [{ text }] = generateCompose(stackDefinition({ targets: definition.targets, receivers: [] }));
    const { services, secrets } = parseYaml(text);
    expect(services.prometheus.secrets).toEqual(['shop_password', 'key', 'inventory_token']);
    expect(secrets.key).toEqual({ file: '/srv/key' });
  });

  it('an older Prometheus gets no headers, and the file says so', () => {
    expect(generated(OLD)).not.toContain('http_headers');
    expect(generated(OLD)).toContain('# Left out: headers of the job shop, which need Prometheus 2.55.');
  });

  it.skipIf(!hasProgram('promtool'))('promtool accepts them', () => {
    const file = join(temporaryFolder(), 'prometheus.yml');
    writeFileSync(file, generated(OLD).replace('/etc/prometheus/', ''));
    const { status, stderr } = spawnSync('promtool', ['check', 'config', '--syntax-only', file]);
    expect(stderr.toString()).toBe('');
    expect(status).toBe(0);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SCRAPE_LIMITS, defineMonitoring, resolveDefinition } from '@telltale/definition';
import { generatePrometheus } from '@telltale/manifests';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { loadPrometheusConfig } from './load-prometheus-config.ts';

function load(text: string) {
  const folder = temporaryFolder();
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, text);
  return { folder, file, load: () => loadPrometheusConfig(file) };
}

describe('a prometheus.yml that the station runs', () => {
  test('has targets with the defaults of Prometheus, a target for each group of labels', () => {
    const { targets, evaluationIntervalMs } = load(`scrape_configs:
  - job_name: shop
    sample_limit: 7
    static_configs: [{targets: [a:1, b:1], labels: {zone: eu}}, {targets: [c:1]}]
    dns_sd_configs: [{names: [shop.internal]}]
`).load();
    expect(targets.map(({ job, addresses, labels }) => ({ job, addresses, labels }))).toEqual([
      { job: 'shop', addresses: ['a:1', 'b:1'], labels: { zone: 'eu' } },
      { job: 'shop', addresses: ['c:1'], labels: {} },
      { job: 'shop', addresses: [], labels: {} },
    ]);
    expect(targets[2]).toMatchObject({
      discovery: [{ kind: 'dns', names: ['shop.internal'], type: 'SRV', refreshMs: 30_000 }],
      intervalMs: 60_000,
      timeoutMs: 10_000,
      honorTimestamps: true,
      limits: { ...DEFAULT_SCRAPE_LIMITS, samples: 7 },
    });
    expect(evaluationIntervalMs).toBe(60_000);
  });

  test('names files from its own folder, and its Alertmanagers', () => {
    const { folder, load: read } = load(`rule_files: [rules/*.yml]
alerting: {alertmanagers: [{path_prefix: /am/, static_configs: [{targets: ['am:9093']}]}]}
scrape_configs:
  - job_name: shop
    scheme: HTTPS
    basic_auth: {username: u, password_file: secrets/p}
    tls_config: {ca_file: /ca.pem, min_version: TLS13}
    http_headers: {X-A: {values: [a, b]}, X-B: {files: [b]}}
    file_sd_configs: [{files: [targets/*.json]}]
`);
    const config = read();
    expect(config.ruleFiles).toEqual([join(folder, 'rules/*.yml')]);
    expect(config.alertmanagers).toEqual(['http://am:9093/am']);
    expect(config.targets).toMatchObject([
      {
        scheme: 'https',
        basicAuth: { username: 'u', password: { file: join(folder, 'secrets/p') } },
        tls: { caFile: '/ca.pem', minVersion: 'TLSv1.3' },
        headers: { 'X-A': 'a, b', 'X-B': { file: join(folder, 'b') } },
        discovery: [{ kind: 'file', files: [join(folder, 'targets/*.json')], refreshMs: 300_000 }],
      },
    ]);
  });

  test.each<[string, string, string]>([
    [
      'discovery that the station does not have',
      'kubernetes_sd_configs: [{role: pod}]',
      'it has kubernetes_sd_configs',
    ],
    [
      'a password in the file',
      'basic_auth: {username: u, password: geheim}',
      'a password that stands in the file itself',
    ],
    [
      'another kind of token',
      'authorization: {type: Digest, credentials_file: a}',
      'an authorization of the type Digest',
    ],
    ['a certificate in the file', 'tls_config: {ca: "-----BEGIN"}', 'it has tls_config.ca'],
  ])('a job with %s is left out and told of with its place; the others are scraped', (_, field, told) => {
    const { targets, warnings } = load(`scrape_configs:
  - job_name: other
    ${field}
  - job_name: shop
    enable_http2: false
    static_configs: [{targets: [a:1]}]
`).load();
    expect(targets.map(({ job }) => job)).toEqual(['shop']);
    expect(warnings).toEqual([
      expect.stringMatching(/prometheus\.yml:2:15: the job other is left out: /),
      expect.stringMatching(/prometheus\.yml:4:15: the job shop is scraped without enable_http2$/),
    ]);
    expect(warnings[0]).toContain(told);
    expect(warnings.join()).not.toContain('geheim');
  });

  test('with a fault is refused with the place, patterns included', () => {
    const broken = load(`scrape_configs:
  - job_name: shop
    relabel_configs: [{target_label: a, regex: '('}]
`);
    expect(() => broken.load()).toThrow(
      expect.objectContaining({
        code: 'TT_FILE_FORMAT',
        message: expect.stringMatching(/prometheus\.yml:3:41: .*missing closing \)/),
      }),
    );
  });

  test('what is generated for a definition comes back as the same targets', () => {
    const { targets } = resolveDefinition(
      defineMonitoring({
        service: 'shop',
        targets: {
          shop: {
            address: 'shop:80',
            every: '10s',
            limits: { samples: 9 },
            honorTimestamps: true,
            params: { a: ['b', 'c'] },
            metricRelabel: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
            pages: { more: { path: '/more', honorTimestamps: true } },
          },
          found: {
            discover: { kind: 'http', url: 'http://inventory/shop' },
            relabel: [{ action: 'hashmod', sourceLabels: ['__address__'], modulus: 2, targetLabel: 'shard' }],
            honorTimestamps: true,
            limits: { targets: 3 },
          },
        },
        scrape: { limits: { bodySize: '1MiB' } },
      }),
    );
    const [config] = generatePrometheus({
      ...resolveDefinition(defineMonitoring({ service: 'shop' })),
      targets,
    });
    const loaded = load(config.text).load();
    const jobs = new Set(targets.map(({ job }) => job));
    expect(loaded.targets.filter(({ job }) => jobs.has(job))).toEqual(targets);
  });
});

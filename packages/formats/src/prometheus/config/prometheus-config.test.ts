import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrometheusConfig } from './parse-prometheus-config.ts';
import { printPrometheusConfig } from './print-prometheus-config.ts';
import type { ParsedScrapeConfig, PrometheusConfig, ScrapeConfig } from './prometheus-config.ts';

const parse = (text: string) => parsePrometheusConfig(text, 'prometheus.yml');

describe('parsePrometheusConfig', () => {
  it('reads intervals, rule files, alertmanagers and jobs', () => {
    const config = parse(`global:
  scrape_interval: 15s
  external_labels: {cluster: eu}
rule_files: [rules/*.yml]
alerting:
  alertmanagers:
    - scheme: https
      path_prefix: /am
      static_configs: [{targets: ['am:9093']}]
scrape_configs:
  - job_name: shop
    metrics_path: /m
    honor_labels: true
    sample_limit: 100
    static_configs:
      - targets: ['a:1', 'b:2']
        labels: {env: prod}
    metric_relabel_configs:
      - {source_labels: [code], target_label: status, action: replace}
`);
    expect(config.issues).toEqual([]);
    expect(config).toMatchObject({
      global: { scrapeIntervalMs: 15_000, externalLabels: { cluster: 'eu' } },
      ruleFiles: ['rules/*.yml'],
      alertmanagers: [{ scheme: 'https', pathPrefix: '/am', staticConfigs: [{ targets: ['am:9093'] }] }],
      scrapeConfigs: [
        {
          jobName: 'shop',
          metricsPath: '/m',
          honorLabels: true,
          sampleLimit: 100,
          staticConfigs: [{ targets: ['a:1', 'b:2'], labels: { env: 'prod' } }],
          metricRelabelConfigs: [{ sourceLabels: ['code'], targetLabel: 'status' }],
          position: { line: 11, column: 15 },
        },
      ],
    });
  });

  it('accepts what it does not read, and says which parts these are', () => {
    const config = parse(`remote_write: [{url: http://x, queue_config: {capacity: 5}}]
remote_read: [{url: http://y}]
scrape_configs:
  - job_name: pods
    kubernetes_sd_configs: [{role: pod}]
    tls_config: {ca_file: ca.pem}
`);
    expect(config.issues).toEqual([]);
    expect(config.remoteWrite).toEqual([{ url: 'http://x' }]);
    expect(config.unreadFields).toEqual(['remote_read']);
    expect(config.scrapeConfigs[0].unreadFields).toEqual(['kubernetes_sd_configs', 'tls_config']);
  });

  it('reports misspelt fields with the field that was meant', () => {
    const { issues } = parse(
      'scrape_config: []\nscrape_configs:\n  - job_name: a\n    scrape_intervall: 5s\n',
    );
    expect(issues.map(({ fix, position }) => [position.line, fix])).toEqual([
      [1, "did you mean 'scrape_configs'?"],
      [4, "did you mean 'scrape_interval'?"],
    ]);
  });

  it('reports what Prometheus refuses: doubled jobs, long timeouts, addresses with a path', () => {
    const { issues } = parse(`scrape_configs:
  - job_name: a
    static_configs: [{targets: ['http://x:1/metrics']}]
  - job_name: a
    scrape_interval: 5s
    scrape_timeout: 10s
`);
    expect(issues.map(({ code, position }) => `${position.line} ${code}`)).toEqual([
      '3 bad-value',
      '4 duplicate-name',
      '4 bad-value',
    ]);
  });
});

describe('targets', () => {
  it('may be URLs where relabelling makes an address of them, as for a blackbox exporter', () => {
    const { issues, scrapeConfigs } = parse(`scrape_configs:
  - job_name: probe
    static_configs: [{targets: ['http://shop:1/']}]
    relabel_configs: [{source_labels: [__address__], target_label: __param_target}]
`);
    expect(issues).toEqual([]);
    expect(scrapeConfigs[0].staticConfigs[0].targets).toEqual(['http://shop:1/']);
  });
});

const word = fc.oneof(fc.string(), fc.constantFrom('a, b', '[x]', '~', 'no'));
const name = word.filter((text) => text.trim() !== '');
const target = name.filter((text) => !text.includes('/'));
const labels = fc.dictionary(name, word, { maxKeys: 3, noNullPrototype: true });
const durationMs = fc.nat({ max: 4_000_000_000 });
const staticConfigs = fc.array(fc.record({ targets: fc.array(target, { maxLength: 3 }), labels }), {
  maxLength: 2,
});
const relabelConfigs = fc.array(
  fc.record(
    {
      sourceLabels: fc.array(word, { maxLength: 2 }),
      regex: word,
      targetLabel: word,
      action: word,
      modulus: fc.nat(),
    },
    { requiredKeys: ['sourceLabels'] },
  ),
  { maxLength: 2 },
);
const job: fc.Arbitrary<ScrapeConfig> = fc.record(
  {
    jobName: name,
    scrapeIntervalMs: durationMs,
    metricsPath: name,
    scheme: fc.constantFrom('http', 'https'),
    credentialsFile: name,
    honorLabels: fc.boolean(),
    sampleLimit: fc.nat(),
    bodySizeLimit: fc.constantFrom('10MB', '0'),
    scrapeNativeHistograms: fc.boolean(),
    alwaysScrapeClassicHistograms: fc.boolean(),
    staticConfigs,
    relabelConfigs,
    metricRelabelConfigs: relabelConfigs,
  },
  { requiredKeys: ['jobName', 'staticConfigs', 'relabelConfigs', 'metricRelabelConfigs'] },
);
const config: fc.Arbitrary<PrometheusConfig> = fc.record({
  global: fc.record(
    { scrapeIntervalMs: durationMs, externalLabels: labels },
    { requiredKeys: ['externalLabels'] },
  ),
  ruleFiles: fc.array(word, { maxLength: 2 }),
  alertmanagers: fc.array(fc.record({ timeoutMs: durationMs, staticConfigs }), { maxLength: 2 }),
  scrapeConfigs: fc.uniqueArray(job, { selector: ({ jobName }) => jobName, maxLength: 2 }),
  alertRelabelConfigs: relabelConfigs.filter(({ length }) => length > 0),
  remoteWrite: fc.array(fc.record({ url: name }), { minLength: 1, maxLength: 2 }),
});

describe('printPrometheusConfig', () => {
  it('reading what was printed gives back exactly the same configuration', () => {
    fc.assert(
      fc.property(config, (original) => {
        const parsed = parse(printPrometheusConfig(original, ['header']));
        expect(parsed.issues).toEqual([]);
        const { global, ruleFiles, alertmanagers, alertRelabelConfigs, remoteWrite } = parsed;
        const scrapeConfigs = parsed.scrapeConfigs.map(withoutPlace);
        const alerting = { alertmanagers, alertRelabelConfigs };
        const read = { global, ruleFiles, ...alerting, scrapeConfigs, remoteWrite };
        expect(plain(read)).toEqual(plain(original));
      }),
      { numRuns: 200 },
    );
  });

  it('printing the same configuration twice gives the same text', () => {
    fc.assert(
      fc.property(config, (one) => {
        expect(printPrometheusConfig(structuredClone(one))).toBe(printPrometheusConfig(one));
      }),
      { numRuns: 20 },
    );
  });
});

function withoutPlace(parsed: ParsedScrapeConfig): ScrapeConfig {
  const { position, unreadFields, ...rest } = parsed;
  expect([position.file, unreadFields]).toEqual(['prometheus.yml', []]);
  return rest;
}

/** Without prototypes, which differ; JSON keeps a key named `__proto__` as a key. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

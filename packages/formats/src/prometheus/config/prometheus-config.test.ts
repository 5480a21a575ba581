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
    oauth2: {client_id: a}
    tls_config: {ca: inline, max_version: TLS13}
`);
    expect(config.issues).toEqual([]);
    expect(config.remoteWrite).toEqual([{ url: 'http://x' }]);
    expect(config.unreadFields).toEqual(['remote_read']);
    expect(config.scrapeConfigs[0].unreadFields).toEqual([
      'kubernetes_sd_configs',
      'oauth2',
      'tls_config.ca',
      'tls_config.max_version',
    ]);
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

describe('what a job has', () => {
  const ofJob = (fields: string, options = {}) =>
    parsePrometheusConfig(`scrape_configs:\n  - job_name: a\n${fields}`, 'prometheus.yml', options);

  it('how targets are reached and discovered is read', () => {
    const { issues, scrapeConfigs } = ofJob(`
    basic_auth: {username: u, password_file: p}
    tls_config: {ca_file: ca.pem, cert_file: c.pem, key_file: k.pem, server_name: s, insecure_skip_verify: true}
    proxy_url: http://proxy:3128
    follow_redirects: false
    http_headers: {X-Scope-OrgID: {values: [shop]}, X-Key: {files: [key]}}
    params: {module: [http], 'match[]': [a, b]}
    file_sd_configs: [{files: [targets/*.json], refresh_interval: 10s}]
    http_sd_configs: [{url: http://inventory/, bearer_token_file: token}]
    dns_sd_configs: [{names: [shop.internal], type: a, port: 80}]
`);
    expect(issues).toEqual([]);
    expect(scrapeConfigs[0]).toMatchObject({
      basicAuth: { username: 'u', passwordFile: 'p' },
      tls: {
        caFile: 'ca.pem',
        certFile: 'c.pem',
        keyFile: 'k.pem',
        serverName: 's',
        insecureSkipVerify: true,
      },
      proxyUrl: 'http://proxy:3128',
      followRedirects: false,
      httpHeaders: { 'X-Scope-OrgID': { values: ['shop'] }, 'X-Key': { files: ['key'] } },
      params: { module: ['http'], 'match[]': ['a', 'b'] },
      fileSdConfigs: [{ files: ['targets/*.json'], refreshIntervalMs: 10_000 }],
      httpSdConfigs: [{ url: 'http://inventory/', credentialsFile: 'token' }],
      dnsSdConfigs: [{ names: ['shop.internal'], type: 'A', port: 80 }],
      unreadFields: [],
    });
  });

  it.each<[string, string, string]>([
    [
      'two ways to say who asks',
      'basic_auth: {username: u}\n    bearer_token: t',
      '3:5 a token and basic_auth',
    ],
    ['half a certificate', 'tls_config: {cert_file: c.pem}', '3:5 a certificate needs its key'],
    ['an action that is none', 'relabel_configs: [{action: erase}]', "3:24 there is no action 'erase'"],
    ['a step without a target', 'relabel_configs: [{source_labels: [a]}]', '3:23 replace needs the name'],
    [
      'a field too many',
      'metric_relabel_configs: [{action: labeldrop, regex: a, target_label: b}]',
      '3:60 labeldrop takes nothing but regex',
    ],
    ['a bad pattern', "relabel_configs: [{target_label: a, regex: '('}]", '3:41 missing )'],
    [
      'addresses without a port',
      'dns_sd_configs: [{names: [a], type: A}]',
      "3:22 the dns_sd_config has no 'port'",
    ],
    ['a file of another kind', 'file_sd_configs: [{files: [a.txt]}]', "3:32 'a.txt' is no file of targets"],
    ['a URL that is none', 'http_sd_configs: [{url: a}]', "3:29 'url' must be an http or https address"],
    ['a misspelt field', 'tls_config: {cafile: a}', "3:18 a tls_config has no field 'cafile'"],
  ])('%s is an issue with its place', (_, fields, told) => {
    const compileRegexp = (pattern: string) => {
      if (pattern === '(') throw new Error('missing )');
    };
    const { issues } = ofJob(`    ${fields}\n`, { compileRegexp });
    const [{ position, message }, ...others] = issues;
    expect(`${position.line}:${position.column} ${message}`).toContain(told);
    expect(others).toEqual([]);
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
  fc.oneof(
    fc.record(
      {
        sourceLabels: fc.array(word, { maxLength: 2 }),
        separator: word,
        regex: word,
        targetLabel: name,
        replacement: word,
      },
      { requiredKeys: ['sourceLabels', 'targetLabel'] },
    ),
    fc.record({
      sourceLabels: fc.array(word, { maxLength: 2 }),
      regex: word,
      action: fc.constantFrom('keep', 'drop', 'Keep'),
    }),
    fc.record({
      sourceLabels: fc.array(word, { maxLength: 2 }),
      modulus: fc.integer({ min: 1, max: 1e9 }),
      targetLabel: name,
      action: fc.constant('hashmod'),
    }),
    fc.record({
      sourceLabels: fc.constant([]),
      regex: word,
      action: fc.constantFrom('labeldrop', 'labelkeep'),
    }),
  ),
  { maxLength: 2 },
);
const header = fc.record({
  values: fc.array(word, { maxLength: 2 }),
  secrets: fc.array(word, { maxLength: 2 }),
  files: fc.array(word, { maxLength: 2 }),
});
const tls = fc.record(
  {
    caFile: word,
    certFile: word,
    keyFile: word,
    serverName: word,
    insecureSkipVerify: fc.boolean(),
    minVersion: word,
  },
  { requiredKeys: ['certFile', 'keyFile'] },
);
const who = fc.oneof(
  fc.record({ credentialsFile: name, authorizationType: word }, { requiredKeys: [] }),
  fc.record({ credentials: name }),
  fc.record({
    basicAuth: fc.record(
      { username: word, usernameFile: word, password: word, passwordFile: word },
      { requiredKeys: [] },
    ),
  }),
);
const client = fc
  .tuple(
    who,
    fc.record(
      {
        tls,
        proxyUrl: word,
        followRedirects: fc.boolean(),
        httpHeaders: fc.dictionary(name, header, { maxKeys: 2, noNullPrototype: true }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([one, other]) => ({ ...one, ...other }));
const refresh = { refreshIntervalMs: durationMs };
const httpSd = fc
  .tuple(
    fc.record(
      { url: fc.constantFrom('http://a/', 'https://b:1/x?y=z'), ...refresh },
      { requiredKeys: ['url'] },
    ),
    client,
  )
  .map(([one, other]) => ({ ...one, ...other }));
const dnsSd = fc.oneof(
  fc.record({ names: fc.array(name, { minLength: 1, maxLength: 2 }), type: fc.constant('SRV'), ...refresh }),
  fc.record({
    names: fc.array(name, { minLength: 1, maxLength: 2 }),
    type: fc.constantFrom('A', 'AAAA', 'MX', 'NS'),
    port: fc.integer({ min: 1, max: 65_535 }),
  }),
);
const fileSd = fc.record(
  { files: fc.array(fc.constantFrom('a.json', 'b/*.yml', 'c d.yaml'), { maxLength: 2 }), ...refresh },
  { requiredKeys: ['files'] },
);
const some = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { minLength: 1, maxLength: 2 });
const job: fc.Arbitrary<ScrapeConfig> = fc
  .tuple(
    fc.record(
      {
        jobName: name,
        scrapeIntervalMs: durationMs,
        metricsPath: name,
        params: fc.dictionary(name, fc.array(word, { maxLength: 2 }), { maxKeys: 2, noNullPrototype: true }),
        scheme: fc.constantFrom('http', 'https'),
        honorLabels: fc.boolean(),
        sampleLimit: fc.nat(),
        bodySizeLimit: fc.constantFrom('10MB', '0'),
        scrapeNativeHistograms: fc.boolean(),
        alwaysScrapeClassicHistograms: fc.boolean(),
        staticConfigs,
        fileSdConfigs: some(fileSd),
        httpSdConfigs: some(httpSd),
        dnsSdConfigs: some(dnsSd),
        relabelConfigs,
        metricRelabelConfigs: relabelConfigs,
      },
      { requiredKeys: ['jobName', 'staticConfigs', 'relabelConfigs', 'metricRelabelConfigs'] },
    ),
    client,
  )
  .map(([one, other]) => ({ ...one, ...other }));
const remoteWrite = fc
  .tuple(
    fc.record(
      { url: name, name, writeRelabelConfigs: relabelConfigs.filter(({ length }) => length > 0) },
      { requiredKeys: ['url'] },
    ),
    client,
  )
  .map(([one, other]) => ({ ...one, ...other }));
const config: fc.Arbitrary<PrometheusConfig> = fc.record({
  global: fc.record(
    { scrapeIntervalMs: durationMs, externalLabels: labels, sampleLimit: fc.nat(), bodySizeLimit: name },
    { requiredKeys: ['externalLabels'] },
  ),
  ruleFiles: fc.array(word, { maxLength: 2 }),
  alertmanagers: fc.array(fc.record({ timeoutMs: durationMs, staticConfigs }), { maxLength: 2 }),
  scrapeConfigs: fc.uniqueArray(job, { selector: ({ jobName }) => jobName, maxLength: 2 }),
  alertRelabelConfigs: relabelConfigs.filter(({ length }) => length > 0),
  remoteWrite: some(remoteWrite),
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
      { numRuns: 60 },
    );
  });

  it('printing the same configuration twice gives the same text', () => {
    fc.assert(
      fc.property(config, (one) => {
        expect(printPrometheusConfig(structuredClone(one))).toBe(printPrometheusConfig(one));
      }),
      { numRuns: 10 },
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

import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../test/support/run-cli.ts';
import { loadDefinition } from '../definition/load-definition.ts';

let folder: string;

beforeEach(async () => {
  // Inside the package, so that what is written finds its imports.
  folder = await mkdtemp(join(import.meta.dirname, 'init-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Makes a definition of files, and loads it: what is written can be run. */
async function initFrom(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { exitCode, output, errors } = await run(folder, 'init', '--from', ...Object.keys(files), '--json');
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  const { dropped }: { readonly dropped: readonly Readonly<Record<string, string>>[] } = JSON.parse(output);
  const lines = dropped.map(({ place, what, reason }) => `${place}  ${what}: ${reason}`);
  const text = await readFile(join(folder, 'telltale.config.ts'), 'utf8');
  // A copy under a name of its own: modules are loaded once.
  const { resolved } = await loadDefinition({ cwd: folder });
  return { lines, text, resolved };
}

describe('an alertmanager.yml', () => {
  const ALERTMANAGER = `global:
  resolve_timeout: 5m
  smtp_auth_password: hunter-mail
  smtp_require_tls: false
route:
  receiver: 'null'
  routes:
    - matchers: ['severity=~"warning|critical"']
      receiver: ops
      group_by: [team]
      mute_time_intervals: [nights]
      routes:
        - matchers: ['team="shop"']
          receiver: mail
    - matchers: ['severity="info"']
      receiver: 'null'
    - matchers: ['team=~"(?i)core"']
      receiver: ops
    - matchers: ['team="a"', 'team=~"a|b"']
      receiver: ops
receivers:
  - name: 'null'
  - name: ops
    slack_configs: [{ api_url: 'https://hooks/hunter-slack', channel: '#ops', title: t }]
    opsgenie_configs: [{ api_key: hunter-genie }]
  - name: hook
    webhook_configs: [{ url: 'http://user:hunter-url@hook/x?token=hunter-token', max_alerts: 5 }]
  - name: mail
    email_configs: [{ to: 'a@x, b@x', from: c@x, smarthost: 'm:25', auth_username: u, html: '<b>' }]
inhibit_rules:
  - { source_matchers: ['severity="critical"'], target_matchers: ['severity=~"warning|info"'], equal: [job] }
  - { source_matchers: ['a!="b"'], target_matchers: ['c="d"'] }
`;

  test('no secret is copied, and each is listed with the variable that it is expected in', async () => {
    const { lines, text, resolved } = await initFrom({ 'alertmanager.yml': ALERTMANAGER });
    expect(text).not.toContain('hunter');
    expect(lines).toContain(
      'alertmanager.yml:24  api_url of the receiver ops: secrets are not copied: set the variable OPS_API_URL',
    );
    expect(resolved.receivers).toMatchObject([
      { name: 'ops', url: { env: 'OPS_API_URL' }, channel: '#ops' },
      { name: 'hook', url: 'http://hook/x' },
      { name: 'mail', to: ['a@x', 'b@x'], requireTls: false, password: { env: 'SMTP_AUTH_PASSWORD' } },
    ]);
  });

  test('routes below routes keep what they inherit, one for each severity that a pattern takes', async () => {
    const { resolved } = await initFrom({ 'alertmanager.yml': ALERTMANAGER });
    const routes = resolved.route.routes.map(
      ({ receiver, matchers, groupBy }) =>
        `${receiver} ${matchers.map(({ name, value }) => `${name}=${value}`).join()} by ${groupBy.join()}`,
    );
    expect(routes).toEqual([
      'mail severity=critical,team=shop by team',
      'mail severity=warning,team=shop by team',
      'ops severity=critical by team',
      'ops severity=warning by team',
    ]);
    const inhibited = resolved.inhibitions?.map(({ target }) => target.map(({ value }) => value).join());
    expect(inhibited).toEqual(['warning', 'info']);
  });

  test('what a definition cannot say is listed, each with its line', async () => {
    const { lines } = await initFrom({ 'alertmanager.yml': ALERTMANAGER });
    const about = (text: string) =>
      lines.filter((line) => line.includes(text)).map((line) => line.split('  ')[0]);
    expect(about('the route to null')).toEqual(['alertmanager.yml:6', 'alertmanager.yml:15']);
    expect(about('the route to ops')).toEqual([
      'alertmanager.yml:8',
      'alertmanager.yml:17',
      'alertmanager.yml:19',
    ]);
    expect(about('mute_time_intervals')).toEqual(['alertmanager.yml:8']);
    expect(about('opsgenie')).toEqual(['alertmanager.yml:25']);
    expect(about('max_alerts of')).toEqual(['alertmanager.yml:27']);
    expect(about('html of')).toEqual(['alertmanager.yml:29']);
    expect(about('an inhibition')).toEqual(['alertmanager.yml:32']);
    expect(about('resolve_timeout')).toEqual(['alertmanager.yml']);
  });
});

test('of a prometheus.yml every field that is lost is listed, and a second job of a name is no second key', async () => {
  const { lines, resolved } = await initFrom({
    'prometheus.yml': `global: { scrape_interval: 30s, scrape_timeout: 7s }
remote_read: [{ url: "http://x" }]
scrape_configs:
  - job_name: "it's"
    honor_labels: true
    sample_limit: 5
    params: { a: [b] }
    basic_auth: { username: u, password: hunter2 }
    static_configs: [{ targets: ["a:1"] }]
  - job_name: "it's"
    static_configs: [{ targets: ["b:1"] }]
`,
  });
  expect(resolved.targets).toMatchObject([
    {
      job: "it's",
      addresses: ['a:1'],
      intervalMs: 30_000,
      timeoutMs: 7000,
      honorLabels: true,
      params: { a: ['b'] },
      limits: { samples: 5 },
    },
  ]);
  expect(lines).toEqual([
    "prometheus.yml:10  what has a fault: two scrape configs are named 'it's'",
    "prometheus.yml:4  basic_auth of the job it's: a definition names where a secret is, { env } or { file }",
    "prometheus.yml:10  the job it's: there is a job of this name already",
    'prometheus.yml  remote_read: a definition does not have them',
  ]);
});

test('of a prometheus.yml discovery, access, relabelling and limits come over', async () => {
  const { lines, resolved } = await initFrom({
    'prometheus.yml': `scrape_configs:
  - job_name: shop
    scheme: https
    basic_auth: { username: u, password_file: p }
    tls_config: { ca_file: ca.pem, min_version: TLS13 }
    http_headers: { X-A: { values: [a] }, X-B: { files: [b] } }
    proxy_url: http://proxy:1
    follow_redirects: false
    honor_timestamps: false
    body_size_limit: 10MB
    file_sd_configs: [{ files: [a.json], refresh_interval: 90s }]
    dns_sd_configs: [{ names: [a.internal], type: A, port: 80 }]
    relabel_configs:
      - { source_labels: [__address__], regex: '(.*):\\d+', target_label: host }
      - { source_labels: [a, b], modulus: 2, target_label: s, action: hashmod }
      - { source_labels: [s], action: keep, regex: 1 }
      - { source_labels: [a], target_label: b, action: dropequal }
      - { source_labels: [a], target_label: a, action: uppercase }
      - { action: labelmap, regex: __meta_(.+) }
    metric_relabel_configs: [{ regex: "a|b'", action: labeldrop }]
`,
  });
  expect(lines).toEqual([]);
  expect(resolved.targets).toMatchObject([
    {
      job: 'shop',
      addresses: [],
      basicAuth: { username: 'u', password: { file: 'p' } },
      tls: { caFile: 'ca.pem', minVersion: 'TLSv1.3' },
      headers: { 'X-A': 'a', 'X-B': { file: 'b' } },
      proxyUrl: 'http://proxy:1',
      followRedirects: false,
      honorTimestamps: false,
      limits: { bodyBytes: 10 * 1024 * 1024 },
      discovery: [
        { kind: 'file', files: ['a.json'], refreshMs: 90_000 },
        { kind: 'dns', names: ['a.internal'], type: 'A', port: 80 },
      ],
      relabel: [
        { action: 'replace', regex: '(.*):\\d+', targetLabel: 'host' },
        { action: 'hashmod', modulus: 2 },
        { action: 'keep', regex: '1' },
        { action: 'dropequal', targetLabel: 'b' },
        { action: 'uppercase', targetLabel: 'a' },
        { action: 'labelmap', regex: '__meta_(.+)' },
      ],
      metricRelabel: [{ action: 'labeldrop', regex: "a|b'" }],
    },
  ]);
});

test('queries stay as they were, whatever signs they hold', async () => {
  const query = 'sum(rate(x_total{path=~"/a\\\\.b`${c}"}[5m])) > 5';
  const { resolved } = await initFrom({
    'rules.yml': `groups:\n- name: g\n  interval: 9s\n  rules: [{ alert: A, expr: '${query}' }]\n`,
  });
  expect(resolved.rules.map((rule) => rule.query)).toEqual([query]);
});

test('a metric that two pages have is declared once, with the labels of both', async () => {
  const { resolved, lines } = await initFrom({
    'a.prom': '# TYPE x_total counter\nx_total{a="1"} 1\n# TYPE y gauge\ny 1\n',
    'b.prom': '# TYPE x_total counter\nx_total{b="1"} 1\n# TYPE y counter\ny_total 1\n# TYPE y histogram\n',
  });
  const declared = resolved.metrics.map(({ name, labels }) => `${name} ${Object.keys(labels).join()}`);
  expect(declared).toContain('x_total a,b');
  expect(new Set(declared).size).toBe(declared.length);
  expect(lines).toContainEqual(expect.stringMatching(/^b\.prom {2}the metric y/));
});

describe('files that cannot be read', () => {
  test.each([
    ['broken.yml', 'global:\n  x: 1\n - y', 'broken.yml:3:1 cannot be read'],
    ['broken.json', '{"panels": [', 'broken.json:1:13 cannot be read'],
    ['page.prom', '<html>\u001B[31m</html>', 'page.prom: line 1: '],
    ['other.yml', 'a: 1', 'other.yml is nothing that a definition can be made of'],
  ])('%s is named with the place, and nothing is written', async (name, text, message) => {
    await writeFile(join(folder, name), text);
    const { exitCode, errors } = await run(folder, 'init', '--from', name);
    expect(exitCode).toBe(2);
    expect(errors).toContain(`telltale: ${message}`);
    expect(errors).not.toContain('\u001B');
    await expect(readFile(join(folder, 'telltale.config.ts'))).rejects.toThrow('ENOENT');
  });

  test('an empty rule file gives nothing, and is listed', async () => {
    const { lines } = await initFrom({ 'rules.yml': 'null\n' });
    expect(lines).toEqual(['rules.yml  the file: it is empty']);
  });
});

test('a definition that exists is never replaced; a folder that does not is made', async () => {
  await mkdir(join(folder, 'old'));
  await writeFile(join(folder, 'old/telltale.config.ts'), 'mine');
  const refused = await run(join(folder, 'old'), 'init');
  expect(refused).toMatchObject({ exitCode: 2, output: '' });
  expect(refused.errors).toContain('telltale.config.ts exists already (TT_FILE_WRITE)');
  expect(await readFile(join(folder, 'old/telltale.config.ts'), 'utf8')).toBe('mine');
  expect(await run(folder, 'init', '--out', 'new/deep/x.ts')).toMatchObject({ exitCode: 0 });
  expect(await run(folder, 'init', '--out', 'y.ts', '--service', ' ')).toMatchObject({ exitCode: 2 });
});

import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandIo } from '../io/command-io.ts';
import { checkCommand } from '../commands/check.ts';
import { jsonReport } from './report/json-report.ts';
import { createPaint } from './report/paint.ts';
import { printReport } from './report/print-findings.ts';
import { ALL_RULES } from './rules/all-rules.ts';
import type { CheckOptions } from './run-check.ts';
import { runCheck } from './run-check.ts';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const DEAD_ALERT = 'test/fixtures/dead-alert';
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** What is read and known is told by these rules; a rule more must not change these tests. */
const RULES = new Set([
  'rule/parse',
  'prom/schema',
  'promql/syntax',
  'promql/type',
  'promql/unknown-metric',
  'promql/unknown-label',
  'promql/unknown-label-value',
  'rate/not-counter',
  'counter/raw',
]);

const check = (options: CheckOptions) =>
  runCheck({ ...options, rules: ALL_RULES.filter(({ id }) => RULES.has(id)) });

/** The report of these rules as lines. */
async function printedLines(folder: string): Promise<readonly string[]> {
  return printReport(await check({ paths: ['.'], cwd: folder }), createPaint(false)).split('\n');
}

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-check-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

async function briefly(folder: string, metrics?: string): Promise<readonly string[]> {
  const { findings } = await check({ paths: ['.'], metrics, cwd: folder });
  return findings.map(
    ({ place: { position }, ruleId }) => `${position.file}:${position.line}:${position.column} ${ruleId}`,
  );
}

function testIo(cwd: string, useColor = false): { readonly io: CommandIo; readonly output: () => string } {
  let text = '';
  const write = (part: string): void => {
    text += part;
  };
  return { io: { write, writeError: write, useColor, cwd, env: {} }, output: () => text };
}

const alerts = (...exprs: string[]): string =>
  `groups:\n  - name: g\n    rules:\n${exprs.map((expr, index) => `      - alert: A${index}\n        expr: ${expr}\n`).join('')}`;
const COUNTER = `import { Counter } from 'prom-client';
new Counter({ name: 'shop_orders_total', help: 'Orders', labelNames: ['country'] });
`;

describe('a dead alert', () => {
  it('is found with its place, its reason and its fix, and the check exits with 1', async () => {
    const { io, output } = testIo(PACKAGE);
    expect(await checkCommand({ paths: [DEAD_ALERT] }, io)).toBe(1);
    expect(output())
      .toContain(`test/fixtures/dead-alert/rules.yml:5:36  error  promql/unknown-label  in alert HighErrorRate
  http_requests_total has no label 'status'; it has method, route, status_code
  5 |     expr: rate(http_requests_total{status=~"5.."}[5m]) > 0.1
    |                                    ^^^^^^^^^^^^^
  why: A matcher on a label that no series has selects nothing: the alert can never fire.
  fix: did you mean status_code?

`);
    const [summary] = output().split('\n').slice(-2);
    expect(summary).toMatch(
      /^\d errors?, .* in 5 queries, 1 rule file, 1 program or guide, checked against 8 series names$/,
    );
  });

  it('has a stable form in JSON', async () => {
    const report = await check({ paths: [DEAD_ALERT], cwd: PACKAGE });
    expect(jsonReport(report)).toEqual({
      version: 1,
      findings: [
        {
          rule: 'promql/unknown-label',
          severity: 'error',
          file: 'test/fixtures/dead-alert/rules.yml',
          line: 5,
          column: 36,
          text: 'status=~"5.."',
          subject: 'alert HighErrorRate',
          message: "http_requests_total has no label 'status'; it has method, route, status_code",
          why: 'A matcher on a label that no series has selects nothing: the alert can never fire.',
          fix: 'did you mean status_code?',
          fixable: false,
        },
      ],
      counts: {
        queries: 5,
        ruleFiles: 1,
        definitions: 0,
        documents: 0,
        texts: 1,
        knownMetrics: 8,
        errors: 1,
        warnings: 0,
        infos: 0,
      },
      notes: [],
      skipped: [],
      hidden: { silenced: 0, known: 0, unchanged: 0 },
    });
  });

  it('is found in a guide that holds the rules and the program in fenced blocks', async () => {
    const guide = [
      '# Guide',
      '',
      '```js',
      COUNTER,
      '```',
      '',
      '```yaml',
      alerts('shop_orders_total{county="de"} > 5'),
      '```',
    ];
    const folder = await folderWith({ 'guide.md': guide.join('\n') });
    const { findings } = await check({ paths: ['guide.md'], cwd: folder });
    expect(findings.map(({ ruleId, place }) => [ruleId, place.position.line])).toEqual([
      ['counter/raw', 14],
      ['promql/unknown-label', 14],
    ]);
  });

  it.skipIf(!hasPromtool)('is called SUCCESS by promtool', () => {
    const result = spawnSync('promtool', [
      'check',
      'rules',
      '--lint=all',
      join(PACKAGE, DEAD_ALERT, 'rules.yml'),
    ]);
    expect(result.stdout.toString()).toContain('SUCCESS: 5 rules found');
    expect(result.status).toBe(0);
  });
});

describe('what is found in a folder', () => {
  it('skips dependencies, hidden caches and links, and does not run programs', async () => {
    const faulty = alerts('sum(');
    const folder = await folderWith({
      'node_modules/x/rules.yml': faulty,
      '.git/rules.yml': faulty,
      'dist/node_modules/x/rules.yml': faulty,
      'dist/metrics.js': "new Counter({ name: 'shop_order_total', help: 'h' });",
      'src/metrics.js': `process.exit(9);\n${COUNTER}`,
      'deploy/rules.yaml': alerts('rate(shop_orders_total[5m]) > 1'),
    });
    await symlink(folder, join(folder, 'deploy', 'loop'));
    expect(await briefly(folder)).toEqual([]);
  });

  it('tells rule files from other YAML, LogQL rules, Grafana alerts and Helm templates', async () => {
    const folder = await folderWith({
      'compose.yml': 'services:\n  shop:\n    image: shop:1.4.2\n',
      'loki.yml': alerts(`'sum(rate({app="shop"} |= "error" | json [5m])) > 1'`),
      'grafana.yml': `apiVersion: 1\n${alerts('up')}`,
      'templates/rules.yaml': `{{- if .Values.alerts }}\n${alerts('sum(')}{{- end }}\n`,
      'promtail.yml': 'clients: []\nscrape_configs:\n  - job: x\n',
    });
    const { findings, notes } = await check({ paths: ['.'], cwd: folder });
    expect(findings).toEqual([]);
    expect(notes).toContainEqual(expect.stringContaining('skipped 1 YAML template:'));
  });

  it('reads a rule file whose annotations have templates of their own', async () => {
    const rules = `${alerts('sum(')}        annotations:\n          text: "{{ if true }}{{- $value }}{{ end }}"\n`;
    expect(await briefly(await folderWith({ 'rules.yml': rules }))).toEqual(['rules.yml:5:18 promql/syntax']);
  });

  it('survives binary files, malformed UTF-8 and deep nesting under YAML names', async () => {
    const folder = await folderWith({
      'binary.yml': new Uint8Array([0x67, 0, 1, 0xff]),
      'bytes.yml': Buffer.concat([
        Buffer.from('# x'),
        Buffer.from([0xff, 0xfe, 0x0a]),
        Buffer.from(alerts('sum(')),
      ]),
      'deep.yml': `groups:\n- alert: a\n  expr: ${'['.repeat(50_000)}\n`,
    });
    expect(await briefly(folder)).toEqual([
      'bytes.yml:1:4 rule/parse',
      'bytes.yml:6:18 promql/syntax',
      'deep.yml:3:9 rule/parse',
    ]);
  });

  it('reads rules in UTF-16, as Prometheus does', async () => {
    const rules = Buffer.from(`\uFEFF${alerts('sum(')}`, 'utf16le');
    expect(await briefly(await folderWith({ 'rules.yml': rules }))).toEqual(['rules.yml:5:18 promql/syntax']);
  });

  it('a rule file and a configuration that are not UTF-8 are errors with the line of the byte', async () => {
    const latin1 = (text: string) => Buffer.from(text, 'latin1');
    const folder = await folderWith({
      'prometheus.yml': latin1('scrape_configs:\n  - job_name: "café"\n'),
      'rules.yml': latin1(`${alerts('up == 0')}        annotations:\n          summary: "café"\n`),
    });
    expect(await briefly(folder)).toEqual(['prometheus.yml:2:19 prom/schema', 'rules.yml:7:24 rule/parse']);
    const [{ message, fix }] = (await check({ paths: ['rules.yml'], cwd: folder })).findings;
    expect([message, fix]).toEqual([
      'the file is not UTF-8: this byte is malformed',
      'save the file as UTF-8',
    ]);
    if (!hasPromtool) return;
    const result = spawnSync('promtool', ['check', 'rules', join(folder, 'rules.yml')]);
    expect(result.status).toBe(1);
    expect(result.stderr.toString()).toContain('UTF-8');
  });

  it('a second document is a warning: Prometheus loads the file without it', async () => {
    const folder = await folderWith({ 'rules.yml': `${alerts('up == 0')}---\n${alerts('up == 1')}` });
    const { findings } = await check({ paths: ['.'], cwd: folder });
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        ruleId: 'rule/parse',
        why: 'Prometheus loads the file without this part and says nothing: it has no effect.',
      },
    ]);
    if (!hasPromtool) return;
    const result = spawnSync('promtool', ['check', 'rules', join(folder, 'rules.yml')]);
    expect(result.stdout.toString()).toContain('SUCCESS: 1 rules found');
  });

  it('shows the right columns and carets in files with CR LF and tabs', async () => {
    const rules = alerts(
      '|\n          sum(\n          \tshop_orders_total{county="de"}\n          ) > bool 0',
    ).replaceAll('\n', '\r\n');
    const folder = await folderWith({ 'rules.yml': rules, 'shop.ts': COUNTER });
    const lines = await printedLines(folder);
    expect(lines).toContain('rules.yml:7:30  error  promql/unknown-label  in alert A0');
    const at = lines.findIndex((line) => line.includes('county="de"'));
    expect(lines[at].indexOf('county')).toBe(lines[at + 1].indexOf('^'));
    expect(lines[at + 1]).toBe(`    |           \t${' '.repeat(18)}${'^'.repeat('county="de"'.length)}`);
  });
});

describe('what is said to exist', () => {
  it('is nothing without a catalogue: no name is judged, and the summary says so', async () => {
    const folder = await folderWith({ 'rules.yml': alerts('shop_orders_total{county="de"}') });
    const report = await check({ paths: ['.'], cwd: folder });
    expect(report.findings).toEqual([]);
    expect(report.notes).toEqual([expect.stringContaining('pass --metrics')]);
  });

  it('is what a metrics page shows, given as a file or an address', async () => {
    const page = '# TYPE shop_orders_total counter\nshop_orders_total{country="de"} 1\n';
    const folder = await folderWith({
      'page.txt': page,
      'rules.yml': alerts('rate(shop_orders_totals[5m]) > 1', 'rate(shop_orders_total{county="de"}[5m]) > 1'),
    });
    const expected = ['rules.yml:5:20 promql/unknown-metric', 'rules.yml:7:38 promql/unknown-label'];
    expect(await briefly(folder, 'page.txt')).toEqual(expected);
    const server = createServer((_, response) => response.end(page));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await briefly(folder, `http://127.0.0.1:${port}/metrics`)).toEqual(expected);
    await new Promise((resolve) => server.close(resolve));
  });

  it('a metrics address that nobody answers is an error that names it', async () => {
    const folder = await folderWith({ 'rules.yml': alerts('up') });
    await expect(briefly(folder, 'http://127.0.0.1:1/metrics')).rejects.toMatchObject({
      code: 'TT_FILE_READ',
      message: expect.stringContaining('http://127.0.0.1:1/metrics'),
    });
  });

  it('a path that does not exist is an error that names it', async () => {
    const folder = await folderWith({});
    await expect(check({ paths: ['nowhere'], cwd: folder })).rejects.toMatchObject({
      code: 'TT_FILE_READ',
    });
  });

  it('includes what recording rules write, exporters export and Prometheus adds', async () => {
    const rules = `${alerts('shop:orders:rate5m > 1', 'shop_orders_rate > 1', 'node_load1 > 9', 'up == 0', 'scrape_duration_seconds > 1')}      - record: shop_orders_rate\n        expr: rate(shop_orders_total[5m])\n`;
    expect(await briefly(await folderWith({ 'rules.yml': rules, 'shop.ts': COUNTER }))).toEqual([]);
  });

  it('computed names in the source make no name unknown', async () => {
    const files = { 'rules.yml': alerts('shop_carts > 1'), 'shop.ts': COUNTER };
    expect(await briefly(await folderWith(files))).toEqual(['rules.yml:5:15 promql/unknown-metric']);
    const computed = `${COUNTER}new Counter({ name: prefix + '_x', help: 'h' });`;
    expect(await briefly(await folderWith({ ...files, 'shop.ts': computed }))).toEqual([]);
  });

  it('a metric with a computed prefix is known by the end of its name: its faults are warnings', async () => {
    const program = COUNTER.replace("'shop_orders_total'", '`${prefix}daily_orders_total`');
    const rules = alerts('rate(shop_daily_orders_total{county="de"}[5m]) > 1', 'shop_daily_orders > 1');
    const folder = await folderWith({ 'rules.yml': rules, 'shop.ts': program });
    const { findings, notes } = await check({ paths: ['.'], cwd: folder });
    expect(findings).toMatchObject([
      { ruleId: 'promql/unknown-label', severity: 'warning', fix: 'did you mean country?' },
    ]);
    expect(notes).toContainEqual(expect.stringContaining('names computed in the source: 1 metric;'));
  });

  it('a metric that a program in another language names too has labels that are not known', async () => {
    const files = { 'rules.yml': alerts('rate(shop_orders_total{county="de"}[5m]) > 1'), 'shop.ts': COUNTER };
    expect(await briefly(await folderWith(files))).toHaveLength(1);
    const go = 'prometheus.CounterOpts{Namespace: "shop", Name: "orders_total"}';
    expect(await briefly(await folderWith({ ...files, 'main.go': go }))).toEqual([]);
  });

  it('a common name is not judged next to a program whose library brings its own metrics', async () => {
    const program = COUNTER.replace('shop_orders_total', 'http_requests_total');
    const files = {
      'rules.yml': alerts('rate(http_requests_total{handler="/"}[5m]) > 1'),
      'shop.ts': program,
    };
    expect(await briefly(await folderWith(files))).toEqual(['rules.yml:5:40 promql/unknown-label']);
    const python = { 'api/requirements.txt': 'fastapi\nprometheus-fastapi-instrumentator\n' };
    expect(await briefly(await folderWith({ ...files, ...python }))).toEqual([]);
  });
});

describe('labels that targets add', () => {
  const rules = alerts('rate(shop_orders_total{tier="web"}[5m]) > 1');
  const config = (job: string): string => `scrape_configs:\n  - job_name: shop\n${job}`;

  it('without a scrape configuration an unknown label is a warning, and the check exits with 0', async () => {
    const folder = await folderWith({ 'rules.yml': rules, 'shop.ts': COUNTER });
    const { io, output } = testIo(folder);
    expect(await checkCommand({ paths: ['.'] }, io)).toBe(0);
    expect(output()).toContain('warning  promql/unknown-label');
  });

  it('with one that does not add it, it is an error', async () => {
    const folder = await folderWith({ 'rules.yml': rules, 'shop.ts': COUNTER, 'prometheus.yml': config('') });
    expect((await check({ paths: ['.'], cwd: folder })).findings).toMatchObject([{ severity: 'error' }]);
  });

  it.each([
    ['static labels', '    static_configs: [{targets: [], labels: {tier: web}}]\n'],
    ['relabelling', '    metric_relabel_configs: [{source_labels: [a], target_label: tier}]\n'],
    ['a label map', '    relabel_configs: [{action: labelmap, regex: x_(.+)}]\n'],
    ['discovery by files', '    file_sd_configs: [{files: [x.json]}]\n'],
  ])('%s can add it: nothing is reported', async (_, job) => {
    const folder = await folderWith({
      'rules.yml': rules,
      'shop.ts': COUNTER,
      'prometheus.yml': config(job),
    });
    expect(await briefly(folder)).toEqual([]);
  });

  it('default labels of prom-client are known, computed ones make every label possible', async () => {
    for (const labels of ["{ tier: 'web' }", 'labelsOf(process.env)']) {
      const program = `${COUNTER}register.setDefaultLabels(${labels});\n`;
      expect(await briefly(await folderWith({ 'rules.yml': rules, 'shop.ts': program }))).toEqual([]);
    }
  });
});

describe('the printed report', () => {
  it('has colours only where the output shows them', async () => {
    const plain = testIo(PACKAGE);
    const colored = testIo(PACKAGE, true);
    await checkCommand({ paths: [DEAD_ALERT] }, plain.io);
    await checkCommand({ paths: [DEAD_ALERT] }, colored.io);
    expect(plain.output()).not.toContain('\u001B');
    expect(colored.output()).toContain('\u001B[31merror\u001B[0m');
    expect(
      colored
        .output()
        .split('\u001B')
        .map((part) => part.replace(/^\[\d+m/, ''))
        .join(''),
    ).toBe(plain.output());
  });

  it('cuts long lines around the fault and shows no control characters', async () => {
    const long = `'sum(${'a + '.repeat(200)}rate(shop_orders_total{county="\u0007"}[5m]))'`;
    const folder = await folderWith({ 'rules.yml': alerts(long), 'shop.ts': COUNTER });
    const lines = await printedLines(folder);
    const at = lines.findIndex((line) => line.includes('^'));
    expect(lines[at - 1].length).toBeLessThan(140);
    expect(lines[at].indexOf('^')).toBe(lines[at - 1].indexOf('county'));
    expect(lines.join('\n')).not.toContain('\u0007');
  });
});

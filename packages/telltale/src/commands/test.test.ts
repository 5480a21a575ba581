import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';

const RULES = `groups:
  - name: shop
    rules:
      - alert: Down
        expr: up{job="shop"} == 0
        for: 2m
        labels: { severity: page }
`;

const TESTS = `rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - name: a shop that goes away
    interval: 1m
    input_series:
      - series: up{job="shop"}
        values: 1x4 0x5 1x9
    alert_rule_test:
      - { eval_time: 6m, alertname: Down }
      - { eval_time: 7m, alertname: Down, exp_alerts: [ { exp_labels: { job: shop, severity: page } } ] }
      - { eval_time: 11m, alertname: Down }
`;

const DEFINITION = `import { alert, counter, defineMonitoring, webhook } from '@telltale/definition';
export default defineMonitoring({
  service: 'shop',
  metrics: { failures_total: counter({ help: 'Failures', labels: { route: ['/pay', '/buy'] } }) },
  targets: { shop: { address: 'shop:3000' } },
  receivers: { ops: webhook({ url: 'http://127.0.0.1:9/' }) },
  routes: { to: 'ops' },
  alerts: (m) => ({
    Failing: alert({
      when: m.failures_total.where({ route: '/pay' }).rate('5m').sum().above(0.5),
      for: '2m',
      onNoData: 'ignore',
      severity: 'ticket',
      summary: 'It fails',
    }),
  }),
});
`;

const COLLECTION = `import { defineAlertTests } from '../testing/index.ts';
import definition from './telltale.config.ts';
export default defineAlertTests(definition, {
  'failures of paying count': {
    series: { 'failures_total{route="/pay"}': '0+60x10 600+0x20' },
    steps: [
      { at: '1m', expect: { Failing: 'quiet' } },
      { at: '10m', expect: { Failing: { is: 'firing', labels: { severity: 'ticket' }, routedTo: 'ops', renders: { webhook: 'It fails' } } } },
      { at: '30m', expect: { Failing: 'quiet' } },
    ],
  },
});
`;

function folderWith(files: Readonly<Record<string, string>>, folder: string = temporaryFolder()): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Inside the package, so that the definition finds its imports. */
function packageFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(import.meta.dirname, 'test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folderWith(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, text.replace('../testing', '../../testing')]),
    ),
    folder,
  );
}

describe('telltale test', () => {
  test('finds the test files of a folder and runs them', async () => {
    const folder = folderWith({ 'rules.yml': RULES, 'shop.test.yml': TESTS, 'other.yml': 'a: 1\n' });
    const { exitCode, output, errors } = await run(folder, 'test');
    expect(errors).toBe('');
    expect(output).toMatch(/ok {3}shop\.test\.yml 1 test/);
    expect(output).toContain('coverage 3 of 4 cases of 1 alert');
    expect(output).toContain('Down: no route case');
    expect(exitCode).toBe(0);
  });

  test('says what was expected, what came, where it stands and what happened before', async () => {
    const folder = folderWith({ 'rules.yml': RULES.replace('2m', '4m'), 'shop.test.yml': TESTS });
    const { exitCode, output } = await run(folder, 'test');
    expect(exitCode).toBe(1);
    expect(output).toContain('FAIL shop.test.yml');
    expect(output).toContain('shop.test.yml:11:9: alert Down at 7m');
    expect(output).toContain('expected  {alertname="Down", job="shop", severity="page"}');
    expect(output).toContain('got       nothing');
    expect(output).toContain(
      'Down{job="shop", severity="page"}: pending at 5m, firing at 9m, resolved at 11m',
    );
  });

  test('makes up tests where there are none, and says how many mutants they notice', async () => {
    const folder = packageFolder({ 'telltale.config.ts': DEFINITION });
    const { exitCode, output } = await run(folder, 'test', '--mutation', '--min-score', '90');
    expect(output).toContain('ok   made up from the definition');
    expect(output).toContain('coverage 4 of 4 cases of 1 alert');
    expect(output).toMatch(/mutation \d+\.\d %: \d+ of \d+ mutants noticed/);
    expect(exitCode).toBe(0);
  });

  test('runs the tests of *.alerts.ts files, and tries mutants on them', async () => {
    const files = { 'telltale.config.ts': DEFINITION, 'shop.alerts.ts': COLLECTION };
    const folder = packageFolder(files);
    const good = await run(folder, 'test', '--json', '--mutation');
    const report = JSON.parse(good.output);
    expect(report.files).toMatchObject([{ file: 'shop.alerts.ts', kind: 'alerts', errors: [] }]);
    expect(report.coverage).toMatchObject({ covered: 4, total: 4 });
    expect(report.mutation[0].killed).toBeGreaterThan(2);
    expect(report.mutation[0].survived).toBeGreaterThan(2);
    expect(good.exitCode).toBe(0);
    expect((await run(folder, 'test', '--mutation', '--min-score', '99')).exitCode).toBe(1);
  });

  test('writes JUnit XML', async () => {
    const folder = folderWith({ 'rules.yml': RULES.replace('== 0', '== 1'), 'shop.test.yml': TESTS });
    const { output, exitCode } = await run(folder, 'test', '--junit');
    expect(output).toContain('<testsuites name="telltale test" tests="1" failures="1">');
    expect(output).toContain('<failure message="shop.test.yml:');
    expect(exitCode).toBe(1);
  });

  test.each([
    ['a folder with nothing to test', {}, ['test'], 'There is nothing to test here'],
    ['a path that is not there', {}, ['test', 'none.test.yml'], 'There is no file or folder'],
    ['two formats at once', {}, ['test', '--json', '--junit'], 'exclude each other'],
    ['a score that is none', {}, ['test', '--min-score', 'high'], '--min-score is no percentage'],
  ] as const)('refuses %s', async (_, files, args, message) => {
    const { exitCode, errors } = await run(folderWith(files), ...args);
    expect(errors).toContain(message);
    expect(exitCode).toBe(2);
  });

  test.each([
    ['a rule file that is not there', { 'shop.test.yml': TESTS }, 'no rule file matches rules.yml'],
    ['a broken rule', { 'rules.yml': RULES.replace('== 0', '=='), 'shop.test.yml': TESTS }, 'rules.yml:4:9'],
    [
      'an unknown field',
      { 'rules.yml': RULES, 'shop.test.yml': TESTS.replace('values', 'vals') },
      "a series has no field 'vals'",
    ],
    ['no tests in a module', { 'shop.alerts.ts': 'export default 1;\n' }, 'no tests as its default export'],
  ] as const)('names %s', async (_, files, message) => {
    const { exitCode, output } = await run(folderWith(files), 'test');
    expect(output).toContain(message);
    expect(exitCode).toBe(1);
  });
});

test('a station keeps how many tests of each alert passed', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push([request.method, request.url, JSON.parse(body)]);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const folder = folderWith({ 'rules.yml': RULES, 'down.test.yml': TESTS });
  const { port } = server.address() as AddressInfo;
  const { exitCode } = await run(folder, 'test', '--save', '--url', `127.0.0.1:${port}`);
  expect(exitCode).toBe(0);
  expect(asked).toEqual([
    [
      'POST',
      '/api/telltale/rule_tests',
      { ranAtMs: expect.any(Number), rules: { Down: { passed: 1, failed: 0 } } },
    ],
  ]);
});

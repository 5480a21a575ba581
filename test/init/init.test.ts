import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, runProgram } from '../support/program.ts';
import { telltale } from '../support/telltale.ts';
import { rmSync } from 'node:fs';

const FIXTURES = join(ROOT, 'test/init/fixtures');
/** Beside the fixtures, where the definition finds the packages that it imports. */
const OUT = join(FIXTURES, 'telltale.config.ts');

describe('a definition made of the files that are there', () => {
  let report = '';
  let text = '';

  beforeAll(async () => {
    rmSync(OUT, { force: true });
    const sources = ['prometheus.yml', 'rules.yml', 'alertmanager.yml', 'dashboard.json', 'metrics.prom'];
    const { exit, output } = await telltale(['init', '--service', 'shop', '--from', ...sources], {
      cwd: FIXTURES,
    });
    expect(exit, output).toBe(0);
    report = output;
    text = readFileSync(OUT, 'utf8');
  }, 60_000);

  afterAll(() => rmSync(OUT, { force: true }));

  test('type-checks, and the check finds no fault in it', async () => {
    const compiler = join(ROOT, 'node_modules/.bin/tsc');
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'esnext',
      '--skipLibCheck',
      '--types',
      'node',
    ];
    const compiled = await runProgram(compiler, [
      ...options,
      '--customConditions',
      '@telltale/source',
      '--allowImportingTsExtensions',
      OUT,
    ]);
    expect(compiled.exit, compiled.output).toBe(0);
    const { exit, output } = await telltale(['check', OUT]);
    expect(exit, output).toBe(0);
  });

  test('has the targets, with their interval and labels', () => {
    expect(text).toContain("scrape: { every: '30s' },\n  evaluateEvery: '15s',");
    expect(text).toContain(
      "shop: { address: ['shop-1:3000', 'shop-2:3000'], path: '/internal/metrics', labels: { env: 'prod' } },",
    );
  });

  test('has every sound rule, those of one name under two', () => {
    expect(text).toContain("'route:http_requests:rate5m': promql`sum by (route)");
    expect(text).toContain('HighErrorRate: alert({');
    expect(text).toContain('HighErrorRateCritical: alert({');
    expect(text).toContain(String.raw`status_code=~"5\\\\d."`);
    expect(text).toContain("for: '90s',");
    expect(text).toContain(
      String.raw`summary: 'Errors on {{ $labels.route }}: it\'s {{ $value | humanizePercentage }}',`,
    );
  });

  test('names secrets, and copies none', () => {
    expect(text).toContain(
      "chat: slack({ url: { env: 'CHAT_API_URL' }, channel: '#shop', sendResolved: false }),",
    );
    expect(text).toContain("oncall: pagerduty({ routingKey: { file: '/run/secrets/pagerduty' } }),");
    expect(text).not.toContain('hooks.example');
  });

  test('has metrics with their labels and buckets, and panels with their variables', () => {
    expect(text).toContain(
      "http_requests_total: counter({ help: 'Requests answered', labels: { route: 'any', status_code: 'any' } }),",
    );
    expect(text).toContain("pay_seconds: histogram({ help: 'Paying', unit: 'seconds', buckets: [0.1] }),");
    expect(text).toContain("route: labelValues(promql`{route!=\"\"}`, 'route', { label: 'route' }),");
    expect(text).toContain('rate(http_requests_total{route=~"$route"}[5m])');
  });

  test('comes with a list of what was left out, and why', () => {
    for (const line of [
      'rules.yml:19  alerting rule Broken: ',
      'annotation dashboard of HighErrorRate: alerts have summary, description and runbook',
      'rules.yml:15  no runbook of HighErrorRate: ',
      'prometheus.yml:12  kubernetes_sd_configs of the job pods',
      'prometheus.yml  external_labels: write them into the section `stack`',
      'alertmanager.yml:16  opsgenie of the receiver pager: ',
      'alertmanager.yml:8  the route to chat: ',
      'the variable zone: a definition has no variables of the kind adhoc; panels show all of what it could choose',
      'metrics.prom  the metric odd: ',
    ]) {
      expect(report).toContain(line);
    }
  });

  test('is never overwritten', async () => {
    const { exit, output } = await telltale(['init'], { cwd: FIXTURES });
    expect(exit).toBe(2);
    expect(output).toContain('telltale.config.ts exists already');
  });
});

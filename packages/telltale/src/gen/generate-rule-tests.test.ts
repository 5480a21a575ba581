import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  alert,
  counter,
  defineMonitoring,
  gauge,
  histogram,
  promql,
  ratio,
  resolveDefinition,
} from '@telltale/definition';
import { generatePrometheus } from '@telltale/manifests';
import { parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';
import { generateRuleTests } from './generate-rule-tests.ts';

const shop = resolveDefinition(
  defineMonitoring({
    service: 'shop',
    metrics: {
      http_requests_total: counter({
        help: 'Requests',
        labels: { route: { maxValues: 5 }, status: ['200', '500'] },
      }),
      queue_depth: gauge({ help: 'Waiting', labels: { queue: ['mail', 'bills'] } }),
      pay_seconds: histogram({ help: 'Paying', unit: 'seconds', buckets: [0.1, 1, 10] }),
      backup_timestamp_seconds: gauge({ help: 'Last backup, as Unix time', unit: 'seconds' }),
    },
    targets: { shop: { address: 'shop:3000' } },
    alerts: (m) => ({
      HighErrorRate: alert({
        when: ratio(
          m.http_requests_total.where({ status: '500' }).rate('5m').sum('route'),
          m.http_requests_total.rate('5m').sum('route'),
        ).above({ percent: 5 }),
        for: '2m',
        severity: 'page',
        onNoData: 'ignore',
        runbook: 'docs/runbooks/errors.md',
        summary: ({ labels, value }) => `${value} of ${labels.route} fail`,
      }),
      QueueFull: alert({
        when: m.queue_depth.now().above(100),
        severity: 'ticket',
        onNoData: 'ignore',
        summary: ({ labels, value }) => `${value} wait in ${labels.queue}`,
      }),
      SlowPaying: alert({
        when: m.pay_seconds.quantile(0.95, '10m').above({ s: 5 }),
        for: '5m',
        severity: 'ticket',
        onNoData: 'ignore',
        summary: ({ value }) => `Paying takes ${value}`,
      }),
      ShopDown: alert({
        when: m.up('shop').below(1),
        for: '1m',
        severity: 'critical',
        onNoData: 'ignore',
        runbook: 'docs/runbooks/down.md',
        summary: ({ labels }) => `${labels.instance} is down`,
      }),
      // An alert that takes longer than any test.
      Slower: alert({
        when: m.queue_depth.now().above(1000),
        for: '12h',
        severity: 'info',
        onNoData: 'ignore',
        summary: 'Much for half a day',
      }),
      Yearly: alert({
        when: promql`sum(increase(http_requests_total[2d])) > 10`,
        severity: 'info',
        onNoData: 'ignore',
        summary: 'Much in two days',
      }),
    }),
  }),
  { parse: parseExpr },
);

describe('rule tests of a definition', () => {
  it('make each alert quiet and then fire, and say which could not be written', async () => {
    const [{ path, text }] = await generateRuleTests(shop);
    expect(path).toBe('prometheus/tests/shop.test.yml');
    expect(text).toContain('rule_files:\n  - "../rules/shop.yml"');
    expect(text.match(/name: (\w+) is quiet, then fires/g)).toHaveLength(5);
    expect(text).toContain('# Not tested here. Slower: ');
  });

  it('are the same each time', async () => {
    expect(await generateRuleTests(shop)).toEqual(await generateRuleTests(shop));
  });

  it.skipIf(spawnSync('promtool', ['--version']).status !== 0)(
    'pass in promtool, and fail there once a threshold is another',
    { timeout: 30_000 },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'telltale-rule-tests-'));
      try {
        const files = [...generatePrometheus(shop), ...(await generateRuleTests(shop))];
        for (const { path, text } of files) {
          await mkdir(dirname(join(folder, path)), { recursive: true });
          await writeFile(join(folder, path), text);
        }
        const run = () =>
          spawnSync('promtool', ['test', 'rules', join(folder, 'prometheus/tests/shop.test.yml')]);
        const first = run();
        expect(first.stdout.toString() + first.stderr.toString()).toContain('SUCCESS');
        const rules = files.find(({ path }) => path.endsWith('rules/shop.yml'));
        await writeFile(join(folder, rules?.path ?? ''), rules?.text.replace('> 100', '> 1e9') ?? '');
        expect(run().status).not.toBe(0);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );
});

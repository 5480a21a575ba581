import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MonitoringDefinition } from '@telltale/definition';
import {
  alert,
  counter,
  defineMonitoring,
  gauge,
  histogram,
  promql,
  ratio,
  resolveDefinition,
  slo,
} from '@telltale/definition';
import { generatePrometheus } from '@telltale/manifests';
import { parseExpr } from '@telltale/promql';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support/run-cli.ts';
import { generateRuleTests } from './generate-rule-tests.ts';

const quiet = { severity: 'ticket', for: '1m', summary: 'x' } as const;
const budget = { objective: 99, window: '30d' } as const;

const service = {
  service: 'shop',
  metrics: {
    requests_total: counter({
      help: 'Requests',
      labels: { route: { maxValues: 5 }, status: ['200', '500'] },
    }),
    depth: gauge({ help: 'Waiting', labels: { queue: ['mail', 'bills'] } }),
    used_ratio: gauge({ help: 'Used', unit: 'ratio' }),
    pay_seconds: histogram({ help: 'Paying', unit: 'seconds', buckets: [0.1, 1, 10] }),
  },
  targets: { shop: { address: ['shop-1:3000', 'shop-2:3000'] } },
} as const;

/** Every kind of objective. */
const objectives = defineMonitoring({
  ...service,
  slos: (m) => {
    const events = {
      bad: m.requests_total.where({ status: '500' }).rate('5m').sum(),
      total: m.requests_total.rate('5m').sum(),
    };
    return {
      good: slo({ ...budget, ...events, noTraffic: 'good', minEvents: 10 }),
      bad: slo({ ...budget, ...events, noTraffic: 'bad' }),
      unknown: slo({ ...budget, noTraffic: 'nodata', slowerThan: m.pay_seconds.over({ s: 1 }) }),
    };
  },
});

/** Every kind of missing data. */
const alerts = defineMonitoring({
  ...service,
  alerts: (m) => ({
    Gauge: alert({ when: m.depth.now().above(10), onNoData: 'fire', ...quiet }),
    Kept: alert({ when: m.depth.now().max('queue').above(20), onNoData: 'keep', ...quiet }),
    Grouped: alert({ when: m.depth.now().sum('queue').above(5), onNoData: 'fire', ...quiet }),
    Ratio: alert({
      when: ratio(
        m.requests_total.where({ status: '500' }).rate('5m').sum('route'),
        m.requests_total.rate('5m').sum('route'),
      ).above({ percent: 5 }),
      onNoData: 'fire',
      ...quiet,
    }),
    Quantile: alert({ when: m.pay_seconds.quantile(0.9, '5m').above({ s: 5 }), onNoData: 'fire', ...quiet }),
    Down: alert({ when: m.up('shop').below(1), onNoData: 'fire', ...quiet }),
    Both: alert({
      when: m.used_ratio.now().above({ percent: 90 }).and(m.up('shop').above(0)),
      onNoData: 'fire',
      ...quiet,
    }),
    Unless: alert({
      when: m.used_ratio.now().above({ percent: 80 }).unless(m.up('shop').below(1)),
      onNoData: 'fire',
      ...quiet,
    }),
    Either: alert({ when: promql`depth > 50 or vector(0) > 1`, onNoData: 'ignore', ...quiet }),
    Absent: alert({ when: promql`absent(depth{queue="mail"})`, onNoData: 'ignore', ...quiet }),
  }),
});

/** What promtool cannot be asked in a short time: objectives look back for days. */
const TOO_LONG = /^# Not tested here\. \w+Burn(?:Fast|Slow): it looks \S+ back/;

test.skipIf(spawnSync('promtool', ['--version']).status !== 0)(
  'rules of all kinds of objectives and of missing data load in promtool, and fire there as tests say',
  async () => {
    // Not both in one: for each test, promtool evaluates all rules there are.
    for (const definition of [objectives, alerts]) await expectToFire(definition);
  },
  60_000,
);

async function expectToFire(definition: MonitoringDefinition): Promise<void> {
  const resolved = resolveDefinition(definition, { parse: parseExpr });
  const folder = temporaryFolder();
  const tests = await generateRuleTests(resolved);
  const configuration = generatePrometheus(resolved, { target: { prometheus: '2.42' } });
  for (const { path, text } of [...configuration, ...tests]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const [{ path, text }] = tests;
  const leftOut = text.split('\n').filter((line) => line.startsWith('# Not tested') && !TOO_LONG.test(line));
  expect(leftOut).toEqual([]);
  const promtool = (...argv: readonly string[]): string => {
    const { stdout, stderr } = spawnSync('promtool', argv, { cwd: folder });
    return stdout.toString() + stderr.toString();
  };
  const checked = promtool('check', 'rules', 'prometheus/rules/shop.yml');
  expect(checked).toContain('SUCCESS');
  expect(promtool('test', 'rules', path)).toMatch(/SUCCESS\s*$/);
}

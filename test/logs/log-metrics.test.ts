import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alert, defineMonitoring, logCounter, resolveDefinition } from '@telltale/definition';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../../packages/telltale/test/support/run-cli.ts';
import { shopRecord, startSignalStation } from '../../packages/telltale/test/support/signal-station.ts';
import { waitFor } from '../support/wait-for.ts';

const definition = defineMonitoring({
  service: 'auth',
  logs: {
    metrics: {
      failed_logins_total: logCounter({
        help: 'Logins that failed',
        query: '"login failed" level>=warn',
        labels: { reason: 'reason', service: 'service' },
      }),
    },
  },
  alerts: (m) => ({
    Guessing: alert({
      when: m.failed_logins_total.increase('1m').sum('reason').above(2),
      onNoData: 'ignore',
      severity: 'ticket',
      summary: ({ labels }) => `Logins fail: ${labels.reason}`,
    }),
  }),
});

test('what the definition counts in logs is a series of the station, and its alerts see it', async () => {
  const station = await startSignalStation({
    definition: resolveDefinition(definition),
    builtInIntervalMs: 500,
  });
  onTestFinished(() => station.stop());
  const failed = (reason: string) => shopRecord('Login failed', { severity: 13, attributes: { reason } });
  const valueOf = async (query: string) => {
    const { value } = await station.query.instant(query, Date.now());
    return value.type === 'vector'
      ? value.samples.map(({ labels, value: number }) => [labels.get('reason'), number])
      : [];
  };
  await station.sendLogs([failed('password'), shopRecord('login failed, calmly')]);
  const isCounted = (count: number) =>
    waitFor(`${count} failed logins`, async () => {
      const [series, ...others] = await valueOf('failed_logins_total{job="telltale"}');
      expect(others).toEqual([]);
      return series?.[0] === 'password' && series[1] === count;
    });
  await isCounted(1);
  await station.sendLogs(Array.from({ length: 5 }, () => failed('password')));
  await isCounted(6);
  const [rule] = resolveDefinition(definition).rules;
  expect(await valueOf(rule.query)).toEqual([['password', expect.any(Number)]]);
});

test('check knows the metrics that come from logs, with their labels', async () => {
  // Inside a package, so that the definition finds its imports.
  const inside = fileURLToPath(new URL('../../packages/telltale/', import.meta.url));
  const folder = mkdtempSync(join(inside, 'log-metrics-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = `import { defineMonitoring, logCounter } from '@telltale/definition';
export default defineMonitoring({
  service: 'auth',
  logs: { metrics: { failed_logins_total: logCounter({ help: 'Failed', query: 'failed', labels: { reason: 'reason' } }) } },
});
`;
  const rules = (selector: string) =>
    `groups:\n  - name: g\n    rules:\n      - alert: Guessing\n        expr: rate(${selector}[5m]) > 1\n        for: 5m\n        labels: {severity: ticket}\n        annotations: {summary: Logins fail}\n`;
  writeFileSync(join(folder, 'telltale.config.ts'), config);
  const findings = async (selector: string) => {
    writeFileSync(join(folder, 'rules.yml'), rules(selector));
    return (await run(folder, 'check', '.')).output;
  };
  expect(await findings('failed_logins_total{reason="password"}')).not.toContain('failed_logins_total');
  expect(await findings('failed_login_total')).toContain('failed_login_total');
  expect(await findings('failed_logins_total{reson="password"}')).toContain('reson');
});

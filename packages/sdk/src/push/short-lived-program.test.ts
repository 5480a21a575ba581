import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MetricServer } from '../../test/support/metric-servers.ts';
import { query, startPushgateway, startRemoteWriteReceiver } from '../../test/support/metric-servers.ts';
import { startJob, startShortLived } from '../../test/support/short-lived.ts';
import {
  hasProgram,
  stopProgram,
  suiteFolder,
  temporaryFolder,
  waitFor,
} from '../../test/support/workspace.ts';

/** How a program ends after it has counted, and whether its next start has to send what it left. */
const ENDS: readonly (readonly [end: string, code: string, leavesSpool: boolean])[] = [
  ['by itself', '', false],
  ['by SIGTERM', 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000);', false],
  ['by process.exit', 'process.exit(0);', true],
  ['by an uncaught error', 'throw new Error("bug");', true],
  ['by kill -9 after a checkpoint', 'push.checkpoint(); process.kill(process.pid, "SIGKILL");', true],
];

describe.runIf(hasProgram('prometheus-pushgateway'))('with a real Pushgateway', () => {
  let gateway: MetricServer;

  beforeAll(async () => {
    gateway = await startPushgateway();
  }, 30_000);
  afterAll(() => stopProgram(gateway));

  const page = async () => (await fetch(`${gateway.url}/metrics`)).text();

  test.each(ENDS)(
    'a short program that ends %s leaves its final counters',
    async (end, code, leavesSpool) => {
      const grouping = { run: `of/${end}` };
      const options = {
        to: 'pushgateway',
        url: gateway.url,
        job: 'nightly',
        grouping,
        spool: temporaryFolder(),
      } as const;
      const program = startShortLived(options, code);
      await program.exit;
      if (leavesSpool)
        await startShortLived({ ...options, grouping: { run: 'next' } }, 'await push.shutdown();').exit;
      const text = await page();
      const labels = `instance="",job="nightly",run="of/${end}"`;
      expect(text, program.output()).toContain(`rows_total{${labels},table="orders"} 41\n`);
      expect(text).toContain(`step_seconds_bucket{${labels},le="2"} 2\n`);
      expect(text).toContain(`step_seconds_count{${labels}} 3\n`);
    },
  );

  test('a job that has ended shows when each of its tasks last succeeded', async () => {
    const startedS = Date.now() / 1000;
    const job = startJob({ to: 'pushgateway', url: gateway.url, spool: temporaryFolder() });
    expect(await job.exit, job.output()).toBe(0);
    const text = await page();
    const series = /^(task_last_success_timestamp_seconds\{.*\}) (.*)$/gm;
    const found = [...text.matchAll(series)].filter(([, labels]) => labels.includes('job="nightly"'));
    expect(found.map(([, labels]) => labels)).toEqual([
      'task_last_success_timestamp_seconds{instance="",job="nightly",task_type="copy"}',
    ]);
    expect(Number(found[0][2])).toBeGreaterThan(startedS - 1);
  });

  test('POST replaces metrics of the same names only, PUT all, and the group can be removed', async () => {
    const grouping = { run: 'replaced' };
    const options = {
      to: 'pushgateway',
      url: gateway.url,
      job: 'other job',
      grouping,
      spool: false,
    } as const;
    const group = `job="other job",run="replaced"`;
    await startShortLived({ ...options, method: 'POST' }, `registry.gauge('extra', { help: 'x' }).set(1);`)
      .exit;
    await startShortLived({ ...options, method: 'POST' }, '').exit;
    expect(await page()).toContain(`extra{instance="",${group}} 1`);
    await startShortLived({ ...options, method: 'PUT' }, '').exit;
    expect(await page()).not.toContain(`extra{instance="",${group}}`);
    expect(await page()).toContain(`rows_total{instance="",${group}`);
    const removal = startShortLived(options, `console.log(await push.removeGroup()); process.reallyExit(0);`);
    await removal.exit;
    expect(removal.output()).toContain('sent');
    expect(await page()).not.toContain(group);
  });
});

describe.runIf(hasProgram('prometheus'))('with a real Prometheus', () => {
  const folder = suiteFolder();
  let prometheus: MetricServer;

  beforeAll(async () => {
    prometheus = await startRemoteWriteReceiver(folder.path);
  }, 30_000);
  afterAll(() => stopProgram(prometheus));

  test.each(ENDS)(
    'the final counters of a short program that ends %s arrive by remote write',
    async (end, code, leavesSpool) => {
      const options = {
        to: 'remote-write',
        url: prometheus.url,
        job: 'nightly',
        instance: end,
        spool: temporaryFolder(),
      } as const;
      const program = startShortLived(options, code);
      await program.exit;
      if (leavesSpool) await startShortLived({ ...options, instance: 'next' }, 'await push.shutdown();').exit;
      const [rows] = await waitFor('the series', async () => {
        const found = await query(prometheus, `rows_total{instance="${end}"}`);
        return found.length > 0 && found;
      });
      expect(rows, program.output()).toMatchObject({ job: 'nightly', table: 'orders', value: '41' });
      expect(await query(prometheus, `step_seconds_bucket{instance="${end}",le="2"}`)).toMatchObject([
        { value: '2' },
      ]);
      const quantile = `histogram_quantile(1, step_seconds{instance="${end}"})`;
      const [native] = await query(prometheus, quantile);
      // The bucket of 3 in the native histogram of the default resolution ends at 3.08.
      expect(Number(native['value'])).toBeGreaterThanOrEqual(3);
      expect(Number(native['value'])).toBeLessThan(3.1);
    },
  );
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram, suiteFolder } from '../../../test/support/real-programs.ts';
import type { ScrapingPrometheus } from '../../../test/support/scraping-prometheus.ts';
import { startScrapingPrometheus } from '../../../test/support/scraping-prometheus.ts';
import { createMetricsEndpoint } from '../../http/metrics-endpoint.ts';
import { createRegistry } from '../../registry/registry.ts';

const BUCKETS = Array.from({ length: 40 }, (_, at) => 0.005 * 1.25 ** at);
const EVENTS = 100_000;
const RATIO = 0.05;

describe.skipIf(!hasProgram('prometheus'))('a real Prometheus (needs prometheus on PATH)', () => {
  const folder = suiteFolder();
  const registry = createRegistry({ maxSeriesPerMetric: 10_000 });
  const labels = { tenant: 'any' } as const;
  const exact = registry.histogram('exact_seconds', { help: 'E', buckets: BUCKETS });
  const sampled = registry.histogram('sampled_seconds', {
    help: 'S',
    buckets: BUCKETS,
    sampling: { ratio: RATIO },
  });
  const all = registry.counter('all_total', { help: 'A', labels });
  const some = registry.counter('some_total', {
    help: 'S',
    labels: { tenant: { sampling: { ratio: RATIO } } },
  });
  let server: Server;
  let prometheus: ScrapingPrometheus;

  /** What one more batch of events records: durations that are mostly short, tenants of which few do much. */
  function record(): void {
    for (let at = 0; at < EVENTS; at++) {
      const seconds = 0.01 * Math.exp(1.5 * Math.sqrt(-2 * Math.log(1 - Math.random())));
      exact.observe(seconds);
      sampled.observe(seconds);
      const tenant = `tenant-${Math.floor(2000 * Math.random() ** 2)}`;
      all.inc({ tenant });
      some.inc({ tenant });
    }
  }

  /** Asks at one moment for two numbers, so that both are of the same scrapes; waits until there are some. */
  async function both(one: string, other: string): Promise<readonly [number, number]> {
    let answers: readonly number[] = [];
    await expect
      .poll(async () => {
        const time = String(Date.now() / 1000);
        const results = await Promise.all(
          [one, other].map(
            async (query) =>
              (await prometheus.ask('query', { query, time })) as {
                result: readonly { value: readonly [number, string] }[];
              },
          ),
        );
        answers = results.map(({ result }) => Number(result[0]?.value[1]));
        return answers.every((value) => value > 0);
      })
      .toBe(true);
    return [answers[0], answers[1]];
  }

  beforeAll(async () => {
    for (let tenant = 0; tenant < 2000; tenant++) {
      all.inc({ tenant: `tenant-${tenant}` });
      some.inc({ tenant: `tenant-${tenant}` });
    }
    const endpoint = createMetricsEndpoint(registry);
    server = createServer((request, response) => endpoint.answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    prometheus = await startScrapingPrometheus(folder.path, { app: `http://127.0.0.1:${port}/metrics` });
    record();
  }, 40_000);

  afterAll(async () => {
    await prometheus?.stop();
    server.closeAllConnections();
    server.close();
  });

  test('reads the same rate of a sampled histogram as of one that takes all', async () => {
    const [ours, theirs] = await both('rate(sampled_seconds_count[5m])', 'rate(exact_seconds_count[5m])');
    expect(ours).toBe(theirs);
    const [mean, exactMean] = await both(
      'rate(sampled_seconds_sum[5m]) / rate(sampled_seconds_count[5m])',
      'rate(exact_seconds_sum[5m]) / rate(exact_seconds_count[5m])',
    );
    expect(mean / exactMean).toBeCloseTo(1, 9);
  });

  test.each([0.5, 0.9, 0.99])('estimates the quantile %d of it within a bucket', async (quantile) => {
    const [ours, theirs] = await both(
      `histogram_quantile(${quantile}, rate(sampled_seconds_bucket[5m]))`,
      `histogram_quantile(${quantile}, rate(exact_seconds_bucket[5m]))`,
    );
    expect(ours / theirs).toBeGreaterThan(0.8);
    expect(ours / theirs).toBeLessThan(1.25);
  });

  test('adds up the same over a label of which it knows one value in twenty', async () => {
    const [ours, theirs] = await both('sum(rate(some_total[5m]))', 'sum(rate(all_total[5m]))');
    expect(ours / theirs).toBeCloseTo(1, 9);
    const [kept, tenants] = await both('count(some_total)', 'count(all_total)');
    expect(kept).toBeLessThan(tenants / 10);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_SCRAPE_LIMITS } from '@telltale/definition';
import type { ResolvedTarget } from '@telltale/definition';
import { expect, onTestFinished, test } from 'vitest';
import { intakeStation, ownMetric } from '../../test/support/intake-station.ts';
import type { TargetsResponse } from '../contract.ts';

const PAGES = new Map([
  ['/many', 'a 1\nb 1\nc 1\n'],
  ['/large', `a 1\n# ${'x'.repeat(2000)}\n`],
  ['/labels', 'a{one="1",two="2",three="3",four="4",five="5"} 1\n'],
  ['/twice', 'a 1\na 2\n'],
  ['/old', 'a 1 1000\n'],
]);

/** Programs whose pages a station does not take, or not whole. */
async function badTargets(): Promise<readonly ResolvedTarget[]> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(PAGES.get(request.url ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const addresses = [`127.0.0.1:${(server.address() as AddressInfo).port}`];
  const common = { addresses, scheme: 'http', intervalMs: 200, timeoutMs: 200, labels: {} } as const;
  const limits = { ...DEFAULT_SCRAPE_LIMITS, samples: 2, labels: 4, bodyBytes: 1000 };
  return [...PAGES.keys()].map((path) => ({ ...common, job: path, path, limits, honorTimestamps: true }));
}

test('scrapes over a limit and samples that are left out are counted, in the words of Prometheus too', async () => {
  const station = await intakeStation({ targets: await badTargets() });
  const counters = [
    'telltale_scrapes_over_limit_total{limit="samples"}',
    'telltale_scrapes_over_limit_total{limit="bodySize"}',
    'telltale_scrapes_over_limit_total{limit="labels"}',
    'telltale_scrape_left_out_samples_total{reason="duplicate"}',
    'telltale_scrape_left_out_samples_total{reason="out_of_order"}',
    'prometheus_target_scrapes_exceeded_sample_limit_total',
    'prometheus_target_scrapes_exceeded_body_size_limit_total',
    'prometheus_target_scrape_pool_exceeded_label_limits_total',
    'prometheus_target_scrapes_sample_duplicate_timestamp_total',
    'prometheus_target_scrapes_sample_out_of_order_total',
  ];
  for (const counter of counters) {
    await expect.poll(() => ownMetric(station, counter), { message: counter }).toBeGreaterThan(0);
  }
  expect(await ownMetric(station, 'telltale_scrapes_over_limit_total{limit="labelNameSize"}')).toBe(0);
});

test('a station that reads from no other server says nothing of one', async () => {
  const station = await intakeStation();
  const page = await (await fetch(`${station.url}/metrics`)).text();
  expect(page).toContain('telltale_scrapes_total');
  expect(page).not.toContain('telltale_remote_');
});

test('who pushes stands beside the targets, with when the last push came and when one was refused', async () => {
  const station = await intakeStation();
  const push = (job: string, body: string) =>
    fetch(`${station.url}/metrics/job/${job}/shard/a`, { method: 'PUT', body });
  expect((await push('backup', 'last_success 1\nrows{table="a"} 2\nrows{table="b"} 3\n')).status).toBe(200);
  const beforeMs = Date.now();
  expect((await push('export', 'last_success 1 1000\n')).status).toBe(400);
  const answer = await fetch(`${station.url}/api/telltale/targets`);
  const { pushed } = (await answer.json()) as TargetsResponse;
  expect(pushed).toEqual([
    {
      job: 'backup',
      labels: { job: 'backup', shard: 'a' },
      lastPushMs: expect.any(Number),
      lastFailureMs: null,
      metrics: 2,
      series: 3,
    },
    {
      job: 'export',
      labels: { job: 'export', shard: 'a' },
      lastPushMs: null,
      lastFailureMs: expect.any(Number),
      metrics: 0,
      series: 0,
    },
  ]);
  expect(pushed[0]?.lastPushMs).toBeLessThanOrEqual(beforeMs);
});

import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { ourClient, promClient } from '../../../test/support/clients.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Names, kinds, help texts and labels: the values differ from moment to moment. */
async function shapeOf({ Registry, collectDefaultMetrics }: typeof ourClient, options: object) {
  const register = new Registry();
  collectDefaultMetrics({ register, ...options });
  // The lag of the event loop is known after the first page; garbage is collected at any time.
  await register.metrics();
  await sleep(20);
  const metrics = await register.getMetricsAsJSON();
  return metrics.map(({ name, help, type, aggregator, values }) => ({
    name,
    help,
    type,
    aggregator,
    labels: [...new Set(values.map(({ labels }) => Object.keys(labels).join()))].filter(
      (keys) => !keys.startsWith('le'),
    ),
    values: name.includes('version') || name.includes('max_fds') ? values : undefined,
  }));
}

test('default metrics have the names, kinds, texts and labels that prom-client gives them', async () => {
  expect(ourClient.collectDefaultMetrics.metricsList).toEqual(promClient.collectDefaultMetrics.metricsList);
  const options = [{}, { prefix: 'shop_', labels: { app: 'shop', zone: 1 }, gcDurationBuckets: [1] }];
  for (const option of options)
    expect(await shapeOf(ourClient, option)).toEqual(await shapeOf(promClient, option));
});

test('what is no configuration throws, and metrics that are there already do', () => {
  for (const { Registry, collectDefaultMetrics } of [promClient, ourClient]) {
    expect(() => collectDefaultMetrics('config' as never)).toThrow(
      'config must be null, undefined, or an object',
    );
    const register = new Registry();
    collectDefaultMetrics({ register });
    expect(() => collectDefaultMetrics({ register })).toThrow('has already been registered');
  }
});

test('the figures are those of the process', async () => {
  const register = new ourClient.Registry();
  ourClient.collectDefaultMetrics({ register });
  const valueOf = async (name: string) => (await register.getSingleMetric(name)!.get()).values[0].value;
  const { rss } = process.memoryUsage();
  expect(await valueOf('process_resident_memory_bytes')).toBeGreaterThan(rss / 2);
  expect(await valueOf('process_resident_memory_bytes')).toBeLessThan(rss * 2);
  vi.spyOn(process, 'cpuUsage').mockReturnValue({ user: 1e12, system: 1e12 });
  expect(await valueOf('process_cpu_user_seconds_total')).toBeGreaterThan(9e5);
  expect(await valueOf('nodejs_eventloop_lag_max_seconds')).toBeGreaterThanOrEqual(0);
  expect(await valueOf('nodejs_active_resources_total')).toBe(process.getActiveResourcesInfo().length);
  expect(
    Math.abs((await valueOf('process_start_time_seconds')) - (Date.now() / 1000 - process.uptime())),
  ).toBeLessThan(2);
});

test('each garbage collection is counted by its kind', async () => {
  const observed: unknown[] = [];
  const observer = new PerformanceObserver((list) => observed.push(...list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  const register = new ourClient.Registry();
  ourClient.collectDefaultMetrics({ register });
  for (let i = 0; i < 200; i++) Buffer.from(JSON.stringify(Array.from({ length: 5000 }, (_, n) => ({ n }))));
  await vi.waitFor(() => expect(observed.length).toBeGreaterThan(0), 5000);
  const page = await register.metrics();
  expect(page).toMatch(/nodejs_gc_duration_seconds_count\{kind="(major|minor|incremental|weakcb)"\} [1-9]/);
  observer.disconnect();
});

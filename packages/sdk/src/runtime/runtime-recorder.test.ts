import { PerformanceObserver } from 'node:perf_hooks';
import { counter, defineMonitoring, nodeRuntime } from '@telltale/definition';
import { parseExposition } from '@telltale/model';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostics/diagnostics.ts';
import { instrument } from '../instrument.ts';
import type { Registry } from '../registry/registry.ts';

const definition = defineMonitoring({ service: 'shop', kits: [nodeRuntime()] });

function sumOf(page: string, name: string): number {
  const samples = parseExposition(page).families.flatMap((family) => family.samples);
  return samples
    .filter(({ labels }) => labels.metricName === name)
    .reduce((sum, { value }) => sum + value, 0);
}

function keepBusy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

test('figures of the process are those the process gives', async () => {
  const t = instrument(definition);
  const before = process.cpuUsage();
  const page = t.registry.expose();
  const after = process.cpuUsage();
  const cpu = sumOf(page, 'process_cpu_seconds_total');
  expect(cpu).toBeGreaterThanOrEqual((before.user + before.system) / 1e6);
  expect(cpu).toBeLessThanOrEqual((after.user + after.system) / 1e6);
  const rss = process.memoryUsage.rss();
  expect(sumOf(page, 'process_resident_memory_bytes') / rss).toBeCloseTo(1, 0);
  expect(sumOf(page, 'nodejs_heap_size_used_bytes')).toBeLessThan(
    sumOf(page, 'nodejs_heap_size_total_bytes'),
  );
  expect(sumOf(page, 'nodejs_external_memory_bytes')).toBeGreaterThan(0);
  expect(sumOf(page, 'process_start_time_seconds')).toBeLessThan(Date.now() / 1000);
  expect(sumOf(page, 'process_open_fds')).toBeGreaterThan(process.platform === 'linux' ? 3 : -1);
  await t.shutdown();
});

test('a blocked event loop shows as lag and utilisation, and only until the next scrape', async () => {
  const t = instrument(definition);
  t.registry.expose();
  await turn(30);
  keepBusy(200);
  await turn(30);
  const page = t.registry.expose();
  const blocked = sumOf(page, 'nodejs_eventloop_lag_p99_seconds');
  expect(blocked).toBeGreaterThan(0.15);
  expect(sumOf(page, 'nodejs_eventloop_lag_p50_seconds')).toBeLessThan(blocked);
  expect(sumOf(page, 'nodejs_eventloop_utilization_ratio')).toBeGreaterThan(0);
  await turn(30);
  expect(sumOf(t.registry.expose(), 'nodejs_eventloop_lag_p99_seconds')).toBeLessThan(blocked);
  await t.shutdown();
});

async function garbageCollections(registry: Registry): Promise<number> {
  await turn(20);
  return sumOf(registry.expose(), 'nodejs_gc_duration_seconds_count');
}

/** Makes young garbage until the engine itself reports a collection. */
async function collectGarbage(): Promise<void> {
  const seen: string[] = [];
  const observer = new PerformanceObserver((list) => {
    seen.push(...list.getEntries().map(({ name }) => name));
  });
  observer.observe({ entryTypes: ['gc'] });
  while (seen.length === 0) {
    Array.from({ length: 50_000 }, (_, index) => ({ index }));
    await turn();
  }
  observer.disconnect();
}

test('garbage collections are counted until shutdown', async () => {
  const t = instrument(definition);
  await collectGarbage();
  const counted = await garbageCollections(t.registry);
  expect(counted).toBeGreaterThan(0);
  await t.shutdown();
  const atEnd = await garbageCollections(t.registry);
  await collectGarbage();
  expect(await garbageCollections(t.registry)).toBe(atEnd);
});

test('resources that are gone count as zero', async () => {
  const t = instrument(definition);
  const timers = () => {
    const samples = parseExposition(t.registry.expose()).families.flatMap((family) => family.samples);
    return samples.find(({ labels }) => labels.get('type') === 'Timeout')?.value ?? 0;
  };
  const before = timers();
  const timer = setTimeout(() => undefined, 60_000);
  expect(timers()).toBe(before + 1);
  clearTimeout(timer);
  expect(timers()).toBe(before);
  await t.shutdown();
});

test('a definition that takes a name of the kit for itself does not stop the service', async () => {
  const taken = defineMonitoring({
    service: 'shop',
    kits: [nodeRuntime()],
    metrics: {
      process_resident_memory_bytes: counter({ help: 'Mine', labels: { kind: 'any' } }) as never,
    },
  });
  const t = instrument(taken);
  const diagnostics: Diagnostic[] = [];
  t.onDiagnostic((diagnostic) => diagnostics.push(diagnostic));
  expect(diagnostics).toMatchObject([
    { kind: 'invalid_declaration', metric: 'process_resident_memory_bytes' },
  ]);
  await t.shutdown();
});

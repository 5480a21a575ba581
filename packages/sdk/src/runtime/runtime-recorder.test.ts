import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';
import { cache, counter, defineMonitoring, nodeRuntime } from '@telltale/definition';
import { parseExposition } from '@telltale/model';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostics/diagnostics.ts';
import { instrument } from '../instrument.ts';
import { createCacheRecorder } from '../kits/cache-recorder.ts';
import { createRegistry } from '../registry/registry.ts';
import type { Registry } from '../registry/registry.ts';
import { valuesOf } from '../../test/support/registry-view.ts';
import { recordRuntime } from './runtime-recorder.ts';

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

const PROM_CLIENT_NAMES = [
  'process_cpu_user_seconds_total',
  'process_cpu_system_seconds_total',
  'process_cpu_seconds_total',
  'process_start_time_seconds',
  'process_resident_memory_bytes',
  'nodejs_eventloop_lag_seconds',
  'nodejs_eventloop_lag_min_seconds',
  'nodejs_eventloop_lag_max_seconds',
  'nodejs_eventloop_lag_stddev_seconds',
  'nodejs_eventloop_lag_p50_seconds',
  'nodejs_eventloop_lag_p90_seconds',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_active_resources',
  'nodejs_heap_size_total_bytes',
  'nodejs_heap_size_used_bytes',
  'nodejs_external_memory_bytes',
  'nodejs_heap_space_size_total_bytes',
  'nodejs_heap_space_size_used_bytes',
  'nodejs_heap_space_size_available_bytes',
  'nodejs_version_info',
  'nodejs_gc_duration_seconds',
];

test.each(PROM_CLIENT_NAMES)('%s is recorded under the name that prom-client gives it', (name) => {
  expect(Object.keys(definition.metrics)).toContain(name);
});

/** The resident memory as the kernel counts it, in bytes. */
function kernelRss(): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}

test.runIf(process.platform === 'linux').each(['memory_usage_bytes', 'enrichment_memory_usage_bytes'])(
  '%s is the resident memory that the kernel counts, within a twentieth',
  (name) => {
    const registry = createRegistry();
    const kit = nodeRuntime({ names: { residentMemory: name } });
    const stop = recordRuntime(defineMonitoring({ service: 'svc', kits: [kit] }), registry);
    const shown = valuesOf(registry, name)[name];
    expect(Math.abs(shown - kernelRss()) / kernelRss()).toBeLessThan(0.05);
    stop();
  },
);

test('the memory profile has the whole, the heap, the stack and the tracked caches', () => {
  const registry = createRegistry();
  const profiled = defineMonitoring({ service: 'svc', kits: [nodeRuntime(), cache()] });
  const stop = recordRuntime(profiled, registry);
  const prices = new Map([['a', 1]]);
  createCacheRecorder(profiled, registry).track('prices', prices, { bytes: () => 1000 * prices.size });
  const before = process.memoryUsage();
  const profile = valuesOf(registry, 'nodejs_memory_profile_bytes');
  const area = (name: string) => profile[`nodejs_memory_profile_bytes{area="${name}"}`];
  expect(area('total') / before.rss).toBeCloseTo(1, 1);
  expect(area('heap') / before.heapTotal).toBeCloseTo(1, 1);
  expect(area('cache')).toBe(1000);
  expect(area('stack')).toBeGreaterThan(process.platform === 'linux' ? 10_000 : -1);
  expect(area('stack')).toBeLessThan(area('total'));
  stop();
});

test('every space of the heap is shown, and their sum is the heap', () => {
  const registry = createRegistry();
  const stop = recordRuntime(definition, registry);
  const used = valuesOf(registry, 'nodejs_heap_space_size_used_bytes');
  expect(Object.keys(used)).toHaveLength(getHeapSpaceStatistics().length);
  expect(used['nodejs_heap_space_size_used_bytes{space="old"}']).toBeGreaterThan(0);
  const sum = Object.values(used).reduce((total, bytes) => total + bytes, 0);
  expect(sum / process.memoryUsage().heapUsed).toBeCloseTo(1, 0);
  stop();
});

test('the version of Node.js is shown in its parts', () => {
  const registry = createRegistry();
  const stop = recordRuntime(definition, registry);
  const [[series, value]] = Object.entries(valuesOf(registry, 'nodejs_version_info'));
  expect(series).toContain(`version="${process.version}"`);
  expect(value).toBe(1);
  stop();
});

test('nothing that records the runtime keeps the process alive', () => {
  const program = `
    import { instrument } from '@telltale/sdk';
    import { defineMonitoring, files, nodeRuntime } from '@telltale/sdk/define';
    instrument(defineMonitoring({ service: 'svc', kits: [nodeRuntime(), files()] }));
  `;
  const args = ['--conditions=@telltale/source', '--no-warnings', '--input-type=module', '-e', program];
  const result = spawnSync(process.execPath, args, { cwd: import.meta.dirname, timeout: 20_000 });
  expect(result.stderr.toString()).toBe('');
  expect(result.signal).toBe(null);
  expect(result.status).toBe(0);
});

test('without the kit nothing is observed and nothing is told', () => {
  const registry = createRegistry();
  const diagnostics: Diagnostic[] = [];
  registry.onDiagnostic((diagnostic) => diagnostics.push(diagnostic));
  recordRuntime(defineMonitoring({ service: 'svc' }), registry)();
  expect(registry.expose()).not.toContain('nodejs_');
  expect(diagnostics).toEqual([]);
});

import { readdirSync } from 'node:fs';
import { PerformanceObserver, constants, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { NodeRuntimeMetrics } from '@telltale/definition';
import type { InstrumentsOf } from '../metrics/instrument-of.ts';

type RuntimeInstruments = InstrumentsOf<NodeRuntimeMetrics>;

/** Stops what records the runtime. */
export type StopRecording = () => void;

/** How often the event loop is looked at, in milliseconds. */
const RESOLUTION_MS = 10;

/** Records figures of the process and its event loop: most of them when they are scraped. */
export function recordRuntime(metrics: RuntimeInstruments): StopRecording {
  recordProcess(metrics);
  recordMemory(metrics);
  const stopGc = recordGc(metrics);
  const stopEventLoop = recordEventLoop(metrics);
  return () => {
    stopGc();
    stopEventLoop();
  };
}

function recordProcess(metrics: RuntimeInstruments): void {
  metrics.process_cpu_seconds_total.collect(() => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  metrics.process_start_time_seconds.set(performance.timeOrigin / 1000);
  const seenResources = new Set<string>();
  metrics.nodejs_active_resources.collect((gauge) => {
    for (const type of seenResources) gauge.set({ type }, 0);
    for (const type of process.getActiveResourcesInfo()) {
      seenResources.add(type);
      gauge.inc({ type });
    }
  });
  if (process.platform === 'linux') {
    metrics.process_open_fds.collect(() => readdirSync('/proc/self/fd').length);
  }
}

function recordMemory(metrics: RuntimeInstruments): void {
  // One reading serves all gauges: the first of them is collected first.
  let memory = process.memoryUsage();
  metrics.process_resident_memory_bytes.collect(() => (memory = process.memoryUsage()).rss);
  metrics.nodejs_heap_size_used_bytes.collect(() => memory.heapUsed);
  metrics.nodejs_heap_size_total_bytes.collect(() => memory.heapTotal);
  metrics.nodejs_external_memory_bytes.collect(() => memory.external);
}

const GC_KINDS: ReadonlyMap<number, 'major' | 'minor' | 'incremental' | 'weakcb'> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

function recordGc(metrics: RuntimeInstruments): StopRecording {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const kind = GC_KINDS.get(gcKind(Reflect.get(entry, 'detail')));
      if (kind) metrics.nodejs_gc_duration_seconds.observe({ kind }, entry.duration / 1000);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}

function gcKind(detail: unknown): number {
  return typeof detail === 'object' && detail !== null && 'kind' in detail ? Number(detail.kind) : NaN;
}

function recordEventLoop(metrics: RuntimeInstruments): StopRecording {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // The monitor measures from one of its own timers to the next: its resolution is no delay.
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000) || 0;
  metrics.nodejs_eventloop_lag_p50_seconds.collect(() => seconds(delay.percentile(50)));
  metrics.nodejs_eventloop_lag_p99_seconds.collect(() => seconds(delay.percentile(99)));
  metrics.nodejs_eventloop_lag_seconds.collect(() => {
    const mean = seconds(delay.mean);
    delay.reset();
    return mean;
  });
  let last = performance.eventLoopUtilization();
  metrics.nodejs_eventloop_utilization_ratio.collect(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  });
  return () => delay.disable();
}

import { PerformanceObserver, constants, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { KitBinding } from '../kits/kit-binding.ts';
import { oncePerTurn } from '../kits/once-per-turn.ts';

/** How often the event loop is looked at, in milliseconds. */
const RESOLUTION_MS = 10;

/** Records the delay of the event loop since the last scrape; the result stops it. */
export function recordEventLoopLag(kit: KitBinding): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // The monitor measures from one of its own timers to the next: its resolution is no delay.
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000) || 0;
  const figures = oncePerTurn(() => {
    const { min, max, mean, stddev, count } = delay;
    const [p50, p90, p99] = [50, 90, 99].map((share) => delay.percentile(share));
    delay.reset();
    return count === 0
      ? { min: 0, max: 0, mean: 0, stddev: 0, p50: 0, p90: 0, p99: 0 }
      : { min, max, mean, stddev: stddev / 1e9, p50, p90, p99 };
  });
  kit.gauge('lag').read({}, () => seconds(figures().mean));
  kit.gauge('lagMin').read({}, () => seconds(figures().min));
  kit.gauge('lagMax').read({}, () => seconds(figures().max));
  kit.gauge('lagStddev').read({}, () => figures().stddev || 0);
  kit.gauge('lagP50').read({}, () => seconds(figures().p50));
  kit.gauge('lagP90').read({}, () => seconds(figures().p90));
  kit.gauge('lagP99').read({}, () => seconds(figures().p99));
  return () => delay.disable();
}

/** Records which share of the time since the last scrape the event loop was busy. */
export function recordUtilization(kit: KitBinding): void {
  let last = performance.eventLoopUtilization();
  kit.gauge('utilization').read({}, () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  });
}

const GC_KINDS: ReadonlyMap<number, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/** Records the durations of garbage collections; the result stops it. */
export function recordGarbageCollection(kit: KitBinding): () => void {
  const duration = kit.histogram('gcDuration');
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const kind = GC_KINDS.get(gcKind(Reflect.get(entry, 'detail')));
      if (kind !== undefined) duration.observe({ kind }, entry.duration / 1000);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}

function gcKind(detail: unknown): number {
  return typeof detail === 'object' && detail !== null && 'kind' in detail ? Number(detail.kind) : NaN;
}

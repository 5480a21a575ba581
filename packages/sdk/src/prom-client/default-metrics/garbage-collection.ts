import { PerformanceObserver, constants } from 'node:perf_hooks';
import { Histogram } from '../metrics/histogram.ts';
import type { DefaultMetricOptions } from './default-metric-options.ts';

const KINDS: ReadonlyMap<unknown, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/** Duration of garbage collections by kind. */
export function collectGarbageCollection(options: DefaultMetricOptions): void {
  const { prefix, registers, labels, labelNames, gcDurationBuckets } = options;
  const duration = new Histogram({
    name: `${prefix}nodejs_gc_duration_seconds`,
    help: 'Garbage collection duration by kind, one of major, minor, incremental or weakcb.',
    labelNames: ['kind', ...labelNames],
    buckets: gcDurationBuckets,
    registers,
  });
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const kind = KINDS.get(Reflect.get(Object(Reflect.get(entry, 'detail')), 'kind'));
      if (kind !== undefined) duration.observe({ kind, ...labels }, entry.duration / 1000);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
}

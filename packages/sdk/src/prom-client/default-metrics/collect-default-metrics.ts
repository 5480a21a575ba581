import type { PrometheusContentType, RegistryContentType } from '../contract/content-type.ts';
import { collectActiveHandles, collectActiveRequests, collectActiveResources } from './active-resources.ts';
import { defaultMetricOptions } from './default-metric-options.ts';
import type { DefaultMetricOptions, DefaultMetricsCollectorConfiguration } from './default-metric-options.ts';
import { collectEventLoopLag } from './event-loop-lag.ts';
import { collectMaxFileDescriptors, collectOpenFileDescriptors } from './file-descriptors.ts';
import { collectGarbageCollection } from './garbage-collection.ts';
import { collectHeap, collectHeapSpaces } from './heap.ts';
import { collectNodeVersion } from './node-version.ts';
import { collectProcessCpu } from './process-cpu.ts';
import { collectProcessMemory } from './process-memory.ts';
import { collectProcessStart } from './process-start.ts';

/** The groups of default metrics, by the names they are known under; in the order they are registered in. */
const DEFAULT_METRICS: Readonly<Record<string, (options: DefaultMetricOptions) => void>> = {
  processCpuTotal: collectProcessCpu,
  processStartTime: collectProcessStart,
  osMemoryHeap: collectProcessMemory,
  processOpenFileDescriptors: collectOpenFileDescriptors,
  processMaxFileDescriptors: collectMaxFileDescriptors,
  eventLoopLag: collectEventLoopLag,
  processResources: collectActiveResources,
  processHandles: collectActiveHandles,
  processRequests: collectActiveRequests,
  heapSizeAndUsed: collectHeap,
  heapSpacesSizeAndUsed: collectHeapSpaces,
  version: collectNodeVersion,
  gc: collectGarbageCollection,
};

/**
 * Registers metrics of the process and of Node, which are read when the registry is. Throws where it was
 * called before for the same registry and prefix: names would be there twice.
 *
 * @example
 * ```ts
 * import { Registry, collectDefaultMetrics } from '@telltale/sdk/prom-client';
 *
 * const register = new Registry();
 * collectDefaultMetrics({ register, prefix: 'shop_' });
 * console.log((await register.metrics()).includes('shop_process_cpu_seconds_total')); // true
 * ```
 */
export function collectDefaultMetrics<T extends RegistryContentType = PrometheusContentType>(
  config?: DefaultMetricsCollectorConfiguration<T> | null,
): void {
  if (config !== undefined && typeof config !== 'object') {
    throw new TypeError('config must be null, undefined, or an object');
  }
  const options = defaultMetricOptions(config ?? {});
  for (const collect of Object.values(DEFAULT_METRICS)) collect(options);
}

/** Names of the groups of default metrics. */
collectDefaultMetrics.metricsList = Object.keys(DEFAULT_METRICS);

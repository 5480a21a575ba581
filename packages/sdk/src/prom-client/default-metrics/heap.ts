import v8 from 'node:v8';
import type { DefaultMetricOptions } from './default-metric-options.ts';
import { processGauge } from './process-gauge.ts';

/** Size of the heap, and what is outside of it. */
export function collectHeap(options: DefaultMetricOptions): void {
  const total = processGauge(options, {
    name: 'nodejs_heap_size_total_bytes',
    help: 'Process heap size from Node.js in bytes.',
    collect: () => {
      const { heapTotal, heapUsed, external: outside } = process.memoryUsage();
      total.set(options.labels, heapTotal);
      used.set(options.labels, heapUsed);
      external.set(options.labels, outside);
    },
  });
  const used = processGauge(options, {
    name: 'nodejs_heap_size_used_bytes',
    help: 'Process heap size used from Node.js in bytes.',
  });
  const external = processGauge(options, {
    name: 'nodejs_external_memory_bytes',
    help: 'Node.js external memory size in bytes.',
  });
}

/** Size of each space of the heap. */
export function collectHeapSpaces(options: DefaultMetricOptions): void {
  const collect = (): void => {
    for (const statistics of v8.getHeapSpaceStatistics()) {
      const labels = { space: statistics.space_name.replace(/_space.*$/, ''), ...options.labels };
      total.set(labels, statistics.space_size);
      used.set(labels, statistics.space_used_size);
      available.set(labels, statistics.space_available_size);
    }
  };
  const [total, used, available] = ['total', 'used', 'available'].map((kind) =>
    processGauge(options, {
      name: `nodejs_heap_space_size_${kind}_bytes`,
      help: `Process heap space size ${kind} from Node.js in bytes.`,
      labelNames: ['space'],
      ...(kind === 'total' && { collect }),
    }),
  );
}

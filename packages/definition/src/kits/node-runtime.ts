import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { counter, gauge, histogram } from '../metrics/declaration.ts';
import type { NoLabels } from '../metrics/label-spec.ts';
import { CounterQuery, GaugeQuery } from '../query/metric-query.ts';
import { HistogramQuery } from '../query/observation-query.ts';
import { Selection } from '../query/selection.ts';
import type { Kit } from './kit.ts';

const GC_LABELS = { kind: ['major', 'minor', 'incremental', 'weakcb'] } as const;

/** The metrics of the Node.js runtime kit; the names are those of prom-client. */
export type NodeRuntimeMetrics = ReturnType<typeof declareMetrics>;

function declareMetrics() {
  return {
    process_cpu_seconds_total: counter({ help: 'User and system CPU time spent', unit: 'seconds' }),
    process_resident_memory_bytes: gauge({ help: 'Resident memory', unit: 'bytes' }),
    process_start_time_seconds: gauge({ help: 'Start of the process as Unix time', unit: 'seconds' }),
    process_open_fds: gauge({ help: 'Open file descriptors; on Linux' }),
    nodejs_eventloop_lag_seconds: gauge({
      help: 'Mean delay of the event loop since the last scrape',
      unit: 'seconds',
    }),
    nodejs_eventloop_lag_p50_seconds: gauge({
      help: 'Median delay of the event loop since the last scrape',
      unit: 'seconds',
    }),
    nodejs_eventloop_lag_p99_seconds: gauge({
      help: '99th percentile of the delay of the event loop since the last scrape',
      unit: 'seconds',
    }),
    nodejs_eventloop_utilization_ratio: gauge({
      help: 'Share of the time since the last scrape that the event loop was busy',
      unit: 'ratio',
    }),
    nodejs_heap_size_used_bytes: gauge({ help: 'Heap in use', unit: 'bytes' }),
    nodejs_heap_size_total_bytes: gauge({ help: 'Heap allocated', unit: 'bytes' }),
    nodejs_external_memory_bytes: gauge({ help: 'Memory of objects outside of the heap', unit: 'bytes' }),
    nodejs_gc_duration_seconds: histogram({
      help: 'Duration of garbage collections',
      unit: 'seconds',
      labels: GC_LABELS,
      buckets: [0.001, 0.01, 0.1, 1, 2, 5],
    }),
    nodejs_active_resources: gauge({
      help: 'Resources that keep the event loop alive',
      labels: { type: { maxValues: 30 } },
    }),
  } as const;
}

/**
 * CPU, memory, event-loop delay and garbage collection of the Node.js process, with a dashboard. Recorded
 * by `instrument(definition)`.
 *
 * @example
 * ```ts
 * import { defineMonitoring, nodeRuntime } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({ service: 'shop', kits: [nodeRuntime()] });
 * console.log(definition.metrics.process_cpu_seconds_total.unit); // seconds
 * ```
 */
export function nodeRuntime(): Kit<NodeRuntimeMetrics> {
  const metrics = declareMetrics();
  const roles = Object.fromEntries(Object.keys(metrics).map((name) => [name, name]));
  return { kit: 'node-runtime', metrics, roles, dashboards: runtimeDashboards };
}

function runtimeDashboards(): DashboardDeclarations {
  const cpu = new CounterQuery<NoLabels, 'seconds'>(new Selection('process_cpu_seconds_total'), 'seconds');
  const gc = new HistogramQuery<typeof GC_LABELS, 'seconds'>(
    new Selection('nodejs_gc_duration_seconds'),
    'seconds',
  );
  const largest = <UnitName extends string>(name: string, unit: UnitName) =>
    new GaugeQuery<NoLabels, UnitName>(new Selection(name), unit).now().max('instance');
  return {
    'Node.js runtime': {
      'Event-loop lag': {
        queries: {
          p50: largest('nodejs_eventloop_lag_p50_seconds', 'seconds'),
          p99: largest('nodejs_eventloop_lag_p99_seconds', 'seconds'),
        },
      },
      'Event-loop utilisation': largest('nodejs_eventloop_utilization_ratio', 'ratio'),
      CPU: { query: cpu.rate('auto').sum('instance'), description: '100 % is one core' },
      Memory: {
        queries: {
          resident: largest('process_resident_memory_bytes', 'bytes'),
          'heap used': largest('nodejs_heap_size_used_bytes', 'bytes'),
          'heap total': largest('nodejs_heap_size_total_bytes', 'bytes'),
          external: largest('nodejs_external_memory_bytes', 'bytes'),
        },
      },
      'Garbage collections': gc.rate('auto').sum('kind'),
      'Pause of a garbage collection': {
        query: gc.quantile(0.99, 'auto', 'kind'),
        description: '99th percentile',
      },
    },
  };
}

import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { counter, gauge, histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { given } from '../options/given.ts';
import type { Kit } from './kit.ts';
import type { RoleQueries } from './role-queries.ts';
import { described, presentPanels, together } from './role-queries.ts';
import type { KitNaming, KnownFields, ViewedMetrics } from './viewed-kit.ts';
import { viewedKit } from './viewed-kit.ts';

/** Of a label that has one value in each process. */
const ONE = { maxValues: 5 } as const;

/** Roles of the metrics of the Node.js runtime kit. */
export type NodeRuntimeRole = keyof ReturnType<typeof declareRuntime>;

/** What {@link nodeRuntime} takes. */
export type NodeRuntimeOptions = KitNaming<
  NodeRuntimeRole,
  'kind' | 'type' | 'space' | 'area' | 'version' | 'major' | 'minor' | 'patch'
>;

/** The metrics of the Node.js runtime kit under their names, by default those of prom-client. */
export type NodeRuntimeMetrics<Options extends NodeRuntimeOptions = Empty> = ViewedMetrics<
  ReturnType<typeof declareRuntime>,
  Options
>;

function declareRuntime() {
  return { ...declareProcess(), ...declareEventLoop(), ...declareMemory() } as const;
}

function declareProcess() {
  return {
    cpu: {
      name: 'process_cpu_seconds_total',
      metric: counter({ help: 'User and system CPU time spent', unit: 'seconds' }),
    },
    cpuUser: {
      name: 'process_cpu_user_seconds_total',
      metric: counter({ help: 'User CPU time spent', unit: 'seconds' }),
    },
    cpuSystem: {
      name: 'process_cpu_system_seconds_total',
      metric: counter({ help: 'System CPU time spent', unit: 'seconds' }),
    },
    startTime: {
      name: 'process_start_time_seconds',
      metric: gauge({ help: 'Start of the process as Unix time', unit: 'seconds', aggregate: 'min' }),
    },
    openFds: {
      name: 'process_open_fds',
      metric: gauge({ help: 'Open file descriptors; on Linux' }),
    },
    maxFds: {
      name: 'process_max_fds',
      metric: gauge({ help: 'Open file descriptors that the process may have; on Linux', aggregate: 'max' }),
    },
    activeResources: {
      name: 'nodejs_active_resources',
      metric: gauge({
        help: 'Resources that keep the event loop alive',
        labels: { type: { maxValues: 30 } },
      }),
    },
    versionInfo: {
      name: 'nodejs_version_info',
      metric: gauge({
        help: 'Version of Node.js',
        labels: { version: ONE, major: ONE, minor: ONE, patch: ONE },
        aggregate: 'max',
      }),
    },
  } as const;
}

/** A figure of one event loop; of several processes the worst counts. */
function lag<const Name extends string>(name: Name, figure: string) {
  return {
    name,
    metric: gauge({
      help: `${figure} of the event loop since the last scrape`,
      unit: 'seconds',
      aggregate: 'max',
    }),
  } as const;
}

function declareEventLoop() {
  return {
    lag: lag('nodejs_eventloop_lag_seconds', 'Mean delay'),
    lagMin: lag('nodejs_eventloop_lag_min_seconds', 'Least delay'),
    lagMax: lag('nodejs_eventloop_lag_max_seconds', 'Greatest delay'),
    lagStddev: lag('nodejs_eventloop_lag_stddev_seconds', 'Standard deviation of the delay'),
    lagP50: lag('nodejs_eventloop_lag_p50_seconds', 'Median delay'),
    lagP90: lag('nodejs_eventloop_lag_p90_seconds', '90th percentile of the delay'),
    lagP99: lag('nodejs_eventloop_lag_p99_seconds', '99th percentile of the delay'),
    utilization: {
      name: 'nodejs_eventloop_utilization_ratio',
      metric: gauge({
        help: 'Share of the time since the last scrape that the event loop was busy',
        unit: 'ratio',
        aggregate: 'max',
      }),
    },
    gcDuration: {
      name: 'nodejs_gc_duration_seconds',
      metric: histogram({
        help: 'Duration of garbage collections',
        unit: 'seconds',
        labels: { kind: ['major', 'minor', 'incremental', 'weakcb'] },
        buckets: [0.001, 0.01, 0.1, 1, 2, 5],
      }),
    },
  } as const;
}

function declareMemory() {
  const bytes = <const Name extends string>(name: Name, help: string) =>
    ({ name, metric: gauge({ help, unit: 'bytes' }) }) as const;
  const spaces = <const Name extends string>(name: Name, help: string) =>
    ({ name, metric: gauge({ help, unit: 'bytes', labels: { space: { maxValues: 20 } } }) }) as const;
  return {
    residentMemory: bytes('process_resident_memory_bytes', 'Current memory usage: resident memory'),
    virtualMemory: bytes('process_virtual_memory_bytes', 'Virtual memory; on Linux'),
    heapUsed: bytes('nodejs_heap_size_used_bytes', 'Heap in use'),
    heapTotal: bytes('nodejs_heap_size_total_bytes', 'Heap allocated'),
    external: bytes('nodejs_external_memory_bytes', 'Memory of objects outside of the heap'),
    arrayBuffers: bytes('nodejs_array_buffers_bytes', 'Memory of buffers, a part of the external memory'),
    spaceTotal: spaces('nodejs_heap_space_size_total_bytes', 'Heap allocated by space'),
    spaceUsed: spaces('nodejs_heap_space_size_used_bytes', 'Heap in use by space'),
    spaceAvailable: spaces('nodejs_heap_space_size_available_bytes', 'Heap free by space'),
    memoryProfile: {
      name: 'nodejs_memory_profile_bytes',
      metric: gauge({
        help: 'Memory by what it is used for: all of it, heap, stack of the main thread, tracked caches',
        unit: 'bytes',
        labels: { area: ['total', 'heap', 'stack', 'cache'] },
      }),
    },
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
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   kits: [nodeRuntime({ names: { residentMemory: 'memory_usage_bytes' } })],
 * });
 * console.log(definition.metrics.memory_usage_bytes.unit); // bytes
 * ```
 */
export function nodeRuntime<const Options extends NodeRuntimeOptions = Empty>(
  options?: Options & KnownFields<Options, NodeRuntimeOptions>,
): Kit<NodeRuntimeMetrics<Options>> {
  const view = given<NodeRuntimeOptions>(options);
  const parts = { kit: 'node-runtime', metrics: declareRuntime(), dashboards: runtimeDashboards };
  return viewedKit(parts, view as Options);
}

function runtimeDashboards(queries: RoleQueries): DashboardDeclarations {
  const largest = (role: NodeRuntimeRole) => queries.now(role, ['instance'], 'max');
  return {
    'Node.js runtime': presentPanels({
      'Event-loop lag': together({ p50: largest('lagP50'), p99: largest('lagP99') }),
      'Event-loop utilisation': largest('utilization'),
      CPU: described(queries.rate('cpu', ['instance']), '100 % is one core'),
      Memory: together({
        resident: largest('residentMemory'),
        'heap used': largest('heapUsed'),
        'heap total': largest('heapTotal'),
        external: largest('external'),
      }),
      'Garbage collections': queries.observations('gcDuration', ['kind']),
      'Pause of a garbage collection': described(
        queries.quantile('gcDuration', 0.99, ['kind']),
        '99th percentile',
      ),
    }),
  };
}

import { not } from '../query/label-match.ts';
import { promql } from '../query/promql.ts';
import { ratio } from '../query/ratio.ts';
import { alert } from '../rules/alert.ts';
import type { ExporterOptions, PackParts } from './create-pack.ts';
import { createPack } from './create-pack.ts';
import { cadvisorMetrics, CADVISOR_SOURCE } from './data/cadvisor-metrics.ts';
import type { ExporterPack } from './exporter-pack.ts';

/** Control groups without a name are no containers, but what containers are grouped in. */
const CONTAINER = { name: not('') } as const;

const PARTS: PackParts<ReturnType<typeof cadvisorMetrics>> = {
  pack: 'cadvisor',
  job: 'cadvisor',
  host: 'cadvisor',
  port: 8080,
  image: 'ghcr.io/google/cadvisor',
  metrics: cadvisorMetrics,
  source: CADVISOR_SOURCE,
  alerts: (m, { job, runbook }) => {
    const limit = m.container_spec_memory_limit_bytes.where(CONTAINER).now().max('instance', 'name');
    return {
      CadvisorDown: alert({
        when: m.up(job).below(1),
        for: '2m',
        onNoData: 'fire',
        severity: 'warning',
        runbook: runbook('CadvisorDown'),
        summary: ({ labels }) => `The metrics of the containers at ${labels.instance} cannot be read`,
      }),
      ContainerMemoryHigh: alert({
        when: ratio(
          m.container_memory_working_set_bytes.where(CONTAINER).now().max('instance', 'name'),
          // Without a limit it is 0, and the share would be infinite.
          limit.and(limit.above(0)),
        ).above({ percent: 90 }),
        for: '5m',
        onNoData: 'ignore',
        severity: 'warning',
        runbook: runbook('ContainerMemoryHigh'),
        summary: ({ labels, value }) => `${labels.name} uses ${value} of the memory it may use`,
      }),
      ContainerRestarting: alert({
        when: promql`sum by (instance, name) (changes(${m.container_start_time_seconds
          .where(CONTAINER)
          .now()}[15m])) > 2`,
        for: '1m',
        onNoData: 'ignore',
        severity: 'warning',
        runbook: runbook('ContainerRestarting'),
        summary: '{{ $labels.name }} was started {{ $value | humanize }} times in 15 minutes',
      }),
      ContainerOutOfMemory: alert({
        when: m.container_oom_events_total.where(CONTAINER).increase('10m').sum('instance', 'name').above(0),
        for: '0s',
        onNoData: 'ignore',
        severity: 'warning',
        runbook: runbook('ContainerOutOfMemory'),
        summary: ({ labels }) => `The kernel killed a process of ${labels.name} for want of memory`,
      }),
    };
  },
  dashboards: (m) => ({
    Containers: {
      CPU: {
        query: m.container_cpu_usage_seconds_total.where(CONTAINER).rate('auto').sum('name'),
        legend: '{{name}}',
        description: 'CPU of each container; 100 % is one core',
      },
      Memory: {
        query: m.container_memory_working_set_bytes.where(CONTAINER).now().sum('name'),
        legend: '{{name}}',
        description: 'Memory that each container needs: what its limit is held against',
      },
      'Disk I/O': {
        queries: {
          read: m.container_fs_reads_bytes_total.where(CONTAINER).rate('auto').sum('name'),
          written: m.container_fs_writes_bytes_total.where(CONTAINER).rate('auto').sum('name'),
        },
        description: 'Bytes per second that each container reads from disks and writes to them',
      },
      'Network traffic': {
        queries: {
          received: m.container_network_receive_bytes_total.where(CONTAINER).rate('auto').sum('name'),
          sent: m.container_network_transmit_bytes_total.where(CONTAINER).rate('auto').sum('name'),
        },
        description: 'Bytes per second that each container receives and sends',
      },
      Restarts: {
        query: promql`sum by (name) (changes(${m.container_start_time_seconds.where(CONTAINER).now()}[1h]))`,
        legend: '{{name}}',
        description: 'How often each container was started anew in the last hour, by its start time',
      },
      'CPU throttling': {
        query: ratio(
          m.container_cpu_cfs_throttled_periods_total.where(CONTAINER).rate('auto').sum('name'),
          m.container_cpu_cfs_periods_total.where(CONTAINER).rate('auto').sum('name'),
        ),
        legend: '{{name}}',
        description: 'Share of the periods in which a container was held back by its CPU limit',
      },
    },
  }),
};

/**
 * Containers as cAdvisor shows them: CPU, memory, disk, network, restarts. The names are from its
 * documentation.
 *
 * @example
 * ```ts
 * import { cadvisor, defineMonitoring } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [cadvisor({ address: 'cadvisor:8080' })],
 *   dashboards: (m) => ({
 *     Containers: { CPU: m.container_cpu_usage_seconds_total.rate('5m').sum('name') },
 *   }),
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function cadvisor<const Job extends string = 'cadvisor'>(
  options?: ExporterOptions<Job>,
): ExporterPack<Job, ReturnType<typeof cadvisorMetrics>> {
  return createPack(PARTS, options);
}

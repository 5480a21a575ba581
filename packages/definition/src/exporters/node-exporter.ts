import { not } from '../query/label-match.ts';
import { promql } from '../query/promql.ts';
import { ratio } from '../query/ratio.ts';
import { alert } from '../rules/alert.ts';
import type { ExporterOptions, PackParts } from './create-pack.ts';
import { createPack } from './create-pack.ts';
import { nodeMetrics, NODE_SOURCE } from './data/node-metrics.ts';
import type { ExporterPack } from './exporter-pack.ts';

/** File systems that hold no data: they are full by design, or memory. */
const NO_DATA = /tmpfs|ramfs|overlay|squashfs|iso9660|fuse.*/;

/** Devices that only pass on what others do. */
const VIRTUAL = /lo|veth.*|docker.*|br-.*/;

const PARTS: PackParts<ReturnType<typeof nodeMetrics>> = {
  pack: 'node',
  job: 'node',
  host: 'node-exporter',
  port: 9100,
  image: 'prom/node-exporter',
  metrics: nodeMetrics,
  source: NODE_SOURCE,
  alerts: (m, { job, runbook }) => ({
    NodeExporterDown: alert({
      when: m.up(job).below(1),
      for: '2m',
      onNoData: 'fire',
      severity: 'warning',
      runbook: runbook('NodeExporterDown'),
      summary: ({ labels }) => `The metrics of the host ${labels.instance} cannot be read`,
    }),
    NodeDiskSpaceLow: alert({
      when: ratio(
        m.node_filesystem_avail_bytes
          .where({ fstype: not(NO_DATA) })
          .now()
          .min('instance', 'mountpoint'),
        m.node_filesystem_size_bytes
          .where({ fstype: not(NO_DATA) })
          .now()
          .max('instance', 'mountpoint'),
      ).below({ percent: 10 }),
      for: '10m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('NodeDiskSpaceLow'),
      summary: ({ labels, value }) =>
        `${labels.instance} has ${value} of the space of ${labels.mountpoint} left`,
    }),
    NodeDiskFillsUp: alert({
      when: promql`min by (instance, mountpoint) (predict_linear(${m.node_filesystem_avail_bytes
        .where({ fstype: not(NO_DATA) })
        .now()}[6h], 86400)) < 0`,
      for: '1h',
      onNoData: 'ignore',
      severity: 'ticket',
      runbook: runbook('NodeDiskFillsUp'),
      summary:
        'At the pace of the last six hours {{ $labels.mountpoint }} of {{ $labels.instance }} is full in a day',
    }),
    NodeMemoryLow: alert({
      when: ratio(
        m.node_memory_MemAvailable_bytes.now().sum('instance'),
        m.node_memory_MemTotal_bytes.now().sum('instance'),
      ).below({ percent: 5 }),
      for: '10m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('NodeMemoryLow'),
      summary: ({ labels, value }) => `${labels.instance} has ${value} of its memory left`,
    }),
  }),
  dashboards: (m) => ({
    Host: {
      CPU: {
        query: ratio(
          m.node_cpu_seconds_total
            .where({ mode: not(['idle', 'iowait']) })
            .rate('auto')
            .sum('instance'),
          m.node_cpu_seconds_total.rate('auto').sum('instance'),
        ),
        legend: '{{instance}}',
        description: 'Share of the time of all cores that was spent working',
      },
      Load: {
        queries: {
          '1 minute': m.node_load1.now().max('instance'),
          '15 minutes': m.node_load15.now().max('instance'),
        },
        description: 'Processes that run or wait; more than the number of cores means that some wait',
      },
      'Memory left': {
        query: ratio(
          m.node_memory_MemAvailable_bytes.now().sum('instance'),
          m.node_memory_MemTotal_bytes.now().sum('instance'),
        ),
        legend: '{{instance}}',
        description: 'Share of the memory that programs can still get, caches included',
      },
      'Disk space left': {
        query: ratio(
          m.node_filesystem_avail_bytes
            .where({ fstype: not(NO_DATA) })
            .now()
            .min('instance', 'mountpoint'),
          m.node_filesystem_size_bytes
            .where({ fstype: not(NO_DATA) })
            .now()
            .max('instance', 'mountpoint'),
        ),
        legend: '{{instance}} {{mountpoint}}',
        description: 'Share of the space of each file system that is free',
      },
      'Disk I/O': {
        queries: {
          read: m.node_disk_read_bytes_total.rate('auto').sum('instance'),
          written: m.node_disk_written_bytes_total.rate('auto').sum('instance'),
        },
        description: 'Bytes per second that the disks read and wrote',
      },
      'Network traffic': {
        queries: {
          received: m.node_network_receive_bytes_total
            .where({ device: not(VIRTUAL) })
            .rate('auto')
            .sum('instance'),
          sent: m.node_network_transmit_bytes_total
            .where({ device: not(VIRTUAL) })
            .rate('auto')
            .sum('instance'),
        },
        description: 'Bytes per second over the network interfaces of the host',
      },
    },
  }),
};

/**
 * The host as node_exporter shows it: CPU, memory, disks, network. Its metrics are in `m`.
 *
 * @example
 * ```ts
 * import { defineMonitoring, nodeExporter, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [nodeExporter({ address: '127.0.0.1:9100', alerts: false, dashboards: false })],
 *   dashboards: (m) => ({ Hosts: { Load: m.node_load1.now().max('instance') } }),
 * });
 * const [panel] = resolveDefinition(definition).dashboards[0].panels;
 * console.log(panel.queries[0].query); // max by (instance) (node_load1)
 * ```
 */
export function nodeExporter<const Job extends string = 'node'>(
  options?: ExporterOptions<Job>,
): ExporterPack<Job, ReturnType<typeof nodeMetrics>> {
  return createPack(PARTS, options);
}

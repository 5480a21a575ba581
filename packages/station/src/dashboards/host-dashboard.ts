import type { Dashboard, Panel } from '../contract.ts';

/** What a disk, a processor or the memory must not reach for long. */
const NEARLY_FULL = [
  { value: 0.8, severity: 'warning', isBad: 'above' },
  { value: 0.95, severity: 'critical', isBad: 'above' },
] as const;

const NOW: readonly Panel[] = [
  {
    title: 'CPU',
    kind: 'gauge',
    unit: 'ratio',
    description: 'Share of all cores that is not idle.',
    queries: [{ query: '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[30s]))', legend: 'in use' }],
    thresholds: NEARLY_FULL,
    min: 0,
    max: 1,
  },
  {
    title: 'Memory in use',
    kind: 'gauge',
    unit: 'ratio',
    description: 'Share of the memory that programs could not get.',
    queries: [{ query: '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes', legend: 'in use' }],
    thresholds: NEARLY_FULL,
    min: 0,
    max: 1,
  },
  {
    title: 'Disks',
    kind: 'bar-gauge',
    unit: 'ratio',
    description: 'Share of each file system that is taken.',
    queries: [
      {
        query: 'max by (mountpoint) (1 - node_filesystem_avail_bytes / (node_filesystem_size_bytes > 0))',
        legend: '{{mountpoint}}',
      },
    ],
    thresholds: NEARLY_FULL,
    min: 0,
    max: 1,
  },
];

const OVER_TIME: readonly Panel[] = [
  {
    title: 'CPU in use',
    kind: 'timeseries',
    unit: 'ratio',
    description: 'Share of all cores that is not idle, by mode.',
    queries: [
      {
        query:
          'sum by (mode) (rate(node_cpu_seconds_total{mode!="idle"}[30s])) / ignoring (mode) group_left ()' +
          ' sum(rate(node_cpu_seconds_total[30s]))',
        legend: '{{mode}}',
      },
    ],
    draw: 'area',
    isStacked: true,
  },
  {
    title: 'Memory',
    kind: 'timeseries',
    unit: 'bytes',
    queries: [
      { query: 'node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes', legend: 'in use' },
      { query: 'node_memory_MemTotal_bytes', legend: 'total' },
    ],
  },
  {
    title: 'Load',
    kind: 'timeseries',
    unit: '',
    queries: [
      { query: 'node_load1', legend: '1 min' },
      { query: 'node_load5', legend: '5 min' },
    ],
  },
  {
    title: 'Network',
    kind: 'timeseries',
    unit: 'bytes_per_second',
    queries: [
      { query: 'sum(rate(node_network_receive_bytes_total[30s]))', legend: 'received' },
      { query: 'sum(rate(node_network_transmit_bytes_total[30s]))', legend: 'sent' },
    ],
  },
];

/** This machine, from the host collector's figures. */
export const hostDashboard: Dashboard = {
  slug: 'host',
  title: 'This machine',
  origin: 'host',
  variables: [],
  tags: [],
  refreshMs: null,
  rangeMs: null,
  panels: [
    ...NOW.map((panel) => ({ ...panel, row: 'Now' })),
    ...OVER_TIME.map((panel) => ({ ...panel, row: 'Over time' })),
  ],
};

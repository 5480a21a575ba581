import type { Dashboard } from '../contract.ts';

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
  ],
};

/** The station itself, from its own scrape. */
export const stationDashboard: Dashboard = {
  slug: 'station',
  title: 'Station',
  origin: 'station',
  variables: [],
  tags: [],
  refreshMs: null,
  rangeMs: null,
  panels: [
    {
      title: 'Samples stored',
      kind: 'timeseries',
      unit: 'per_second',
      queries: [{ query: 'rate(telltale_store_appended_samples_total[30s])', legend: 'samples' }],
    },
    {
      title: 'Query duration, p95',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        {
          query:
            'histogram_quantile(0.95, sum by (le, kind) (rate(telltale_query_duration_seconds_bucket[30s])))',
          legend: '{{kind}}',
        },
      ],
    },
    {
      title: 'Memory of the station',
      kind: 'timeseries',
      unit: 'bytes',
      queries: [
        { query: 'process_resident_memory_bytes{job="telltale"}', legend: 'resident' },
        { query: 'nodejs_heap_size_used_bytes{job="telltale"}', legend: 'heap' },
      ],
    },
    {
      title: 'Event loop lag of the station',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [{ query: 'nodejs_eventloop_lag_p99_seconds{job="telltale"}', legend: 'p99' }],
    },
  ],
};

import type { Dashboard } from '../contract.ts';

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
      title: 'Programs that answer',
      kind: 'state-timeline',
      unit: '',
      description: '1 while all instances of a job can be scraped, 0 while one cannot.',
      queries: [{ query: 'min by (job) (up)', legend: '{{job}}' }],
      thresholds: [{ value: 1, severity: 'critical', isBad: 'below' }],
    },
    {
      title: 'Samples stored',
      kind: 'timeseries',
      unit: 'per_second',
      queries: [{ query: 'rate(telltale_store_appended_samples_total[30s])', legend: 'samples' }],
      draw: 'area',
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
      title: 'Query durations',
      kind: 'heatmap',
      unit: 'seconds',
      description: 'Queries per second by how long they take.',
      queries: [
        { query: 'sum by (le) (rate(telltale_query_duration_seconds_bucket[1m]))', legend: '{{le}}' },
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

import { counter, defineMonitoring, gauge, histogram, nodeRuntime } from '@telltale/sdk/define';

/** What the station says of itself; it scrapes its own `/metrics` like any other target. */
export const selfDefinition = defineMonitoring({
  service: 'telltale',
  owner: 'telltale',
  kits: [nodeRuntime()],
  metrics: {
    telltale_query_duration_seconds: histogram({
      help: 'Time to answer a query.',
      unit: 'seconds',
      labels: { kind: ['instant', 'range'] },
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    }),
    telltale_query_errors_total: counter({
      help: 'Queries that ended in an error.',
      labels: { kind: ['instant', 'range'] },
    }),
    telltale_scrapes_total: counter({
      help: 'Scrapes by result.',
      labels: { result: ['success', 'failure'] },
    }),
    telltale_notifications_total: counter({
      help: 'Attempts to deliver a notification, by outcome.',
      labels: { outcome: ['delivered', 'retrying', 'failed'] },
    }),
    telltale_store_series: gauge({ help: 'Series known to the store.' }),
    telltale_store_appended_samples_total: counter({ help: 'Samples accepted since the start.' }),
    telltale_store_out_of_order_samples_total: counter({ help: 'Samples refused for being too old.' }),
    telltale_store_disk_bytes: gauge({ help: 'Size of the data folder.', unit: 'bytes' }),
  },
});

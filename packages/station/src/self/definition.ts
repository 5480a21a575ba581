import { counter, defineMonitoring, httpServer, nodeRuntime } from '@telltale/sdk/define';
import { alertmanagerMetrics } from './alertmanager-metrics.ts';
import { discoveryMetrics } from './discovery-metrics.ts';
import { capacityMetrics } from './capacity-metrics.ts';
import { intakeMetrics } from './intake-metrics.ts';
import { forwardMetrics } from './forward-metrics.ts';
import { prometheusMetrics } from './prometheus-metrics.ts';
import { queryMetrics } from './query-metrics.ts';
import { remoteMetrics } from './remote-metrics.ts';
import { remoteStorageMetrics } from './remote-storage-metrics.ts';
import { ruleMetrics } from './rule-metrics.ts';
import { scrapeMetrics } from './scrape-metrics.ts';
import { storeMetrics } from './store-metrics.ts';

/** What the station says of itself; it scrapes its own `/metrics` like any other target. */
export const selfDefinition = defineMonitoring({
  service: 'telltale',
  owner: 'telltale',
  kits: [nodeRuntime(), httpServer({ prefix: 'telltale_http' })],
  metrics: {
    ...storeMetrics,
    ...capacityMetrics,
    ...queryMetrics,
    ...remoteMetrics,
    ...scrapeMetrics,
    ...discoveryMetrics,
    ...ruleMetrics,
    ...forwardMetrics,
    ...remoteStorageMetrics,
    ...prometheusMetrics,
    ...alertmanagerMetrics,
    ...intakeMetrics,
    telltale_notifications_total: counter({
      help: 'Attempts to deliver a notification, by outcome.',
      labels: { outcome: ['delivered', 'retrying', 'failed'] },
    }),
  },
});

import { counter, defineMonitoring, httpServer, nodeRuntime } from '@telltale/sdk/define';
import { alertmanagerMetrics } from './alertmanager-metrics.ts';
import { auditMetrics } from './audit-metrics.ts';
import { configurationMetrics } from './configuration-metrics.ts';
import { discoveryMetrics } from './discovery-metrics.ts';
import { capacityMetrics } from './capacity-metrics.ts';
import { intakeMetrics } from './intake-metrics.ts';
import { memoryMetrics } from './memory-metrics.ts';
import { forwardMetrics } from './forward-metrics.ts';
import { pageMetrics } from './page-metrics.ts';
import { prometheusMetrics } from './prometheus-metrics.ts';
import { queryMetrics } from './query-metrics.ts';
import { remoteMetrics } from './remote-metrics.ts';
import { remoteStorageMetrics } from './remote-storage-metrics.ts';
import { ruleMetrics } from './rule-metrics.ts';
import { scrapeMetrics } from './scrape-metrics.ts';
import { storeMetrics } from './store-metrics.ts';
import { tlsMetrics } from './tls-metrics.ts';

const metrics = {
  ...storeMetrics,
  ...capacityMetrics,
  ...configurationMetrics,
  ...queryMetrics,
  ...scrapeMetrics,
  ...discoveryMetrics,
  ...ruleMetrics,
  ...forwardMetrics,
  ...remoteStorageMetrics,
  ...prometheusMetrics,
  ...alertmanagerMetrics,
  ...intakeMetrics,
  ...memoryMetrics,
  ...pageMetrics,
  ...tlsMetrics,
  ...auditMetrics,
  telltale_notifications_total: counter({
    help: 'Attempts to deliver a notification, by outcome.',
    labels: { outcome: ['delivered', 'retrying', 'failed'] },
  }),
};

const SELF = {
  service: 'telltale',
  owner: 'telltale',
  kits: [nodeRuntime(), httpServer({ prefix: 'telltale_http' })],
} as const;

/** What a station says of itself; it scrapes its own `/metrics` like any other target. */
export const selfDefinition = defineMonitoring({ ...SELF, metrics });

/** The same in remote mode: without a server that is read from there is nothing to say of it. */
export const remoteSelfDefinition = defineMonitoring({ ...SELF, metrics: { ...metrics, ...remoteMetrics } });

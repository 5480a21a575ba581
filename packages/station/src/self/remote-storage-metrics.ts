import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';
import type { MetricsForwarderFigures } from '../contract.ts';
import type { Forwarders } from '../forward/create-forwarders.ts';
import { createTotals } from './totals.ts';

/** Most destinations that are told apart. */
const MAX_DESTINATIONS = 50;
const labels = {
  remote_name: { maxValues: MAX_DESTINATIONS },
  url: { maxValues: MAX_DESTINATIONS },
} as const;

/** What Prometheus says of its remote write, so that what watches that watches a station too. */
export const remoteStorageMetrics = {
  prometheus_remote_storage_highest_timestamp_in_seconds: gauge({
    help: 'When the newest samples came in, as Unix time.',
    unit: 'seconds',
  }),
  prometheus_remote_storage_queue_highest_sent_timestamp_seconds: gauge({
    help: 'Time of the newest sample that was forwarded, as Unix time.',
    unit: 'seconds',
    labels,
  }),
  prometheus_remote_storage_samples_pending: gauge({
    help: 'Samples in the log that wait to be forwarded, by the size of the log.',
    labels,
  }),
  prometheus_remote_storage_shards: gauge({ help: 'Requests at once, as the last time.', labels }),
  prometheus_remote_storage_shards_max: gauge({ help: 'Requests at once at the most.', labels }),
  prometheus_remote_storage_samples_total: counter({ help: 'Samples that were forwarded.', labels }),
  prometheus_remote_storage_bytes_total: counter({
    help: 'Size of the requests that were taken, before compression.',
    unit: 'bytes',
    labels,
  }),
  prometheus_remote_storage_samples_retried_total: counter({
    help: 'Samples in requests that failed and came again.',
    labels,
  }),
  prometheus_remote_storage_samples_failed_total: counter({
    help: 'Samples that the receiver refused for good.',
    labels,
  }),
  prometheus_remote_storage_samples_dropped_total: counter({
    help: 'Samples that were lost because more waited than may, or whose labels nobody knows any more.',
    labels,
  }),
};

/** Reads the figures of all destinations of metrics at each gathering. */
export function collectRemoteStorage(
  metrics: InstrumentsOf<typeof remoteStorageMetrics>,
  figures: Forwarders['figures'],
): void {
  const raise = createTotals();
  metrics.prometheus_remote_storage_samples_pending.collect(() => {
    for (const one of figures()) if (one.signal === 'metrics') show(one);
  });
  const show = (one: MetricsForwarderFigures): void => {
    const of = { remote_name: one.destination, url: one.url };
    metrics.prometheus_remote_storage_samples_pending.set(of, one.waiting);
    metrics.prometheus_remote_storage_shards.set(of, one.shards);
    metrics.prometheus_remote_storage_shards_max.set(of, one.maxShards);
    const { newestMs, highestSentMs } = one;
    if (newestMs !== undefined) {
      metrics.prometheus_remote_storage_highest_timestamp_in_seconds.set(newestMs / 1000);
    }
    if (highestSentMs !== undefined) {
      metrics.prometheus_remote_storage_queue_highest_sent_timestamp_seconds.set(of, highestSentMs / 1000);
    }
    raise(metrics.prometheus_remote_storage_samples_total, of, one.sent);
    raise(metrics.prometheus_remote_storage_bytes_total, of, one.sentBytes);
    raise(metrics.prometheus_remote_storage_samples_retried_total, of, one.retried);
    raise(metrics.prometheus_remote_storage_samples_failed_total, of, one.rejected);
    raise(metrics.prometheus_remote_storage_samples_dropped_total, of, one.dropped);
  };
}

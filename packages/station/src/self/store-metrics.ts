import type { StoreStats } from '@telltale/storage';
import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';

/** The store: what it holds, took and refused. */
export const storeMetrics = {
  telltale_store_series: gauge({ help: 'Series known to the store.' }),
  telltale_store_head_samples: gauge({ help: 'Samples in memory that are in no block yet.' }),
  telltale_store_blocks: gauge({ help: 'Blocks on disk.' }),
  telltale_store_block_samples: gauge({ help: 'Samples in the blocks on disk.' }),
  telltale_store_exemplars: gauge({ help: 'Exemplars that are kept.' }),
  telltale_store_appended_samples_total: counter({ help: 'Samples accepted since the start.' }),
  telltale_store_refused_samples_total: counter({
    help: 'Samples refused since the start: too old, of a time that has another value, ahead of the clock, or malformed histograms.',
    labels: { reason: ['too_old', 'conflicting', 'too_far_ahead', 'malformed'] },
  }),
  telltale_store_duplicate_samples_total: counter({
    help: 'Samples left out since the start because the series had the very same ones.',
  }),
  telltale_store_corruptions_total: counter({
    help: 'Times that stored data turned out to be damaged since the start.',
  }),
  telltale_store_disk_bytes: gauge({ help: 'Size of the data folder.', unit: 'bytes' }),
  telltale_store_disk_free_bytes: gauge({
    help: 'Free bytes of the disk that has the data folder.',
    unit: 'bytes',
  }),
  telltale_store_wal_bytes: gauge({ help: 'Size of the write-ahead log.', unit: 'bytes' }),
  telltale_store_cache_bytes: gauge({ help: 'Memory of blocks that were read lately.', unit: 'bytes' }),
  telltale_store_pending_bytes: gauge({ help: 'Log bytes that are not durable yet.', unit: 'bytes' }),
  telltale_store_last_flush_duration_seconds: gauge({
    help: 'Time of the last write and fsync of the log.',
    unit: 'seconds',
  }),
  telltale_store_bytes_per_sample: gauge({
    help: 'Bytes of the data folder, without the log, for each sample in its blocks; 0 without blocks.',
  }),
  telltale_store_retention_seconds: gauge({ help: 'How long samples are kept.', unit: 'seconds' }),
  telltale_store_retention_limit_bytes: gauge({
    help: 'The most that the data folder may hold; 0 without a limit.',
    unit: 'bytes',
  }),
};

/** Where the figures of the store are read. */
export interface StoreFigures {
  readonly stats: () => StoreStats;
  readonly retention: () => { readonly retentionMs: number; readonly maxBytes?: number };
  readonly corruptions: () => number;
  readonly diskFreeBytes: () => number;
}

/** Reads the store's figures once for each gathering of the metrics. */
export function collectStore(
  metrics: InstrumentsOf<typeof storeMetrics>,
  { stats, retention, corruptions, diskFreeBytes }: StoreFigures,
): void {
  let current = stats();
  metrics.telltale_store_series.collect(() => {
    current = stats();
    return current.series;
  });
  metrics.telltale_store_head_samples.collect(() => current.headSamples);
  metrics.telltale_store_blocks.collect(() => current.blocks);
  metrics.telltale_store_block_samples.collect(() => current.blockSamples);
  metrics.telltale_store_exemplars.collect(() => current.exemplars);
  metrics.telltale_store_appended_samples_total.collect(() => current.appendedSamples);
  const refused = metrics.telltale_store_refused_samples_total;
  refused.with({ reason: 'too_old' }).collect(() => current.refusedSamples.tooOld);
  refused.with({ reason: 'conflicting' }).collect(() => current.refusedSamples.conflicting);
  refused.with({ reason: 'too_far_ahead' }).collect(() => current.refusedSamples.tooFarAhead);
  refused.with({ reason: 'malformed' }).collect(() => current.refusedSamples.malformed);
  metrics.telltale_store_duplicate_samples_total.collect(() => current.duplicateSamples);
  metrics.telltale_store_corruptions_total.collect(corruptions);
  metrics.telltale_store_disk_bytes.collect(() => current.diskBytes);
  metrics.telltale_store_disk_free_bytes.collect(diskFreeBytes);
  metrics.telltale_store_wal_bytes.collect(() => current.walBytes);
  metrics.telltale_store_cache_bytes.collect(() => current.cacheBytes);
  metrics.telltale_store_pending_bytes.collect(() => current.pendingBytes);
  metrics.telltale_store_last_flush_duration_seconds.collect(() => current.lastFlushMs / 1000);
  metrics.telltale_store_bytes_per_sample.collect(() => bytesPerSample(current));
  const { retentionMs, maxBytes = 0 } = retention();
  metrics.telltale_store_retention_seconds.set(retentionMs / 1000);
  metrics.telltale_store_retention_limit_bytes.set(maxBytes);
}

function bytesPerSample({ diskBytes, walBytes, blockSamples }: StoreStats): number {
  return blockSamples === 0 ? 0 : Math.max(0, diskBytes - walBytes) / blockSamples;
}

import { DEFAULT_RETENTION_MS } from '@telltale/storage';
import { daysPerGigabyte } from '../capacity/days-per-gigabyte.ts';
import type { CapacityResponse, SignalCapacity, StatusResponse } from '../contract.ts';
import { diskFreeBytes } from '../self/disk-free.ts';
import type { RetentionSettings, StationSettings } from '../settings.ts';
import type { StationParts } from '../station-parts.ts';

/** What the data folder holds, and how much it may. */
export async function capacityView(
  { settings, store, retention, logs, traces }: StationParts,
  { samplesPerSecond, envelope }: StatusResponse,
): Promise<CapacityResponse> {
  const { series, blockSamples, diskBytes, walBytes } = store.stats();
  const blockBytes = diskBytes - walBytes;
  const free = diskFreeBytes(settings.dataFolder);
  const kept = retention.present();
  const [ofLogs, ofTraces] = await Promise.all([logs.stats(), traces.stats()]);
  return {
    series,
    samplesPerSecond,
    blockSamples,
    blockBytes,
    walBytes,
    diskBytes,
    diskFreeBytes: Number.isNaN(free) ? null : free,
    daysPerGigabyte: daysPerGigabyte(samplesPerSecond, { samples: blockSamples, bytes: blockBytes }) ?? null,
    retentionMs: kept.metrics.retentionMs,
    retentionBytes: kept.metrics.maxBytes ?? null,
    logs: { ...signalCapacity(ofLogs.records, ofLogs), ...retentionOf(settings, kept.logs) },
    traces: { ...signalCapacity(ofTraces.spans, ofTraces), ...retentionOf(settings, kept.traces) },
    envelope,
  };
}

function signalCapacity(
  records: number,
  { bytes, oldestMs = null }: { readonly bytes: number; readonly oldestMs?: number | null },
): Pick<SignalCapacity, 'records' | 'bytes' | 'oldestMs'> {
  return { records, bytes, oldestMs };
}

function retentionOf(
  settings: StationSettings,
  { retentionMs, maxBytes }: RetentionSettings,
): Pick<SignalCapacity, 'retentionMs' | 'retentionBytes'> {
  // Tables of ClickHouse keep what they were made with.
  const unsaid = settings.clickhouse ? null : DEFAULT_RETENTION_MS;
  return { retentionMs: retentionMs ?? unsaid, retentionBytes: maxBytes ?? null };
}

import type { CapacityResponse, StatusResponse } from '../contract.ts';
import { diskFreeBytes } from '../self/disk-free.ts';
import type { StationParts } from '../station-parts.ts';

/** What the data folder holds, and how much it may. */
export function capacityView(
  { settings, store, retentionMs }: StationParts,
  { samplesPerSecond }: StatusResponse,
): CapacityResponse {
  const { series, blockSamples, diskBytes, walBytes } = store.stats();
  const free = diskFreeBytes(settings.dataFolder);
  return {
    series,
    samplesPerSecond,
    blockSamples,
    blockBytes: diskBytes - walBytes,
    walBytes,
    diskBytes,
    diskFreeBytes: Number.isNaN(free) ? null : free,
    retentionMs,
    retentionBytes: settings.retentionBytes ?? null,
  };
}

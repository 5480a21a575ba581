import type { CapacityResponse } from '@telltale/station/contract';

/** What is kept of one signal. */
export interface StorageRow {
  readonly name: string;
  /** What its records are called. */
  readonly unit: string;
  readonly records: number;
  readonly bytes: number;
  /** `null` where nothing is kept, or where it is not known. */
  readonly oldestMs: number | null;
  readonly retentionMs: number | null;
  readonly retentionBytes: number | null;
}

/** The signals that are kept. */
export function storageRows(capacity: CapacityResponse): readonly StorageRow[] {
  const { logs, traces } = capacity;
  return [
    {
      name: 'Samples',
      unit: 'samples on disk',
      records: capacity.blockSamples,
      bytes: capacity.blockBytes,
      oldestMs: null,
      retentionMs: capacity.retentionMs,
      retentionBytes: capacity.retentionBytes,
    },
    { name: 'Logs', unit: 'records', ...logs },
    { name: 'Traces', unit: 'spans', ...traces },
  ];
}

/** What becomes of the disk if all goes on as it does. */
export type DiskOutlook =
  /** Nothing comes in, or too little is known. */
  | { readonly kind: 'unknown' }
  /** What is kept for the whole retention has room. */
  | { readonly kind: 'fits'; readonly bytes: number }
  /** The limit of the size drops the oldest days first. */
  | { readonly kind: 'limited'; readonly days: number }
  /** The disk is full before anything is dropped. */
  | { readonly kind: 'full'; readonly days: number };

const DAY_MS = 86_400_000;
const GIGABYTE = 1e9;

/** Looks ahead by the rate of the last minute. */
export function diskOutlook(capacity: CapacityResponse): DiskOutlook {
  const { daysPerGigabyte, retentionMs, retentionBytes, blockBytes, diskFreeBytes } = capacity;
  if (daysPerGigabyte === null || daysPerGigabyte <= 0) return { kind: 'unknown' };
  const bytesPerDay = GIGABYTE / daysPerGigabyte;
  const whole = (retentionMs / DAY_MS) * bytesPerDay;
  const free = diskFreeBytes ?? Infinity;
  const kept = Math.min(whole, retentionBytes ?? Infinity);
  if (kept - blockBytes > free) return { kind: 'full', days: free / bytesPerDay };
  return kept < whole ? { kind: 'limited', days: kept / bytesPerDay } : { kind: 'fits', bytes: whole };
}

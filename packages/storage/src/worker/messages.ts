import type { BlockEntry } from '../blocks/day-file.ts';
import type { ExemplarRecord } from '../exemplars/exemplar-record.ts';
import type { MetadataRecord } from '../metadata/metadata-record.ts';
import type { SnapshotRequest } from '../snapshot/snapshot-writer.ts';
import type { SeriesRecord } from '../catalog/catalog.ts';
import type { SealedSlab } from '../head/sealed-slab.ts';
import type { StoreNotice } from '../notice.ts';
import type { StateChange } from '../state/state-change.ts';
import type { LogPosition } from '../wal/log-position.ts';
import type { OldSegment } from '../wal/log-writer.ts';

/** What the writer thread is started with. */
export interface WriterOptions {
  readonly folderPath: string;
  readonly logFolder: string;
  readonly catalogPath: string;
  readonly storeId: string;
  readonly flushIntervalMs: number;
  readonly oldSegments: readonly OldSegment[];
  readonly maxExemplars: number;
  /** All files together should stay below this; see `retentionBytes`. */
  readonly maxBytes: number;
  /** Where files of the log go that somebody has still to send on; without it nobody has. */
  readonly unsentFolder?: string;
}

/** Work for the writer thread, done in the order it is sent. */
export type WriterTask =
  /** Whole log frames, and the series that are new in them. */
  | {
      readonly kind: 'frames';
      readonly batch: number;
      readonly frames: Uint8Array;
      readonly newSeries: readonly SeriesRecord[];
    }
  | { readonly kind: 'slab'; readonly slab: SealedSlab }
  | { readonly kind: 'exemplars'; readonly records: readonly ExemplarRecord[] }
  | { readonly kind: 'metadata'; readonly records: readonly MetadataRecord[] }
  /** All batches before this one are in blocks. */
  | { readonly kind: 'checkpoint'; readonly oldestBatch: number }
  /** Files of the log before this one are sent on, as far as they have to be. */
  | { readonly kind: 'sentBefore'; readonly segment: number };

/** Work whose end somebody waits for. */
export type WriterRequest =
  | { readonly kind: 'flush' }
  | { readonly kind: 'state'; readonly change: StateChange }
  | { readonly kind: 'dropDays'; readonly days: readonly number[] }
  | { readonly kind: 'dropBlocks'; readonly dayMs: number; readonly blockIds: readonly number[] }
  /** Compresses some blocks of a day after one; answered with the last one, or 0 at the end. */
  | { readonly kind: 'packBlocks'; readonly dayMs: number; readonly afterId: number }
  | { readonly kind: 'snapshot'; readonly snapshot: SnapshotRequest }
  /** Copies the file of a day that a snapshot is to have. */
  | { readonly kind: 'copyDay'; readonly target: string; readonly dayMs: number }
  | { readonly kind: 'dropSeries'; readonly ids: readonly number[] }
  | { readonly kind: 'close' };

export type WriterMessage =
  | WriterTask
  | { readonly kind: 'request'; readonly id: number; readonly request: WriterRequest };

/** A slab that is now a block. */
export interface CommittedBlock {
  readonly slabId: number;
  readonly dayMs: number;
  readonly entry: BlockEntry;
}

/** What the writer thread tells. */
export type WriterReport =
  | {
      readonly kind: 'synced';
      /** Bytes of frames made durable since the start. */
      readonly syncedBytes: number;
      readonly walBytes: number;
      readonly durationMs: number;
      /** Up to where the log is durable. */
      readonly logEnd: LogPosition;
    }
  | { readonly kind: 'committed'; readonly blocks: readonly CommittedBlock[] }
  | { readonly kind: 'done'; readonly id: number; readonly value: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'notice'; readonly notice: StoreNotice };

import type { LogBlockEntry } from '../file/log-day-file.ts';
import type { StoreNotice } from '../../notice.ts';

/** What the writer thread is started with. */
export interface LogWriterOptions {
  readonly folderPath: string;
  /** How long records wait for others before they become a block. */
  readonly sealAfterMs: number;
  /** Or until the intake log keeps more than this for them. */
  readonly maxHeldBytes: number;
  /** How often that is looked at, and what failed is tried again. */
  readonly tickMs: number;
  /** Of each day the last record that is in blocks: batches that were replayed may have it, too. */
  readonly committed: ReadonlyMap<number, number>;
}

/** Work whose end somebody waits for. */
export type LogWriterRequest =
  /** Makes blocks of all records. */
  | { readonly kind: 'flush' }
  | { readonly kind: 'dropDays'; readonly days: readonly number[] }
  | { readonly kind: 'dropBlocks'; readonly dayMs: number; readonly blockIds: readonly number[] }
  | { readonly kind: 'close' };

export type LogWriterMessage =
  /** A batch of the intake log: packed records as JSON. */
  | { readonly kind: 'batch'; readonly number: number; readonly bytes: Uint8Array }
  | { readonly kind: 'request'; readonly id: number; readonly request: LogWriterRequest };

export type LogWriterReport =
  | {
      readonly kind: 'committed';
      readonly dayMs: number;
      readonly entry: LogBlockEntry;
    }
  /** All records of the batches up to this one are in blocks, or not wanted any more. */
  | { readonly kind: 'released'; readonly number: number }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'notice'; readonly notice: StoreNotice };

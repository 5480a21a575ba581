import type { SpooledBatch } from '@telltale/storage';

/** What became of an attempt to send. */
export type SendOutcome =
  /** The receiver has it, but for `rejected` items that it will never take. */
  | { readonly kind: 'sent'; readonly rejected: number; readonly reason?: string }
  /** It may take all of it later. */
  | { readonly kind: 'retry'; readonly reason: string; readonly retryAfterMs?: number | undefined }
  /** It may take it in smaller pieces. */
  | { readonly kind: 'too-large'; readonly reason: string }
  /** It will never take it. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A place that items are sent to. What it encodes may be joined: any batches in a row make one request. */
export interface Destination<Item> {
  /** For people: protocol and address, without secrets. */
  readonly name: string;
  /** Names its spool; the same over restarts. */
  readonly key: string;
  encode(items: readonly Item[]): Uint8Array;
  /** Never rejects. */
  send(batches: readonly SpooledBatch[], signal: AbortSignal): Promise<SendOutcome>;
  close(): Promise<void>;
}

import type { LogRecord } from '@telltale/model';

/** A record that waits to be sent. */
export interface WaitingRecord {
  /** Names the record whatever becomes of this process: what arrives twice can be told by it. */
  readonly id: string;
  readonly record: LogRecord;
}

/** How records are sent. */
export interface DeliveryRun {
  readonly timeoutMs: number;
  /** Ends the attempt early. */
  readonly signal: AbortSignal;
  /** Whether a program that has nothing else to do waits for the attempt. */
  readonly keepsAlive: boolean;
}

/** What became of records. */
export interface DeliveryResult {
  /** Those that are to be sent again. */
  readonly unsent: readonly WaitingRecord[];
  /** Those that the receiver will never take. */
  readonly refused: number;
  /** What went wrong, for people. */
  readonly reason?: string | undefined;
  /** When the receiver wants to be asked again. */
  readonly retryAfterMs?: number | undefined;
}

/** A way to a receiver. */
export interface RecordDelivery {
  /** Makes one attempt. Never rejects. */
  deliver(records: readonly WaitingRecord[], run: DeliveryRun): Promise<DeliveryResult>;
  close(): Promise<void>;
}

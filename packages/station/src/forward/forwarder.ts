import type { Clock } from '@telltale/model';
import type { Spool, SpoolHead } from '@telltale/storage';
import type { ForwarderFigures } from '../contract.ts';
import type { Destination } from './destinations/destination.ts';
import { encodePieces } from './pieces.ts';

/** What is sent at once at most; receivers take several times as much. */
const MAX_REQUEST_BYTES = 1024 * 1024;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
const DELAY_GROWTH = 2;
/** A receiver may ask for a longer pause, but not for ever. */
const MAX_RETRY_AFTER_MS = 15 * 60_000;
/** When the station stops, an attempt may go on for this long. */
const STOP_GRACE_MS = 2000;

/** A way to a destination, through a spool. */
export interface Forwarder<Item> {
  /** Takes items; resolves when they survive the death of the process, or are counted as dropped. Never rejects. */
  offer(items: readonly Item[]): Promise<void>;
  figures(): ForwarderFigures;
  start(): void;
  /** What was not sent is sent by the next process. */
  stop(): Promise<void>;
}

export interface ForwarderOptions<Item> {
  readonly destination: Destination<Item>;
  /** What it drops is told by {@link SpoolForwarder.onDropped}. */
  readonly spool: Spool;
  readonly clock: Clock;
  /** Between 0 and 1, for the spread of attempts. */
  readonly random: () => number;
  /** Receives a line when it begins to fail, when it works again and when something is lost. */
  readonly log: (line: string) => void;
}

/**
 * Sends what is in a spool, in order and one request at a time. While the receiver does not take it, one request is
 * tried again and again with growing pauses, as long as that takes.
 */
export class SpoolForwarder<Item> implements Forwarder<Item> {
  readonly #options: ForwarderOptions<Item>;
  readonly #stopping = new AbortController();
  #sent = 0;
  #rejected = 0;
  #dropped = 0;
  #failures = 0;
  #failingSinceMs: number | undefined;
  #lastError: string | undefined;
  #lastTold: string | undefined;
  #oldestMs: number | undefined;
  /** What a request may have; less where the receiver found one too large. */
  #requestBytes = MAX_REQUEST_BYTES;
  #running: Promise<void> | undefined;
  #isStopped = false;
  /** Something was appended since the spool was looked into. */
  #hasNews = false;
  #endIdling: () => void = () => {};
  #endPause: () => void = () => {};

  constructor(options: ForwarderOptions<Item>) {
    this.#options = options;
  }

  async offer(items: readonly Item[]): Promise<void> {
    const { destination, spool } = this.#options;
    for (const piece of encodePieces(items, (some) => destination.encode(some), MAX_REQUEST_BYTES)) {
      try {
        await spool.append(piece.bytes, piece.items);
      } catch (error) {
        this.onDropped(piece.items, messageOf(error));
      }
    }
    this.#hasNews = true;
    this.#endIdling();
  }

  /** Items were lost before they could be sent. */
  onDropped(items: number, reason = 'its spool is full'): void {
    this.#dropped += items;
    this.#tell(`what waits is dropped, the oldest first: ${reason}`);
  }

  figures(): ForwarderFigures {
    const { destination, spool, clock } = this.#options;
    const { items, bytes } = spool.stats;
    const oldestMs = items > 0 ? this.#oldestMs : undefined;
    return {
      destination: destination.name,
      waiting: items,
      waitingBytes: bytes,
      sent: this.#sent,
      rejected: this.#rejected,
      dropped: this.#dropped,
      lagMs: oldestMs === undefined ? 0 : Math.max(0, clock.now() - oldestMs),
      ...(this.#failingSinceMs !== undefined && { failingSinceMs: this.#failingSinceMs }),
      ...(this.#lastError !== undefined && { lastError: this.#lastError }),
    };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    const { destination, spool, clock } = this.#options;
    this.#isStopped = true;
    this.#endIdling();
    this.#endPause();
    const cancel = clock.after(STOP_GRACE_MS, () => this.#stopping.abort());
    await this.#running;
    cancel();
    await destination.close();
    await spool.close();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#hasNews = false;
      try {
        const head = await this.#options.spool.head(this.#requestBytes);
        this.#oldestMs = head?.batches[0].timeMs;
        if (head) await this.#attempt(head);
        else await this.#idle();
      } catch (error) {
        // The disk: what waits on it may be read again later.
        await this.#onFailure(messageOf(error));
      }
    }
  }

  async #attempt(head: SpoolHead): Promise<void> {
    const outcome = await this.#options.destination.send(head.batches, this.#stopping.signal);
    if (outcome.kind === 'retry') return this.#onFailure(outcome.reason, outcome.retryAfterMs);
    this.#onAnswer();
    const items = head.batches.reduce((sum, batch) => sum + batch.items, 0);
    if (outcome.kind === 'sent') return this.#done(head, items, outcome.rejected, outcome.reason);
    if (outcome.kind === 'refused' || head.batches.length === 1) {
      return this.#done(head, items, items, outcome.reason);
    }
    // Half as much at a time, down to what was encoded together.
    this.#requestBytes = head.batches.reduce((sum, { bytes }) => sum + bytes.length, 0) / 2;
  }

  async #done(head: SpoolHead, items: number, rejected: number, reason?: string): Promise<void> {
    this.#sent += items - rejected;
    this.#rejected += rejected;
    this.#lastError = reason;
    if (rejected > 0) this.#tell(`some of what is sent is not taken: ${reason ?? 'no reason is given'}`);
    await this.#options.spool.release(head);
  }

  #onAnswer(): void {
    const hasFailed = this.#failingSinceMs !== undefined;
    this.#failures = 0;
    this.#failingSinceMs = undefined;
    this.#lastError = undefined;
    if (hasFailed) this.#tell('works again');
  }

  async #onFailure(reason: string, retryAfterMs = 0): Promise<void> {
    if (this.#isStopped) return;
    const { clock, random } = this.#options;
    this.#lastError = reason;
    if (this.#failingSinceMs === undefined) {
      this.#failingSinceMs = clock.now();
      this.#tell(`fails and is tried again: ${reason}`);
    }
    const baseMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * DELAY_GROWTH ** Math.min(this.#failures++, 20));
    const delayMs = Math.max(baseMs * (0.5 + random()), Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
    await new Promise<void>((resolve) => {
      const cancel = clock.after(delayMs, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }

  /** Until something is appended. */
  #idle(): Promise<void> {
    if (this.#hasNews || this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      this.#endIdling = resolve;
    });
  }

  /** The same thing is told once in a row. */
  #tell(text: string): void {
    if (text === this.#lastTold) return;
    this.#lastTold = text;
    this.#options.log(`forwarding to ${this.#options.destination.name}: ${text}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

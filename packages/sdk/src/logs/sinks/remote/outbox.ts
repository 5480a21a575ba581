import { runUntraced } from '../../../context/context.ts';
import { retryPauseMs } from '../../../push/transport/deliver.ts';
import type { SizedRecord } from '../../records/record-builder.ts';
import type { RecordSink } from '../sink.ts';
import type { DeliveryResult, DeliveryRun, RecordDelivery, WaitingRecord } from './delivery.ts';
import type { RecordQueueOptions } from './record-queue.ts';
import { BATCH_RECORDS, RecordQueue } from './record-queue.ts';

/** What an {@link Outbox} works with. */
export interface OutboxOptions extends RecordQueueOptions {
  readonly delivery: RecordDelivery;
}

const SEND_EVERY_MS = 1000;
const ATTEMPT_TIMEOUT_MS = 10_000;

/**
 * Records on their way over the network: sent in batches, and again after a failure with growing pauses or as the
 * receiver asks. A record may arrive twice, where a process ends before it knows that it has arrived.
 */
export class Outbox implements RecordSink {
  readonly form = 'record';
  readonly #options: OutboxOptions;
  readonly #queue: RecordQueue;
  readonly #abort = new AbortController();
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #isRefused = false;
  #pauseMs = SEND_EVERY_MS;
  #isEnding = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#queue = new RecordQueue(options);
    // What dead processes have left is sent soon, whether there is something new or not.
    this.#plan();
  }

  take(sized: SizedRecord): void {
    this.#queue.add(sized);
    if (this.#isEnding) this.#queue.save();
    else if (this.#failures === 0 && this.#queue.inMemory >= BATCH_RECORDS) this.#begin();
    else this.#plan();
  }

  /** Sends until nothing waits, or the time is over. */
  async flush(timeoutMs: number): Promise<void> {
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), timeoutMs);
    const isOver = aborted(end.signal);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await Promise.race([this.#sending, isOver]);
    const all = runUntraced(() => this.#sendAll(end.signal, true));
    this.#sending = all;
    await Promise.race([all, isOver]);
    clearTimeout(timer);
  }

  writeNow(): void {
    // Nothing that is sent arrives at once.
  }

  save(): void {
    this.#isEnding = true;
    this.#queue.save();
  }

  async close(timeoutMs: number): Promise<void> {
    await this.flush(timeoutMs);
    this.save();
    this.#abort.abort();
    clearTimeout(this.#timer);
    await this.#options.delivery.close();
  }

  /** A program that has nothing else to do does not wait: it flushes at its end. */
  #plan(): void {
    if (this.#timer !== undefined || this.#sending || this.#isEnding) return;
    this.#timer = setTimeout(() => this.#begin(), this.#pauseMs);
    this.#timer.unref();
  }

  #begin(): void {
    if (this.#sending || this.#isEnding) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // It belongs to no request, though one may have begun it.
    this.#sending = runUntraced(() => this.#sendAll(this.#abort.signal, false));
  }

  /** Sends all that waits. After a failure, whoever ends waits and tries again; else that is planned. */
  async #sendAll(signal: AbortSignal, isEnd: boolean): Promise<void> {
    let isMore = true;
    while (isMore && !signal.aborted && !this.#isEnding) {
      const isSent = await this.#sendBatch(signal, isEnd);
      if (isSent === false && isEnd) await pause(this.#pauseMs, signal);
      isMore = isSent === true || (isSent === false && isEnd);
    }
    this.#sending = undefined;
    if (this.#failures > 0) this.#plan();
  }

  /** Whether the oldest records have arrived; `undefined` where none wait. */
  async #sendBatch(signal: AbortSignal, keepsAlive: boolean): Promise<boolean | undefined> {
    const batch = this.#queue.next();
    if (!batch) return undefined;
    const run = { timeoutMs: ATTEMPT_TIMEOUT_MS, signal, keepsAlive };
    const result = await this.#attempt(batch.records, run);
    batch.settle(result);
    return this.#judge(result);
  }

  /** Whatever goes wrong with a delivery, the records stay. */
  async #attempt(records: readonly WaitingRecord[], run: DeliveryRun): Promise<DeliveryResult> {
    try {
      return await this.#options.delivery.deliver(records, run);
    } catch (error) {
      return { unsent: records, refused: 0, reason: String(error) };
    }
  }

  #judge({ unsent, refused, reason = 'no reason given', retryAfterMs = 0 }: DeliveryResult): boolean {
    const { notice, dropped } = this.#options;
    if (refused > 0) {
      dropped('refused', refused);
      // Told once: the notice is a record, too, and may be refused as well.
      if (!this.#isRefused) notice(`${refused} log records were refused: ${reason}`);
    }
    this.#isRefused = refused > 0;
    if (unsent.length > 0) {
      this.#failures++;
      if (this.#failures === 1) notice(`log records wait: ${reason}`);
      this.#pauseMs = retryPauseMs({ retryAfterMs }, this.#failures);
      return false;
    }
    if (this.#failures > 0) notice('log records arrive again');
    this.#failures = 0;
    this.#pauseMs = SEND_EVERY_MS;
    return true;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Keeps the process alive: it is its end that waits. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
}

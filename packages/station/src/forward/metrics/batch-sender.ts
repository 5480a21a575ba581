import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@telltale/model';
import type { OutgoingBatch } from './outgoing-batch.ts';
import { encodeBatch, halve, newestOf, samplesOf } from './outgoing-batch.ts';
import type { RemoteWriteReceiver } from './remote-write-receiver.ts';
import { compressRequest } from './remote-write-receiver.ts';

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
const DELAY_GROWTH = 2;
/** A receiver may ask for a longer pause, but not for ever. */
const MAX_RETRY_AFTER_MS = 15 * 60_000;
/** Requests for one that was refused, to send on what was not the reason. */
const MAX_REQUESTS_FOR_REFUSED = 64;

/** What happens while batches are sent; of those that are sent at the same time, too. */
export interface SendObserver {
  /** The receiver has these samples, the newest of this time. */
  onSent(samples: number, newestMs: number, bytes: number): void;
  /** It will never take them. */
  onRejected(samples: number, reason: string): void;
  /** An attempt failed, and comes again. */
  onRetry(samples: number, reason: string): void;
  /** It answers. */
  onAnswer(): void;
  /** Time of the event loop that an encoding took. */
  onEncoded(ms: number): void;
}

export interface BatchSenderOptions {
  readonly receiver: RemoteWriteReceiver;
  readonly observer: SendObserver;
  readonly clock: Clock;
  /** Between 0 and 1, for the spread of attempts. */
  readonly random: () => number;
}

/** Sends a batch until the receiver has it, or has refused it for good. */
export class BatchSender {
  readonly #options: BatchSenderOptions;

  constructor(options: BatchSenderOptions) {
    this.#options = options;
  }

  /**
   * Tries as long as that takes. What is refused is sent again in halves, so that one bad sample does not cost all others.
   *
   * @returns whether it was sent, or refused; not where the signal ended it.
   */
  async send(batch: OutgoingBatch, signal: AbortSignal): Promise<boolean> {
    return this.#send(batch, signal, { requests: MAX_REQUESTS_FOR_REFUSED });
  }

  async #send(batch: OutgoingBatch, signal: AbortSignal, left: { requests: number }): Promise<boolean> {
    const outcome = await this.#deliver(batch, signal);
    if (typeof outcome === 'string') return outcome === 'sent';
    const halves = left.requests > 0 || outcome.isTooLarge ? halve(batch) : undefined;
    if (!halves) {
      this.#options.observer.onRejected(samplesOf(batch), outcome.reason);
      return true;
    }
    left.requests -= halves.length;
    // All of the first before the second: a series stays in order.
    const [first, second] = halves;
    return (await this.#send(first, signal, left)) && this.#send(second, signal, left);
  }

  async #deliver(batch: OutgoingBatch, signal: AbortSignal): Promise<'sent' | 'ended' | Refusal> {
    const { receiver, observer } = this.#options;
    const samples = samplesOf(batch);
    // Other work has its turn between two encodings.
    await nextTurn();
    const startedMs = performance.now();
    const request = encodeBatch(batch);
    const body = compressRequest(request);
    observer.onEncoded(performance.now() - startedMs);
    for (let failures = 0; !signal.aborted; failures++) {
      const outcome = await receiver.send(body, signal);
      if (outcome.kind === 'retry') {
        if (signal.aborted) break;
        observer.onRetry(samples, outcome.reason);
        await this.#pause(failures, outcome.retryAfterMs ?? 0, signal);
        continue;
      }
      observer.onAnswer();
      if (outcome.kind !== 'sent') {
        return { reason: outcome.reason, isTooLarge: outcome.kind === 'too-large' };
      }
      observer.onSent(samples, newestOf(batch), request.length);
      return 'sent';
    }
    return 'ended';
  }

  #pause(failures: number, retryAfterMs: number, signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#options;
    const baseMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * DELAY_GROWTH ** Math.min(failures, 20));
    const delayMs = Math.max(baseMs * (0.5 + random()), Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
    return new Promise((resolve) => {
      const cancel = clock.after(delayMs, () => {
        signal.removeEventListener('abort', end);
        resolve();
      });
      const end = () => {
        cancel();
        resolve();
      };
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted) end();
    });
  }
}

interface Refusal {
  readonly reason: string;
  /** Halves of it may be taken, however many there have to be. */
  readonly isTooLarge: boolean;
}

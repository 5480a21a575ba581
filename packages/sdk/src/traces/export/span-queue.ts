import type { Delivery } from '../../push/transport/send.ts';

/** How spans are sent. */
export interface QueueOptions<Item> {
  /** Spans that wait at most; those that come when it is full are dropped. */
  readonly maxItems: number;
  /** Spans of one request. */
  readonly batchItems: number;
  /** How long a span waits for others to be sent with. */
  readonly delayMs: number;
  /** Sends a batch, again and again until the signal ends it; never rejects. */
  readonly send: (batch: readonly Item[], run: SendRun) => Promise<Delivery>;
  readonly onDelivery: (delivery: Delivery, items: number) => void;
  /** A span found the queue full, or the queue ended. */
  readonly onDrop: (items: number) => void;
}

/** How one batch is sent. */
export interface SendRun {
  readonly signal: AbortSignal;
  /** Whether a program that has nothing else to do waits for it. */
  readonly keepsAlive: boolean;
}

/**
 * A bounded queue that is sent in batches, one after the other, the oldest first. While the receiver is away it fills
 * up, and what comes then is dropped and counted. The program never waits for it, unless it ends.
 */
export class SpanQueue<Item> {
  readonly #options: QueueOptions<Item>;
  #items: Item[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Ends the sending that goes on beside the program. */
  #regular: AbortController | undefined;
  #sending: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: QueueOptions<Item>) {
    this.#options = options;
  }

  /** Spans that wait. */
  get size(): number {
    return this.#items.length;
  }

  /** Whether a batch is on its way. */
  get isSending(): boolean {
    return this.#regular !== undefined;
  }

  add(item: Item): void {
    if (this.#isClosed || this.#items.length >= this.#options.maxItems) {
      this.#options.onDrop(1);
      return;
    }
    this.#items.push(item);
    if (!this.#regular) this.#plan();
  }

  /** Sends what waits now, for so long at most; a program that ends waits for it. Never rejects. */
  async flush(timeoutMs: number): Promise<void> {
    this.#stopRegular();
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), timeoutMs);
    this.#sending = this.#after(this.#sending, { signal: controller.signal, keepsAlive: true });
    await this.#sending;
    clearTimeout(timer);
  }

  /** Sends what waits a last time; what is left, and what comes later, is dropped and counted. */
  async close(timeoutMs: number): Promise<void> {
    if (this.#isClosed) return this.#sending;
    await this.flush(timeoutMs);
    this.#isClosed = true;
    this.#stopRegular();
    if (this.#items.length > 0) this.#options.onDrop(this.#items.length);
    this.#items = [];
  }

  #stopRegular(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#regular?.abort();
    this.#regular = undefined;
  }

  /** The next batch: at once where it is full, otherwise when the first of it has waited long enough. */
  #plan(): void {
    if (this.#items.length >= this.#options.batchItems) this.#start();
    else if (this.#items.length > 0) {
      this.#timer ??= setTimeout(() => this.#start(), this.#options.delayMs).unref();
    }
  }

  #start(): void {
    this.#stopRegular();
    const controller = new AbortController();
    this.#regular = controller;
    const run = { signal: controller.signal, keepsAlive: false };
    this.#sending = this.#after(this.#sending, run, this.#options.batchItems).finally(() => {
      if (this.#regular !== controller) return;
      this.#regular = undefined;
      this.#plan();
    });
  }

  /** Sends one batch, and goes on as long as at least so many wait. */
  async #after(before: Promise<void>, run: SendRun, atLeast = 1): Promise<void> {
    await before;
    do {
      if (run.signal.aborted) return;
      const batch = this.#items.splice(0, this.#options.batchItems);
      if (batch.length === 0) return;
      const delivery = await this.#options.send(batch, run);
      // What was cut short is sent by whoever cut it short.
      if (delivery.result === 'failed' && run.signal.aborted) this.#items.unshift(...batch);
      else this.#options.onDelivery(delivery, batch.length);
    } while (this.#items.length >= atLeast);
  }
}

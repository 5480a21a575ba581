import { setTimeout as delay } from 'node:timers/promises';
import type { LogRecord } from '@telltale/model';
import { RecordQueue } from './record-queue.ts';
import type { SendOutcome } from './send-records.ts';

/** Records are sent together after so long, or when there are so many. */
const FLUSH_MS = 250;
const BATCH = { records: 5000, characters: 4 * 1024 * 1024 };
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;
/** At the end nobody waits for long: so often is it tried again, and so soon. */
const LAST_ATTEMPTS = 3;
const LAST_PAUSE_MS = 200;

/** The program is held up when the queue is so full, until it is less so: only by a station that takes records. */
const CONGESTED = 0.5;
const RELIEVED = 0.25;
const MAX_HOLD_MS = 1000;

/** What {@link LogShipper} takes. */
export interface LogShipperOptions {
  /** Sends a batch; never rejects. */
  readonly send: (records: readonly LogRecord[], signal: AbortSignal) => Promise<SendOutcome>;
  /** Told once when records cannot be sent, and once when they can again. */
  readonly onNotice: (message: string) => void;
  /** Makes a record that tells of records that were dropped. */
  readonly droppedRecord: (count: number) => LogRecord;
}

/**
 * Sends records in batches, as soon as the station takes them, and keeps a limited number until then. Nothing here
 * blocks or fails the program whose records they are.
 */
export class LogShipper {
  readonly #options: LogShipperOptions;
  readonly #queue = new RecordQueue();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  /** Attempts that are left at the end. */
  #attemptsLeft = Infinity;
  #wake = new AbortController();
  #isAway = false;
  /** Tells who waits that there is room again. */
  #relief: PromiseWithResolvers<void> | undefined;
  /** Records that the station refused, or that there was no room for. */
  #lost = 0;

  constructor(options: LogShipperOptions) {
    this.#options = options;
  }

  add(record: LogRecord): void {
    this.#queue.add(record, sizeOf(record));
    this.#running ??= this.#run();
  }

  /**
   * To be waited for by who adds more, where more comes than is sent: for a second at most, and never for a station
   * that is away.
   */
  congestion(): Promise<void> | undefined {
    if (this.#isAway || this.#queue.fill < CONGESTED) return this.#relief?.promise;
    if (!this.#relief) {
      this.#relief = Promise.withResolvers();
      setTimeout(() => this.#relieve(), MAX_HOLD_MS).unref();
    }
    return this.#relief.promise;
  }

  /** Sends what is left, for so long at most. Gives the number of records that were never sent. */
  async close(timeoutMs: number): Promise<number> {
    this.#attemptsLeft = LAST_ATTEMPTS;
    this.#wake.abort();
    const timer = setTimeout(() => this.#stop.abort(), timeoutMs);
    await this.#running;
    clearTimeout(timer);
    return this.#lost + this.#queue.takeDropped() + this.#queue.length;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted && this.#queue.length > 0 && this.#attemptsLeft > 0) {
      if (this.#queue.length < BATCH.records) await this.#pause(FLUSH_MS, 0);
      const batch = this.#queue.first(BATCH.records, BATCH.characters);
      const outcome = await this.#options.send(batch, signal);
      if (outcome.kind === 'later') {
        this.#attemptsLeft--;
        this.#tellAway(outcome.reason);
        await this.#pause(Math.max(pauseMs, outcome.afterMs ?? 0), LAST_PAUSE_MS);
        pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2);
        continue;
      }
      pauseMs = FIRST_PAUSE_MS;
      this.#queue.remove(batch);
      if (this.#queue.fill < RELIEVED) this.#relieve();
      if (outcome.kind === 'refused') this.#tellRefused(batch.length, outcome.reason);
      else this.#tellBack();
      this.#tellDropped();
    }
    this.#running = undefined;
  }

  /** Waits, at the end for a shorter time. */
  async #pause(ms: number, atEndMs: number): Promise<void> {
    const wake = this.#wake.signal;
    if (!wake.aborted) await delay(ms, undefined, { signal: wake }).catch(() => undefined);
    if (wake.aborted) await delay(atEndMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  #relieve(): void {
    this.#relief?.resolve();
    this.#relief = undefined;
  }

  #tellAway(reason: string): void {
    this.#relieve();
    if (this.#isAway) return;
    this.#isAway = true;
    this.#options.onNotice(`${reason}; what is logged is kept in memory until it can be sent`);
  }

  #tellBack(): void {
    if (!this.#isAway) return;
    this.#isAway = false;
    this.#options.onNotice('the station is there: what was logged is sent');
  }

  #tellRefused(count: number, reason: string): void {
    if (this.#lost === 0) this.#options.onNotice(`log records were refused: ${reason}`);
    this.#lost += count;
  }

  #tellDropped(): void {
    const dropped = this.#queue.takeDropped();
    if (dropped === 0) return;
    this.#lost += dropped;
    const record = this.#options.droppedRecord(dropped);
    this.#queue.add(record, sizeOf(record));
  }
}

/** About what a record takes. */
function sizeOf({ message, attributes }: LogRecord): number {
  const names = Object.keys(attributes);
  return message.length + (names.length === 0 ? 0 : JSON.stringify(attributes).length);
}

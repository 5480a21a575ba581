import { onProcessEnd } from './exit-hooks.ts';
import { fingerprintOf } from './snapshot/fingerprint.ts';
import type { Push, PushResult } from './push.ts';
import type { PushOptions } from './push-options.ts';
import type { PushRun, SenderOptions } from './sender.ts';
import { Sender } from './sender.ts';
import { Checkpoints } from './spool/checkpoints.ts';
import { retryPauseMs } from './transport/deliver.ts';
import type { Delivery } from './transport/send.ts';

/** What a {@link Pusher} works with. */
export interface PusherOptions extends Omit<SenderOptions, 'timeoutMs'> {
  readonly options: Pick<PushOptions, 'everyMs' | 'timeoutMs' | 'exitTimeoutMs'>;
}

const DEFAULT_EVERY_MS = 15_000;
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_EXIT_TIMEOUT_MS = 5000;
const MAX_TIMER_MS = 2 ** 31 - 1;
/** Of the time of a flush, collectors get this share. */
const COLLECT_SHARE = 0.4;

/**
 * Pushes regularly and at the end. Values are cumulative, so that nothing is queued: what could not be sent
 * is in the next push.
 */
export class Pusher implements Push {
  readonly #source: SenderOptions['source'];
  readonly #sender: Sender;
  readonly #checkpoints: Checkpoints;
  readonly #everyMs: number;
  readonly #timeoutMs: number;
  readonly #exitTimeoutMs: number;
  readonly #removeHooks: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** Ends the regular push that is under way. */
  #regular = new AbortController();
  /** The last push or flush, done or not. */
  #last: Promise<unknown> = Promise.resolve();
  #failures = 0;
  #isShutDown = false;
  /** State of the metrics after the flush at the end of the process. */
  #endMark: number | undefined;

  constructor({ options, ...parts }: PusherOptions) {
    this.#everyMs = milliseconds(options.everyMs, DEFAULT_EVERY_MS);
    this.#timeoutMs = milliseconds(options.timeoutMs, DEFAULT_TIMEOUT_MS);
    this.#exitTimeoutMs = milliseconds(options.exitTimeoutMs, DEFAULT_EXIT_TIMEOUT_MS);
    this.#source = parts.source;
    this.#sender = new Sender({ ...parts, timeoutMs: this.#timeoutMs });
    this.#checkpoints = new Checkpoints(parts);
    const save = () => this.#checkpoints.saveUnsent();
    this.#removeHooks = onProcessEnd({ flush: () => this.#flushAtEnd(), save });
    // What dead runs left is sent at once, not after the first interval.
    this.#plan(0, async (run) => {
      await this.#sender.pushLeftOvers(run);
      this.#planNext();
    });
  }

  flush(timeoutMs: number = this.#exitTimeoutMs): Promise<PushResult> {
    return this.#inTurn(milliseconds(timeoutMs, this.#exitTimeoutMs), (run) => this.#push(run));
  }

  checkpoint(): boolean {
    return !this.#isShutDown && this.#checkpoints.save();
  }

  removeGroup(): Promise<PushResult> {
    return this.#inTurn(
      this.#exitTimeoutMs,
      async (run) => (await this.#sender.remove(run))?.result ?? 'off',
    );
  }

  async shutdown(): Promise<PushResult> {
    const result = await this.flush();
    if (this.#isShutDown) return result;
    this.#isShutDown = true;
    clearTimeout(this.#timer);
    this.#removeHooks();
    this.#checkpoints.stop();
    this.#checkpoints.saveUnsent();
    return result;
  }

  async #push(run: PushRun): Promise<Delivery['result']> {
    const delivery = await this.#sender.push(run, (mark) => this.#checkpoints.sent(mark));
    this.#failures = delivery.result === 'sent' ? 0 : this.#failures + 1;
    this.#planNext(delivery.result === 'failed' ? retryPauseMs(delivery, this.#failures) : this.#everyMs);
    return delivery.result;
  }

  /** Nothing is sent again for a process that runs on after a flush at its end, unless something changes. */
  async #flushAtEnd(): Promise<void> {
    const mark = () => fingerprintOf(this.#source.gatherNow().metrics);
    if (this.#endMark === mark()) return;
    await this.flush();
    this.#endMark = mark();
  }

  /** After what is under way, which is ended if it is a regular push; all within the time given. */
  async #inTurn(timeoutMs: number, work: (run: PushRun) => Promise<PushResult>): Promise<PushResult> {
    if (this.#isShutDown) return 'off';
    clearTimeout(this.#timer);
    this.#regular.abort();
    const { signal, done } = deadline(timeoutMs);
    const run = { attempts: Infinity, collectMs: timeoutMs * COLLECT_SHARE, keepsAlive: true, signal };
    const result = Promise.race([this.#last, aborted(signal)]).then(() => work(run));
    this.#last = result;
    try {
      return await result;
    } finally {
      done();
    }
  }

  #planNext(inMs: number = this.#everyMs): void {
    if (this.#everyMs > 0) this.#plan(inMs, (run) => this.#push(run));
  }

  /** A regular push: a process that has nothing else to do does not wait for it. */
  #plan(inMs: number, work: (run: PushRun) => Promise<unknown>): void {
    clearTimeout(this.#timer);
    if (this.#isShutDown) return;
    this.#timer = setTimeout(() => {
      this.#regular = new AbortController();
      const { signal } = this.#regular;
      this.#last = work({ attempts: 1, collectMs: this.#timeoutMs, keepsAlive: false, signal });
    }, inMs);
    this.#timer.unref();
  }
}

/** Aborts after a time, which a process waits for. */
function deadline(ms: number): { signal: AbortSignal; done: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  return { signal: controller.signal, done: () => clearTimeout(timer) };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function milliseconds(value: number | undefined, otherwise: number): number {
  return value !== undefined && value >= 0 ? Math.min(value, MAX_TIMER_MS) : otherwise;
}

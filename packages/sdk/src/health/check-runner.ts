import type { HealthCheckOptions } from '@telltale/definition';
import type { CheckResult, HealthCheck } from './health-check.ts';
import { CHECK_HEADER } from './health-check.ts';
import { makeOwnRequest } from '../platform/own-requests.ts';
import { shownError } from './shown-error.ts';

/** A check that has not settled in time is tried again after so long, then after twice as long, and so on. */
const FIRST_RETRY_MS = 15_000;
const LAST_RETRY_MS = 60_000;

interface Outcome {
  readonly hasPassed: boolean;
  readonly error?: string;
}

/** What a runner works with. */
export interface CheckRunnerOptions extends HealthCheckOptions {
  /** Hears of each run that has ended. */
  readonly onResult?: (result: CheckResult) => void;
  /** Milliseconds of a clock that never jumps; that of the process by default. */
  readonly nowMs?: () => number;
}

/**
 * Runs one check for all who ask: one run at a time, its result used again for a while, never waited for longer than
 * its time. A run that hangs is left behind, and so that an ill dependency is not given one more connection with each
 * question, the next one begins when the hanging one settles or after a good while.
 */
export class CheckRunner {
  readonly #check: HealthCheck;
  readonly #options: CheckRunnerOptions;
  readonly #nowMs: () => number;
  #last: CheckResult | undefined;
  #lastMs = -Infinity;
  #running: Promise<CheckResult> | undefined;
  /** Outcomes in a row that differ from what counts. */
  #against = 0;
  /** Until then no other run begins, unless the one that hangs settles. */
  #blockedUntilMs = -Infinity;
  #retryMs = FIRST_RETRY_MS;
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(check: HealthCheck, options: CheckRunnerOptions) {
    this.#check = check;
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    if (options.everyMs === undefined) return;
    this.#timer = setInterval(() => void this.#start(), options.everyMs);
    this.#timer.unref();
    void this.#start();
  }

  /** The result: the last one where it is new enough, otherwise that of a run. Never rejects. */
  current(): Promise<CheckResult> {
    const { cacheMs, everyMs, timeoutMs } = this.#options;
    // What runs in the background is as new as can be.
    const maxAgeMs = everyMs === undefined ? cacheMs : Math.max(cacheMs, everyMs + timeoutMs);
    if (this.#last && this.#nowMs() - this.#lastMs < maxAgeMs) return Promise.resolve(this.#last);
    return this.#start();
  }

  /** Ends the runs in the background. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #start(): Promise<CheckResult> {
    if (this.#last && this.#nowMs() < this.#blockedUntilMs) return Promise.resolve(this.#last);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<CheckResult> {
    const startMs = this.#nowMs();
    const outcome = await this.#outcome();
    this.#lastMs = this.#nowMs();
    this.#last = {
      hasPassed: this.#counted(outcome.hasPassed),
      checkedAtMs: Date.now(),
      durationMs: this.#lastMs - startMs,
      ...(outcome.error !== undefined && { error: outcome.error }),
    };
    this.#options.onResult?.(this.#last);
    return this.#last;
  }

  async #outcome(): Promise<Outcome> {
    const { timeoutMs } = this.#options;
    const controller = new AbortController();
    const settled = this.#settled(controller.signal);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, 'late');
    });
    const outcome = await Promise.race([settled, late]);
    clearTimeout(timer);
    if (outcome !== 'late') {
      this.#retryMs = FIRST_RETRY_MS;
      return outcome;
    }
    this.#blockUntil(settled);
    controller.abort(new Error(`no answer within ${timeoutMs} ms`));
    return { hasPassed: false, error: `no answer within ${timeoutMs} ms` };
  }

  async #settled(signal: AbortSignal): Promise<Outcome> {
    try {
      // Nobody looks for the requests of checks among those of the service.
      const answer = await makeOwnRequest(() =>
        this.#check.run({ signal, headers: { [CHECK_HEADER]: '1' } }),
      );
      return answer === false ? { hasPassed: false, error: 'it says no' } : { hasPassed: true };
    } catch (error) {
      return { hasPassed: false, error: shownError(error) };
    }
  }

  #blockUntil(settled: Promise<unknown>): void {
    const untilMs = this.#nowMs() + this.#retryMs;
    this.#blockedUntilMs = untilMs;
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    void this.#unblockAfter(settled, untilMs);
  }

  async #unblockAfter(settled: Promise<unknown>, untilMs: number): Promise<void> {
    await settled;
    // Another run may hang by now.
    if (this.#blockedUntilMs === untilMs) this.#blockedUntilMs = -Infinity;
  }

  /** What counts: it takes several outcomes in a row to change it, where the options say so. */
  #counted(hasPassed: boolean): boolean {
    const before = this.#last?.hasPassed ?? hasPassed;
    this.#against = hasPassed === before ? 0 : this.#against + 1;
    const needed = hasPassed ? this.#options.successes : this.#options.failures;
    if (this.#against < needed) return before;
    this.#against = 0;
    return hasPassed;
  }
}

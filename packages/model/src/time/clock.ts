/** Cancels a timer; calling it twice is harmless. */
export type CancelTimer = () => void;

/** Time as the product sees it: injected, so that tests and proofs can run hours in milliseconds. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `task` once after `delayMs`. A pending timer does not keep the process alive. */
  after(delayMs: number, task: () => void): CancelTimer;
}

/** The runtime's timers fire at once beyond this: about 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number) => {
      const isLast = leftMs <= MAX_TIMER_MS;
      timer = setTimeout(isLast ? task : () => wait(leftMs - MAX_TIMER_MS), isLast ? leftMs : MAX_TIMER_MS);
      timer.unref();
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  },
};

interface PendingTimer {
  readonly dueMs: number;
  readonly order: number;
  readonly task: () => void;
}

/** A clock that stands still until it is told to move. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #order = 0;
  #pending: PendingTimer[] = [];

  constructor(startMs = 0) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, task: () => void): CancelTimer {
    const timer = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, task };
    this.#pending.push(timer);
    return () => {
      this.#pending = this.#pending.filter((other) => other !== timer);
    };
  }

  /** When the next timer is due, or `undefined` when none is pending. */
  nextDueMs(): number | undefined {
    return this.#next()?.dueMs;
  }

  /**
   * Moves time forward and runs every timer on the way, in order. Between timers pending promises
   * are given the chance to settle, so that asynchronous work started by a timer sees its time.
   */
  async advanceTo(targetMs: number): Promise<void> {
    for (;;) {
      await settle();
      const timer = this.#next();
      if (!timer || timer.dueMs > targetMs) break;
      this.#pending = this.#pending.filter((other) => other !== timer);
      this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
      timer.task();
    }
    this.#nowMs = Math.max(this.#nowMs, targetMs);
    await settle();
  }

  /** {@link advanceTo}, relative to now. */
  advanceBy(ms: number): Promise<void> {
    return this.advanceTo(this.#nowMs + ms);
  }

  #next(): PendingTimer | undefined {
    let next: PendingTimer | undefined;
    for (const timer of this.#pending) {
      if (!next || timer.dueMs < next.dueMs || (timer.dueMs === next.dueMs && timer.order < next.order)) {
        next = timer;
      }
    }
    return next;
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

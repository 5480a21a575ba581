/** A clock that is cheap to read because it moves in ticks. */
export interface CoarseClock {
  /** Monotonic milliseconds at the last tick. */
  now(): number;
}

/** How a coarse clock runs. */
export interface TickOptions {
  /** From tick to tick; 100 by default. */
  readonly tickMs?: number;
  /** Ticks without a reader after which the clock stops; 50 by default. It starts again when it is read. */
  readonly idleTicks?: number;
}

/**
 * A coarse clock over a precise one. Its timer does not keep the process alive, and runs only while
 * somebody reads the clock.
 */
export class TickingClock implements CoarseClock {
  readonly #read: () => number;
  readonly #tickMs: number;
  readonly #maxIdleTicks: number;
  #nowMs = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Whether nobody has read the clock since its last tick. One flag is all that reading has to look at. */
  #isUnread = true;
  #idleTicks = 0;

  /**
   * `read` is the precise clock, in monotonic milliseconds. Whole ones are read faster: V8 keeps them in the
   * object itself, fractions elsewhere.
   */
  constructor(
    read: () => number = () => Math.trunc(performance.now()),
    { tickMs = 100, idleTicks = 50 }: TickOptions = {},
  ) {
    this.#read = read;
    this.#tickMs = tickMs;
    this.#maxIdleTicks = idleTicks;
  }

  now(): number {
    if (this.#isUnread) this.#wake();
    return this.#nowMs;
  }

  #wake(): void {
    this.#isUnread = false;
    this.#idleTicks = 0;
    if (this.#timer !== undefined) return;
    this.#nowMs = this.#read();
    this.#timer = setInterval(() => this.#tick(), this.#tickMs);
    this.#timer.unref();
  }

  #tick(): void {
    this.#nowMs = this.#read();
    this.#isUnread = true;
    if (++this.#idleTicks <= this.#maxIdleTicks) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** The clock of the process. */
export const coarseClock: CoarseClock = new TickingClock();

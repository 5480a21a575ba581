/** A clock that is cheap to read because it moves in ticks. */
export interface CoarseClock {
  /** Monotonic milliseconds at the last tick. */
  now(): number;
}

/** From tick to tick. */
const TICK_MS = 100;

/** Ticks without a reader after which the clock stops: it starts again when it is read. */
const IDLE_TICKS = 50;

/**
 * A coarse clock over a precise one. Its timer does not keep the process alive, and runs only while
 * somebody reads the clock.
 */
export class TickingClock implements CoarseClock {
  readonly #read: () => number;
  #nowMs = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Whether nobody has read the clock since its last tick. One flag is all that reading has to look at. */
  #isUnread = true;
  #idleTicks = 0;

  constructor(read: () => number = () => performance.now()) {
    this.#read = read;
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
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  #tick(): void {
    this.#nowMs = this.#read();
    this.#isUnread = true;
    if (++this.#idleTicks <= IDLE_TICKS) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** The clock of the process. */
export const coarseClock: CoarseClock = new TickingClock();

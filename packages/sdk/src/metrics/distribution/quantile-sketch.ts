import { LogLinearCounts } from './log-linear-counts.ts';

/** The time a sketch goes by, in monotonic milliseconds. */
export interface CoarseTime {
  now(): number;
}

/** How long a sketch remembers. */
export interface SketchWindow {
  readonly maxAgeMs: number;
  /** Parts that the window is forgotten in. */
  readonly ageBuckets: number;
}

/**
 * Quantiles of the newest observations, off by at most 0.8 %: a ring of counts, the oldest of which is
 * forgotten at each `maxAge / ageBuckets`. Within 32 powers of two below
 * the largest value the error holds; smaller values count as the smallest that is told apart.
 */
export class QuantileSketch {
  readonly #ring: LogLinearCounts[];
  readonly #partMs: number;
  readonly #clock: CoarseTime;
  #place = 0;
  #current: LogLinearCounts;
  #turnAtMs: number;

  constructor({ maxAgeMs, ageBuckets }: SketchWindow, clock: CoarseTime) {
    this.#ring = Array.from({ length: ageBuckets }, () => new LogLinearCounts());
    this.#partMs = maxAgeMs / ageBuckets;
    this.#current = this.#ring[0];
    this.#clock = clock;
    this.#turnAtMs = clock.now() + this.#partMs;
  }

  /** Counts one finite value. */
  observe(value: number): void {
    const nowMs = this.#clock.now();
    if (nowMs >= this.#turnAtMs) this.#turn(nowMs);
    this.#current.observe(value);
  }

  /** The value that a share (0 to 1) of the observations do not exceed; NaN where there are none. */
  quantile(share: number): number {
    return this.merged().quantile(share);
  }

  /** The counts of all that is remembered, in a copy of their own: for several quantiles, or another process. */
  merged(): LogLinearCounts {
    const nowMs = this.#clock.now();
    if (nowMs >= this.#turnAtMs) this.#turn(nowMs);
    const all = new LogLinearCounts();
    for (const counts of this.#ring) all.merge(counts);
    return all;
  }

  #turn(nowMs: number): void {
    const parts = Math.min(Math.floor((nowMs - this.#turnAtMs) / this.#partMs) + 1, this.#ring.length);
    for (let part = 0; part < parts; part++) {
      this.#place = (this.#place + 1) % this.#ring.length;
      this.#current = this.#ring[this.#place];
      this.#current.clear();
    }
    const late = nowMs - this.#turnAtMs;
    this.#turnAtMs += (Math.floor(late / this.#partMs) + 1) * this.#partMs;
  }
}

import { highBits } from './float-parts.ts';
import { INDEX_SHIFT, LogLinearCounts } from './log-linear-counts.ts';

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
 * forgotten at each `maxAge / ageBuckets`. The error holds within 32 powers of two below the largest value;
 * smaller values count as the smallest that is told apart.
 */
export class QuantileSketch {
  readonly #ring: LogLinearCounts[];
  readonly #partMs: number;
  readonly #clock: CoarseTime;
  #place = 0;
  #current: LogLinearCounts;
  /** The window of `#current`, kept here because most values fall into it. */
  #counts: Float64Array;
  #offset: number;
  #turnAtMs: number;

  constructor({ maxAgeMs, ageBuckets }: SketchWindow, clock: CoarseTime) {
    this.#ring = Array.from({ length: ageBuckets }, () => new LogLinearCounts());
    this.#partMs = maxAgeMs / ageBuckets;
    this.#current = this.#ring[0];
    this.#counts = this.#current.positive.counts;
    this.#offset = this.#current.positive.offset;
    this.#clock = clock;
    this.#turnAtMs = clock.now() + this.#partMs;
  }

  /** Counts one finite value. */
  observe(value: number): void {
    const nowMs = this.#clock.now();
    if (nowMs >= this.#turnAtMs) this.#turn(nowMs);
    // The sign is the highest bit: the index of a negative value, or of zero, lies outside of the window.
    const at = (highBits(value) >>> INDEX_SHIFT) - this.#offset;
    const counts = this.#counts;
    if (at >= 0 && at < counts.length) counts[at]++;
    else this.#observeElsewhere(value);
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

  #observeElsewhere(value: number): void {
    this.#current.observe(value);
    this.#lookAtCurrent();
  }

  #lookAtCurrent(): void {
    this.#offset = this.#current.positive.offset;
    this.#counts = this.#current.positive.counts;
  }

  #turn(nowMs: number): void {
    const parts = Math.min(Math.floor((nowMs - this.#turnAtMs) / this.#partMs) + 1, this.#ring.length);
    for (let part = 0; part < parts; part++) {
      this.#place = (this.#place + 1) % this.#ring.length;
      this.#current = this.#ring[this.#place];
      this.#current.clear();
    }
    this.#lookAtCurrent();
    const late = nowMs - this.#turnAtMs;
    this.#turnAtMs += (Math.floor(late / this.#partMs) + 1) * this.#partMs;
  }
}

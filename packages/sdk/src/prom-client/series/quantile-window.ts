import { WeightedPoints } from './weighted-points.ts';

/**
 * Quantiles of the last `maxAgeSeconds`, in `ageBuckets` steps; without both, of all values. Each bucket
 * holds what came since it was started, so that the oldest one is the window.
 */
export class QuantileWindow {
  readonly #buckets: WeightedPoints[];
  readonly #stepMs: number;
  #current = 0;
  #steppedAtMs = Date.now();

  constructor(maxAgeSeconds = 0, ageBuckets = 0) {
    const slides = maxAgeSeconds > 0 && ageBuckets > 0;
    this.#buckets = Array.from({ length: slides ? ageBuckets : 1 }, () => new WeightedPoints());
    this.#stepMs = slides ? (maxAgeSeconds * 1000) / ageBuckets : Infinity;
  }

  /** Whether the window holds no value. */
  get isEmpty(): boolean {
    return this.#window().isEmpty;
  }

  add(value: number): void {
    this.#window();
    for (const bucket of this.#buckets) bucket.add(value);
  }

  reset(): void {
    for (const bucket of this.#buckets) bucket.reset();
  }

  /** `undefined` for an empty window. */
  quantile(share: number): number | undefined {
    return this.#window().quantile(share);
  }

  #window(): WeightedPoints {
    if (this.#stepMs !== Infinity) this.#advance();
    return this.#buckets[this.#current];
  }

  #advance(): void {
    const steps = Math.ceil((Date.now() - this.#steppedAtMs) / this.#stepMs) - 1;
    if (steps <= 0) return;
    // After a long pause every bucket is empty once; more rounds would change nothing.
    for (let step = 0; step < Math.min(steps, this.#buckets.length); step++) {
      this.#buckets[(this.#current + step) % this.#buckets.length].reset();
    }
    this.#current = (this.#current + steps) % this.#buckets.length;
    this.#steppedAtMs += steps * this.#stepMs;
  }
}

import { CompensatedSum } from './compensated-sum.ts';

/**
 * A mean that does not overflow: sums up and divides, as that is the most accurate, and goes over
 * to a running mean once the sum would become infinite.
 */
export class IncrementalMean {
  readonly #sum = new CompensatedSum();
  #count = 0;
  #isRunning = false;

  reset(): void {
    this.#sum.reset();
    this.#count = 0;
    this.#isRunning = false;
  }

  add(value: number): void {
    this.#count++;
    if (this.#count === 1) {
      this.#sum.reset(value);
      return;
    }
    if (!this.#isRunning) {
      const { sum, compensation } = this.#sum;
      this.#sum.add(value);
      if (Math.abs(this.#sum.sum) !== Infinity) return;
      this.#isRunning = true;
      this.#sum.reset(sum / (this.#count - 1), compensation / (this.#count - 1));
    }
    const weight = (this.#count - 1) / this.#count;
    this.#sum.reset(weight * this.#sum.sum, weight * this.#sum.compensation);
    this.#sum.add(value / this.#count);
  }

  get value(): number {
    const { sum, compensation } = this.#sum;
    return this.#isRunning ? sum + compensation : sum / this.#count + compensation / this.#count;
  }
}

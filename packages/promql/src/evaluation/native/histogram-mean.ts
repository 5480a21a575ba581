import type { BucketRun, NativeHistogram } from '@telltale/model';
import { HistogramSum } from './histogram-sum.ts';
import { divideHistogram } from './scale.ts';

/**
 * The mean of histograms: their sum divided, as that is the most accurate, or a running mean once the
 * sum could become infinite.
 */
export class HistogramMean {
  readonly #sum: HistogramSum;
  #count = 1;
  #isRunning = false;
  /** No count of the sum is larger than this. */
  #magnitude: number;

  constructor(first: NativeHistogram) {
    this.#sum = new HistogramSum(first);
    this.#magnitude = largestOf(first);
  }

  /** As {@link HistogramSum.hintsCollide}. */
  get hintsCollide(): boolean {
    return this.#sum.hintsCollide;
  }

  /** As {@link HistogramSum.lostBounds}. */
  get lostBounds(): number {
    return this.#sum.lostBounds;
  }

  /** As {@link HistogramSum.add}. */
  add(next: NativeHistogram): boolean {
    const count = this.#count + 1;
    this.#magnitude += largestOf(next);
    if (!this.#isRunning && this.#magnitude === Infinity) {
      this.#isRunning = true;
      this.#sum.scale(1 / this.#count);
    }
    if (this.#isRunning) this.#sum.scale(this.#count / count);
    this.#count = count;
    return this.#sum.add(this.#isRunning ? divideHistogram(next, count) : next);
  }

  /** The mean so far, without empty buckets. */
  total(): NativeHistogram {
    const total = this.#sum.total();
    return this.#isRunning ? total : divideHistogram(total, this.#count);
  }
}

function largestOf({ count, sum, zeroCount, positive, negative }: NativeHistogram): number {
  const start = Math.max(Math.abs(count), Math.abs(zeroCount), Number.isNaN(sum) ? 0 : Math.abs(sum));
  return [...positive, ...negative].reduce(largestIn, start);
}

function largestIn(largest: number, { counts }: BucketRun): number {
  return counts.reduce((most, count) => Math.max(most, Math.abs(count)), largest);
}

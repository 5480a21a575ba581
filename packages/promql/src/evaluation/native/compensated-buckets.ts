import type { BucketRun } from '@telltale/model';
import type { BucketList } from './bucket-list.ts';
import { listBuckets } from './bucket-list.ts';

/** Sums of buckets of one side, each with what rounding lost of it (Neumaier). */
export class CompensatedBuckets {
  #indexes: Int32Array;
  #sums: Float64Array;
  #compensations: Float64Array;

  constructor(runs: readonly BucketRun[]) {
    const { indexes, counts } = listBuckets(runs);
    this.#indexes = indexes;
    this.#sums = counts;
    this.#compensations = new Float64Array(counts.length);
  }

  /** The sums so far. */
  totals(): BucketList {
    const counts = this.#sums.slice();
    for (let i = 0; i < counts.length; i++) counts[i] += this.#compensations[i];
    return { indexes: this.#indexes, counts };
  }

  /** Adds the buckets of runs, or takes them off. */
  addRuns(runs: readonly BucketRun[], sign: 1 | -1): void {
    if (!this.#covers(runs)) {
      this.add(listBuckets(runs), sign);
      return;
    }
    // Histograms of one metric mostly have the same buckets.
    for (const { start, counts } of runs) {
      const at = this.#find(start);
      for (let i = 0; i < counts.length; i++) this.#increase(at + i, sign * counts[i]);
    }
  }

  /** Adds listed buckets, or takes them off. */
  add({ indexes, counts }: BucketList, sign: 1 | -1): void {
    this.#makeRoom(indexes);
    let at = 0;
    for (let i = 0; i < indexes.length; i++) {
      while (this.#indexes[at] < indexes[i]) at++;
      this.#increase(at, sign * counts[i]);
    }
  }

  /**
   * Gives every bucket a new index and joins those that get the same.
   *
   * @param indexOf Must not descend.
   */
  regroup(indexOf: (index: number) => number): void {
    const old = { indexes: this.#indexes, sums: this.#sums, compensations: this.#compensations };
    this.#indexes = Int32Array.from(new Set(old.indexes.map(indexOf)));
    this.#sums = new Float64Array(this.#indexes.length);
    this.#compensations = new Float64Array(this.#indexes.length);
    let at = 0;
    for (let i = 0; i < old.indexes.length; i++) {
      while (this.#indexes[at] < indexOf(old.indexes[i])) at++;
      this.#increase(at, old.sums[i]);
      this.#increase(at, old.compensations[i]);
    }
  }

  /** Drops the buckets with the lowest indexes. */
  dropFirst(count: number): void {
    this.#indexes = this.#indexes.slice(count);
    this.#sums = this.#sums.slice(count);
    this.#compensations = this.#compensations.slice(count);
  }

  /** Multiplies everything. */
  scale(factor: number): void {
    for (let i = 0; i < this.#sums.length; i++) {
      this.#sums[i] *= factor;
      this.#compensations[i] *= factor;
    }
  }

  #increase(at: number, value: number): void {
    const sum = this.#sums[at];
    const total = sum + value;
    if (total === Infinity || total === -Infinity) this.#compensations[at] = 0;
    else if (Math.abs(sum) >= Math.abs(value)) this.#compensations[at] += sum - total + value;
    else this.#compensations[at] += value - total + sum;
    this.#sums[at] = total;
  }

  #covers(runs: readonly BucketRun[]): boolean {
    return runs.every(({ start, counts: { length } }) => {
      const at = this.#find(start);
      return this.#indexes[at] === start && this.#indexes[at + length - 1] === start + length - 1;
    });
  }

  /** Where the first bucket is whose index is at least `index`. */
  #find(index: number): number {
    let low = 0;
    let high = this.#indexes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#indexes[middle] < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #makeRoom(wanted: Int32Array): void {
    const own = this.#indexes;
    const union = new Int32Array(own.length + wanted.length);
    const sums = new Float64Array(union.length);
    const compensations = new Float64Array(union.length);
    let length = 0;
    let i = 0;
    for (let k = 0; i < own.length || k < wanted.length; length++) {
      const index = k === wanted.length || own[i] <= wanted[k] ? own[i] : wanted[k];
      union[length] = index;
      if (own[i] === index) {
        sums[length] = this.#sums[i];
        compensations[length] = this.#compensations[i++];
      }
      if (wanted[k] === index) k++;
    }
    if (length === own.length) return;
    this.#indexes = union.subarray(0, length);
    this.#sums = sums.subarray(0, length);
    this.#compensations = compensations.subarray(0, length);
  }
}

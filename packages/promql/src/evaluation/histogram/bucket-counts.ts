import type { BucketSeries } from './bucket-groups.ts';

/** The cumulative counts of one histogram at one step; reused from step to step. */
export class BucketCounts {
  readonly bounds: Float64Array;
  readonly counts: Float64Array;
  /** How many entries of `bounds` and `counts` are in use. */
  length = 0;

  constructor(capacity: number) {
    this.bounds = new Float64Array(capacity);
    this.counts = new Float64Array(capacity);
  }

  /** Takes the buckets that have a value at a step; buckets with the same bound are added up. */
  read(buckets: readonly BucketSeries[], step: number): void {
    this.length = 0;
    for (const { upperBound, series } of buckets) {
      if (series.present[step] === 0) continue;
      const last = this.length - 1;
      if (last >= 0 && this.bounds[last] === upperBound) {
        this.counts[last] += series.values[step];
        continue;
      }
      this.bounds[this.length] = upperBound;
      this.counts[this.length++] = series.values[step];
    }
  }

  /** Whether the last bucket counts everything; otherwise the histogram says nothing. */
  get isComplete(): boolean {
    return this.length > 0 && this.bounds[this.length - 1] === Infinity;
  }

  /** All observations. */
  get total(): number {
    return this.counts[this.length - 1];
  }
}

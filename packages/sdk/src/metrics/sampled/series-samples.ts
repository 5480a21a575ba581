import { sampleGap } from './sample-gap.ts';

const FIRST_CAPACITY = 64;

/** The last sampled event of each series, by the number of the series, and how many are passed over until the next. */
export class SeriesSamples {
  readonly #ratio: number;
  #left = new Int32Array(FIRST_CAPACITY);
  /** One more than the bucket, so that 0 says that there was no event yet. */
  #buckets = new Int32Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);

  constructor(ratio: number) {
    this.#ratio = ratio;
  }

  /** Whether the next event of a series is not looked at; each question is about one event. */
  isPassedOver(series: number): boolean {
    if (series >= this.#left.length) this.#grow(series);
    if (this.#left[series] > 0 && this.#buckets[series] > 0) {
      this.#left[series]--;
      return true;
    }
    this.#left[series] = sampleGap(this.#ratio);
    return false;
  }

  /** Keeps a sampled event, which stands for those that are passed over from now on. */
  keep(series: number, bucket: number, value: number): void {
    if (series >= this.#left.length) this.#grow(series);
    this.#buckets[series] = bucket + 1;
    this.#values[series] = value;
  }

  /** The bucket of the last sampled event; -1 where there was none. */
  bucketOf(series: number): number {
    return series < this.#buckets.length ? this.#buckets[series] - 1 : -1;
  }

  /** The value of the last sampled event; 0 where there was none. */
  valueOf(series: number): number {
    return series < this.#values.length ? this.#values[series] : 0;
  }

  #grow(series: number): void {
    const capacity = Math.max(this.#left.length * 2, series + 1);
    this.#left = grown(new Int32Array(capacity), this.#left);
    this.#buckets = grown(new Int32Array(capacity), this.#buckets);
    this.#values = grown(new Float64Array(capacity), this.#values);
  }
}

function grown<Numbers extends Int32Array | Float64Array>(larger: Numbers, old: Numbers): Numbers {
  larger.set(old);
  return larger;
}

import type { NativeOptions } from '@telltale/definition';
import { CountWindow, decodeWindows, encodeWindows } from './count-window.ts';
import { MIN_SCHEMA, bucketOf, schemaOf } from './native-bounds.ts';

/**
 * The buckets of a native (exponential) histogram: bucket `i` of resolution `schema` holds what is above
 * `2 ** ((i - 1) * 2 ** -schema)` and at most `2 ** (i * 2 ** -schema)`. Counts may be zero within a window.
 */
export class NativeBuckets {
  /** Resolution, from 8 (finest) to -4; it falls when there are too many buckets. */
  schema: number;
  /** Values of at most this size, positive or negative, are in `zeroCount`. */
  readonly zeroThreshold: number;
  zeroCount = 0;
  readonly positive = new CountWindow();
  /** By the size of the value. */
  readonly negative = new CountWindow();
  readonly #maxBuckets: number;

  constructor({ factor, maxBuckets, zeroThreshold }: NativeOptions) {
    this.schema = schemaOf(factor);
    this.zeroThreshold = zeroThreshold;
    this.#maxBuckets = maxBuckets;
  }

  /** Counts one finite value. */
  observe(value: number): void {
    const size = Math.abs(value);
    if (size <= this.zeroThreshold) {
      this.zeroCount++;
      return;
    }
    const window = value > 0 ? this.positive : this.negative;
    let index = bucketOf(size, this.schema);
    while (this.#isFull(window, index)) {
      this.#halve();
      index = (index + 1) >> 1;
    }
    window.add(index);
  }

  /** Adds the counts of another histogram; the coarser resolution of both is the result's. */
  merge(other: NativeBuckets): void {
    while (this.schema > other.schema) this.#halve();
    const shift = other.schema - this.schema;
    this.zeroCount += other.zeroCount;
    for (const [own, others] of [
      [this.positive, other.positive],
      [this.negative, other.negative],
    ]) {
      for (const [at, count] of others.counts.entries()) {
        if (count > 0) own.add(((others.offset + at - 1) >> shift) + 1, count);
      }
    }
    while (this.#length() > this.#maxBuckets && this.schema > MIN_SCHEMA) this.#halve();
  }

  /** All of the state as plain floats; {@link NativeBuckets.decode} reads them. */
  encode(): Float64Array {
    const { schema, zeroThreshold, zeroCount, positive, negative } = this;
    const head = [schema, zeroThreshold, zeroCount, this.#maxBuckets];
    return Float64Array.from([...head, ...encodeWindows([positive, negative])]);
  }

  /** The histogram that {@link encode} wrote. */
  static decode(floats: Float64Array): NativeBuckets {
    const [schema, zeroThreshold, zeroCount, maxBuckets] = floats;
    const buckets = new NativeBuckets({ factor: 2 ** (2 ** -schema), maxBuckets, zeroThreshold });
    buckets.schema = schema;
    buckets.zeroCount = zeroCount;
    decodeWindows([buckets.positive, buckets.negative], floats.subarray(4));
    return buckets;
  }

  #isFull(window: CountWindow, index: number): boolean {
    if (this.schema <= MIN_SCHEMA) return false;
    const grown = window.lengthWith(index) - window.counts.length;
    return grown > 0 && this.#length() + grown > this.#maxBuckets;
  }

  #length(): number {
    return this.positive.counts.length + this.negative.counts.length;
  }

  /** Joins each two neighbouring buckets. */
  #halve(): void {
    this.schema--;
    for (const window of [this.positive, this.negative]) window.rehome((index) => (index + 1) >> 1);
  }
}

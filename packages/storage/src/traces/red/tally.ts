import { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { BUCKETS, bucketOf, middleOf } from './duration-buckets.ts';

/** Durations are counted in microseconds. */
const MICROSECONDS_PER_MS = 1000;

/** Rate, errors and durations of spans, which can be added to those of others. */
export class Tally {
  #calls = 0;
  #errors = 0;
  #sum = 0;
  #max = 0;
  readonly #buckets = new Float64Array(BUCKETS);

  get calls(): number {
    return this.#calls;
  }

  get errors(): number {
    return this.#errors;
  }

  get meanMs(): number {
    return this.#calls === 0 ? 0 : this.#sum / this.#calls / MICROSECONDS_PER_MS;
  }

  get maxMs(): number {
    return this.#max / MICROSECONDS_PER_MS;
  }

  /** Counts a span. */
  count(durationMs: number, isError: boolean): void {
    const duration = Math.round(durationMs * MICROSECONDS_PER_MS);
    this.#calls++;
    if (isError) this.#errors++;
    this.#addToSum(duration);
    this.#max = Math.max(this.#max, duration);
    this.#buckets[bucketOf(duration)]++;
  }

  add(other: Tally): void {
    this.#calls += other.#calls;
    this.#errors += other.#errors;
    this.#addToSum(other.#sum);
    this.#max = Math.max(this.#max, other.#max);
    for (let bucket = 0; bucket < BUCKETS; bucket++) this.#buckets[bucket] += other.#buckets[bucket];
  }

  /** About the smallest duration that a share of all are not above: within 10 %. */
  percentileMs(share: number): number {
    const rank = Math.ceil(share * this.#calls);
    let below = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      below += this.#buckets[bucket];
      // No duration is above the longest.
      if (below >= rank && below > 0) return Math.min(middleOf(bucket), this.#max) / MICROSECONDS_PER_MS;
    }
    return 0;
  }

  /** Writes only the buckets that have something, each by its distance from the one before. */
  write(writer: ByteWriter): void {
    writer.varint(this.#calls);
    writer.varint(this.#errors);
    writer.varint(this.#sum);
    writer.varint(this.#max);
    let previous = -1;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = this.#buckets[bucket];
      if (count === 0) continue;
      writer.varint(bucket - previous - 1);
      writer.varint(count);
      previous = bucket;
    }
  }

  /** Adds what {@link Tally.write} wrote. */
  addWritten(bytes: Uint8Array): void {
    const reader = new ByteReader(bytes);
    this.#calls += reader.varint();
    this.#errors += reader.varint();
    this.#addToSum(reader.varint());
    this.#max = Math.max(this.#max, reader.varint());
    let bucket = -1;
    while (reader.offset < bytes.length) {
      bucket += reader.varint() + 1;
      this.#buckets[bucket] += reader.varint();
    }
  }

  /** Beyond it integers are not exact any more, nor written right; no true duration comes near. */
  #addToSum(duration: number): void {
    this.#sum = Math.min(this.#sum + duration, Number.MAX_SAFE_INTEGER);
  }
}

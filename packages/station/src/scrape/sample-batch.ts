import type { SeriesId } from '@telltale/model';
import { bitsOf, writeStaleAt } from '@telltale/model';

/** A growing row of samples of one moment; reused from scrape to scrape. */
export class SampleBatch {
  #ids: SeriesId[] = [];
  #values = new Float64Array(256);
  #bits = bitsOf(this.#values);

  get length(): number {
    return this.#ids.length;
  }

  get ids(): readonly SeriesId[] {
    return this.#ids;
  }

  /** The values, as long as the ids; valid until the next change of the batch. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#ids.length);
  }

  add(id: SeriesId, value: number): void {
    this.#reserve();
    this.#values[this.#ids.length] = value;
    this.#ids.push(id);
  }

  addStale(id: SeriesId): void {
    this.#reserve();
    writeStaleAt(this.#bits, this.#ids.length);
    this.#ids.push(id);
  }

  clear(): void {
    this.#ids = [];
  }

  #reserve(): void {
    if (this.#ids.length < this.#values.length) return;
    const larger = new Float64Array(this.#values.length * 2);
    larger.set(this.#values);
    this.#values = larger;
    this.#bits = bitsOf(larger);
  }
}

import type { NativeHistogram, SampleRow, SeriesId } from '@telltale/model';
import { bitsOf, writeStaleAt } from '@telltale/model';

/** A growing row of samples of one moment; reused from scrape to scrape. */
export class SampleBatch {
  /** What was given out as a row is never changed: the next row mostly has the same series, and shares the array. */
  #ids: SeriesId[] = [];
  #isGivenOut = false;
  #length = 0;
  #values = new Float64Array(256);
  #bits = bitsOf(this.#values);
  /** Made with the first native histogram; sparse. */
  #histograms: (NativeHistogram | undefined)[] | undefined;

  get length(): number {
    return this.#length;
  }

  /** The samples as a row has them; the values are valid until the next change of the batch. */
  row(): Pick<SampleRow, 'ids' | 'values' | 'histograms'> {
    const { length } = this;
    const histograms = this.#histograms;
    if (this.#ids.length !== length) this.#ids = this.#ids.slice(0, length);
    this.#isGivenOut = true;
    return {
      ids: this.#ids,
      values: this.#values.subarray(0, length),
      ...(histograms && { histograms: Array.from({ length }, (_, i) => histograms[i]) }),
    };
  }

  addSample(id: SeriesId, sample: number | NativeHistogram): void {
    if (typeof sample !== 'number') (this.#histograms ??= [])[this.#length] = sample;
    this.add(id, typeof sample === 'number' ? sample : 0);
  }

  add(id: SeriesId, value: number): void {
    this.#reserve();
    this.#values[this.#length] = value;
    this.#addId(id);
  }

  addStale(id: SeriesId): void {
    this.#reserve();
    writeStaleAt(this.#bits, this.#length);
    this.#addId(id);
  }

  clear(): void {
    this.#length = 0;
    this.#histograms = undefined;
  }

  #addId(id: SeriesId): void {
    const at = this.#length++;
    if (this.#ids[at] === id) return;
    if (this.#isGivenOut) {
      this.#ids = this.#ids.slice(0, at);
      this.#isGivenOut = false;
    }
    this.#ids[at] = id;
  }

  #reserve(): void {
    if (this.#length < this.#values.length) return;
    const larger = new Float64Array(this.#values.length * 2);
    larger.set(this.#values);
    this.#values = larger;
    this.#bits = bitsOf(larger);
  }
}

import type { NativeHistogram, SampleRow, SeriesId } from '@telltale/model';
import { bitsOf, writeStaleAt } from '@telltale/model';

/** A growing row of samples of one moment; reused from scrape to scrape. */
export class SampleBatch {
  #ids: SeriesId[] = [];
  #values = new Float64Array(256);
  #bits = bitsOf(this.#values);
  /** Made with the first native histogram; sparse. */
  #histograms: (NativeHistogram | undefined)[] | undefined;

  get length(): number {
    return this.#ids.length;
  }

  /** The samples as a row has them; valid until the next change of the batch. */
  row(): Pick<SampleRow, 'ids' | 'values' | 'histograms'> {
    const histograms = this.#histograms;
    return {
      ids: this.#ids,
      values: this.#values.subarray(0, this.#ids.length),
      ...(histograms && { histograms: Array.from({ length: this.length }, (_, i) => histograms[i]) }),
    };
  }

  addSample(id: SeriesId, sample: number | NativeHistogram): void {
    if (typeof sample !== 'number') (this.#histograms ??= [])[this.length] = sample;
    this.add(id, typeof sample === 'number' ? sample : 0);
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
    this.#histograms = undefined;
  }

  #reserve(): void {
    if (this.#ids.length < this.#values.length) return;
    const larger = new Float64Array(this.#values.length * 2);
    larger.set(this.#values);
    this.#values = larger;
    this.#bits = bitsOf(larger);
  }
}

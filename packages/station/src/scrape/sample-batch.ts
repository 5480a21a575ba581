import type { HistogramColumn, NativeHistogram, SeriesId } from '@telltale/model';
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

  get ids(): readonly SeriesId[] {
    return this.#ids;
  }

  /** The values, as long as the ids; valid until the next change of the batch. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#ids.length);
  }

  /** Native histograms in their places, as long as the ids; `undefined` when there is none. */
  get histograms(): HistogramColumn | undefined {
    const histograms = this.#histograms;
    return histograms && Array.from({ length: this.length }, (_, i) => histograms[i]);
  }

  addHistogram(id: SeriesId, histogram: NativeHistogram): void {
    (this.#histograms ??= [])[this.length] = histogram;
    this.add(id, 0);
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

import type { HistogramColumn, NativeHistogram } from '@telltale/model';

/** The samples of one series, filled from front to back. */
export class SampleColumnBuilder {
  readonly #values: Float64Array;
  #length = 0;
  #histograms: (NativeHistogram | undefined)[] | undefined;

  constructor(length: number) {
    this.#values = new Float64Array(length);
  }

  /** The next `count` places, to be written. */
  take(count: number): Float64Array {
    const start = this.#length;
    this.#length += count;
    return count === this.#values.length ? this.#values : this.#values.subarray(start, this.#length);
  }

  /** The histograms of the `count` places taken last; most columns never have any. */
  addHistograms(histograms: HistogramColumn | undefined, count: number): void {
    if (histograms === undefined && this.#histograms === undefined) return;
    this.#histograms ??= Array.from<undefined>({ length: this.#length - count });
    for (let i = 0; i < count; i++) this.#histograms.push(histograms?.[i]);
  }

  finish(): { readonly values: Float64Array; readonly histograms?: HistogramColumn } {
    const histograms = this.#histograms;
    const values = this.#values;
    return histograms?.some((histogram) => histogram !== undefined) ? { values, histograms } : { values };
  }
}

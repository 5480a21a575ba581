import type { HistogramColumn, NativeHistogram } from '@telltale/model';

/** The samples of one series, filled from front to back. */
export class SampleColumnBuilder {
  /** Write the values of the next part to it, from `at` on. */
  readonly values: Float64Array;
  at = 0;
  #histograms: (NativeHistogram | undefined)[] | undefined;

  /** @param values - as many as there will be. */
  constructor(values: Float64Array) {
    this.values = values;
  }

  /** The next `count` values are written; most columns have no histograms beside them. */
  add(count: number, histograms: HistogramColumn | undefined): void {
    const before = this.at;
    this.at += count;
    if (histograms === undefined && this.#histograms === undefined) return;
    this.#histograms ??= Array.from<undefined>({ length: before });
    for (let i = 0; i < count; i++) this.#histograms.push(histograms?.[i]);
  }

  /** The native histograms; `undefined` when all samples are numbers. */
  finish(): HistogramColumn | undefined {
    const histograms = this.#histograms;
    return histograms?.some((histogram) => histogram !== undefined) ? histograms : undefined;
  }
}

import type { HistogramColumn, NativeHistogram } from '@telltale/model';
import type { ColumnArena } from './column-arena.ts';

/** The samples of one series, filled from front to back. */
export class SampleColumnBuilder {
  /** Write the values of the next part to `chunk` from `at` on. */
  readonly chunk: Float64Array;
  at: number;
  readonly #start: number;
  #histograms: (NativeHistogram | undefined)[] | undefined;

  constructor(arena: ColumnArena, length: number) {
    const { chunk, at } = arena.take(length);
    this.chunk = chunk;
    this.at = at;
    this.#start = at;
  }

  /** The next `count` values are written; most columns have no histograms beside them. */
  add(count: number, histograms: HistogramColumn | undefined): void {
    const before = this.at - this.#start;
    this.at += count;
    if (histograms === undefined && this.#histograms === undefined) return;
    this.#histograms ??= Array.from<undefined>({ length: before });
    for (let i = 0; i < count; i++) this.#histograms.push(histograms?.[i]);
  }

  finish(): { readonly values: Float64Array; readonly histograms?: HistogramColumn } {
    const histograms = this.#histograms;
    const values = this.chunk.subarray(this.#start, this.at);
    return histograms?.some((histogram) => histogram !== undefined) ? { values, histograms } : { values };
  }
}

import type { LabelObject } from '../contract/label-values.ts';
import type { Series, SeriesStore } from './series-store.ts';

/** The series of fixed labels: looked up at its first use, and again after series were removed. */
export class KeptSeries {
  readonly labels: LabelObject;
  readonly #store: SeriesStore;
  #generation = -1;
  #series: Series | undefined;

  constructor(store: SeriesStore, labels: LabelObject) {
    this.#store = store;
    this.labels = labels;
  }

  /** The series, added where it is not there. */
  current(): Series {
    if (this.#series !== undefined && this.#generation === this.#store.generation) return this.#series;
    const series = this.#store.series(this.labels);
    this.#series = series;
    this.#generation = this.#store.generation;
    return series;
  }
}

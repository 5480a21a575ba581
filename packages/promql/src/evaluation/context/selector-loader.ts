import type { SeriesColumns, SeriesSource, VectorSelector } from '@telltale/model';
import { compileMatcher, matchersOf } from '../../regexp/compile-matcher.ts';
import type { Budget } from './budget.ts';

/** Reads the samples of selectors; the same selector over the same time is read once per query. */
export class SelectorLoader {
  readonly #source: SeriesSource;
  readonly #budget: Budget;
  readonly #loaded = new Map<string, Promise<SeriesColumns[]>>();

  constructor(source: SeriesSource, budget: Budget) {
    this.#source = source;
    this.#budget = budget;
  }

  /** The series of a selector that have samples from `startMs` to `endMs`, both inclusive. */
  load(selector: VectorSelector, startMs: number, endMs: number): Promise<SeriesColumns[]> {
    const matchers = matchersOf(selector);
    const key = JSON.stringify([startMs, endMs, matchers.map(({ name, op, value }) => [name, op, value])]);
    let loading = this.#loaded.get(key);
    if (!loading) {
      const request = { matchers: matchers.map(compileMatcher), startMs, endMs };
      loading = this.#budget
        .race(this.#source.select(request, this.#budget.signal))
        .then((all) => this.#count(all));
      this.#loaded.set(key, loading);
    }
    return loading;
  }

  #count(series: SeriesColumns[]): SeriesColumns[] {
    let samples = 0;
    for (const { timestamps } of series) samples += timestamps.length;
    this.#budget.seriesRead += series.length;
    this.#budget.samplesRead += samples;
    this.#budget.spend(samples);
    return series;
  }
}

import type { SelectRequest, SeriesColumns, SeriesSource, VectorSelector } from '@telltale/model';
import { compileMatcher, matchersOf } from '../../regexp/compile-matcher.ts';
import { histogramBytes } from '../values/histogram-bytes.ts';
import type { Budget } from './budget.ts';

/** Reads the samples of selectors; the same selector over the same time is read once per query. */
export class SelectorLoader {
  readonly #source: SeriesSource;
  readonly #budget: Budget;
  readonly #loaded = new Map<string, Promise<SeriesColumns[]>>();
  readonly #answers: (readonly SeriesColumns[])[] = [];

  constructor(source: SeriesSource, budget: Budget) {
    this.#source = source;
    this.#budget = budget;
  }

  /** The series of a selector that have samples from `startMs` to `endMs`, both inclusive. */
  load(
    selector: VectorSelector,
    startMs: number,
    endMs: number,
    needs: NonNullable<SelectRequest['needs']> = 'values',
  ): Promise<SeriesColumns[]> {
    const matchers = matchersOf(selector);
    const key = JSON.stringify([startMs, endMs, matchers.map(({ name, op, value }) => [name, op, value])]);
    // Who needs times only can take what was read for others.
    let loading = this.#loaded.get(`values${key}`) ?? this.#loaded.get(needs + key);
    if (!loading) {
      loading = this.#select({ matchers: matchers.map(compileMatcher), startMs, endMs, needs });
      this.#loaded.set(needs + key, loading);
    }
    return loading;
  }

  /** Gives all samples back to the source; results are copies, so nobody reads them any more. */
  release(): void {
    for (const series of this.#answers) this.#source.release?.(series);
  }

  async #select(request: SelectRequest): Promise<SeriesColumns[]> {
    const started = performance.now();
    let told = 0;
    const onSamples = (samples: number): void => {
      told += samples;
      this.#budget.spend(samples);
    };
    const onSeries = (count: number): void => this.#budget.meet(count);
    const series = await this.#budget.race(
      this.#source.select({ ...request, onSeries, onSamples }, this.#budget.signal),
    );
    this.#answers.push(series);
    this.#budget.loadingMs += performance.now() - started;
    let samples = 0;
    for (const { timestamps, histograms } of series) {
      samples += timestamps.length;
      if (histograms) this.#budget.hold(histogramBytes(histograms));
    }
    this.#budget.seriesRead += series.length;
    this.#budget.samplesRead += samples;
    // What a source decodes can be more than it gives, and was paid for already.
    this.#budget.spend(Math.max(0, samples - told));
    return series;
  }
}

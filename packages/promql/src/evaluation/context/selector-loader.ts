import type { SelectRequest, SeriesColumns, SeriesScan, SeriesSource, VectorSelector } from '@telltale/model';
import { compileMatcher, matchersOf } from '../../regexp/compile-matcher.ts';
import { histogramBytes } from '../values/histogram-bytes.ts';
import { BYTES_PER_SAMPLE } from './budget.ts';
import type { Budget } from './budget.ts';

/** Finds the samples of selectors; the same selector over the same time is looked for once per query. */
export class SelectorLoader {
  readonly #source: SeriesSource;
  readonly #budget: Budget;
  readonly #loaded = new Map<string, Promise<SeriesScan>>();

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
  ): Promise<SeriesScan> {
    const matchers = matchersOf(selector);
    const key = JSON.stringify([startMs, endMs, matchers.map(({ name, op, value }) => [name, op, value])]);
    // Who needs times only can take what was read for others.
    let loading = this.#loaded.get(`values${key}`) ?? this.#loaded.get(needs + key);
    if (!loading) {
      loading = this.#find({ matchers: matchers.map(compileMatcher), startMs, endMs, needs });
      this.#loaded.set(needs + key, loading);
    }
    return loading;
  }

  async #find(request: SelectRequest): Promise<SeriesScan> {
    const started = performance.now();
    let told = 0;
    const onSamples = (samples: number): void => {
      told += samples;
      this.#budget.count(samples);
    };
    const onSeries = (count: number): void => this.#budget.meet(count);
    const found = await this.#budget.race(this.#open({ ...request, onSeries, onSamples }));
    this.#budget.loadingMs += performance.now() - started;
    this.#budget.seriesRead += found.size;
    this.#budget.samplesRead += found.samples;
    this.#budget.count(Math.max(0, found.samples - told));
    this.#budget.hold(found.heldBytes);
    return found;
  }

  async #open(request: SelectRequest): Promise<SeriesScan> {
    const { signal } = this.#budget;
    const scan = await this.#source.scan?.(request, signal);
    return scan ?? scanOf(await this.#source.select(request, signal));
  }
}

/** Series that are all there at once. */
function scanOf(series: readonly SeriesColumns[]): SeriesScan {
  let samples = 0;
  let heldBytes = 0;
  for (const { timestamps, histograms } of series) {
    samples += timestamps.length;
    heldBytes += timestamps.length * BYTES_PER_SAMPLE;
    if (histograms) heldBytes += histogramBytes(histograms);
  }
  return { size: series.length, samples, heldBytes, [Symbol.iterator]: () => series[Symbol.iterator]() };
}

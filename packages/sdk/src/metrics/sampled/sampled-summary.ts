import type { LabelSpecs, LabelValues, SamplingOptions } from '@telltale/definition';
import type { Cell, Metric } from '../metric.ts';
import type { FindSeries } from '../series/generated-find.ts';
import { Summary, SummaryHandle } from '../summary.ts';
import { ended, timed } from '../timing.ts';
import { sampleGap } from './sample-gap.ts';
import { SeriesSamples } from './series-samples.ts';

/* Quantiles come from sampled events alone; all events are counted. See the sampled histogram. */

/** One series of a sampled summary. */
export class SampledSummaryHandle extends SummaryHandle {
  readonly #metric: Metric;
  readonly #values: Float64Array;
  readonly #first: number;
  readonly #sketch: Cell | undefined;
  readonly #ratio: number;
  /** Events until the next one is sampled. */
  #left = 0;
  /** The last sampled value; NaN until there was one. */
  #value = Number.NaN;

  constructor(metric: Metric, { ratio }: SamplingOptions, labels: object) {
    super(metric, labels);
    const { page, row } = metric.slot(labels);
    this.#metric = metric;
    this.#values = page.values;
    this.#first = row * metric.width;
    this.#sketch = page.cells[row];
    this.#ratio = ratio;
  }

  /** {@link SummaryHandle.observe}; count and sum are exact. */
  override observe(value: number): void {
    if (!Number.isFinite(value)) this.#metric.refuse(value);
    else if (this.#isPassedOver()) this.#count(value);
    else this.#sample(value);
  }

  /** {@link SummaryHandle.time}; the clock is read for sampled events only. */
  override time<Result>(task: () => Result): Result {
    if (this.#isPassedOver()) return ended(task, () => this.#count(this.#value));
    return timed(task, (seconds) => this.#sample(seconds));
  }

  #isPassedOver(): boolean {
    if (this.#left > 0 && !Number.isNaN(this.#value)) {
      this.#left--;
      return true;
    }
    this.#left = sampleGap(this.#ratio);
    return false;
  }

  #count(value: number): void {
    this.#values[this.#first] += value;
    this.#values[this.#first + 1]++;
  }

  #sample(value: number): void {
    this.#count(value);
    this.#value = value;
    this.#sketch?.observe(value);
  }
}

/** A sampled summary with labels. */
export class SampledSummary<Specs extends LabelSpecs = LabelSpecs> extends Summary<Specs> {
  readonly #find: FindSeries;
  readonly #sampling: SamplingOptions;
  readonly #samples: SeriesSamples;
  readonly #blocks: readonly Float64Array[];
  readonly #cells: readonly (readonly (Cell | undefined)[])[];

  constructor(metric: Metric, sampling: SamplingOptions) {
    super(metric);
    this.#find = metric.lookup.find;
    this.#sampling = sampling;
    this.#samples = new SeriesSamples(sampling.ratio);
    this.#blocks = metric.table.blocks;
    this.#cells = metric.table.cellBlocks;
  }

  /** {@link Summary.observe}; count and sum are exact. */
  override observe(labels: LabelValues<Specs>, value: number): void {
    if (!Number.isFinite(value)) {
      this.metric.refuse(value);
      return;
    }
    const series = this.#find(labels);
    if (series < 0) return;
    if (this.#samples.isPassedOver(series)) this.#count(series, value);
    else this.#sample(series, value);
  }

  /** {@link Summary.time}; the clock is read for sampled events only. */
  override time<Result>(labels: LabelValues<Specs>, task: () => Result): Result {
    const begun = this.#find(labels);
    if (begun < 0) return task();
    const estimate = this.#samples.valueOf(begun);
    const isPassedOver = this.#samples.isPassedOver(begun);
    // The labels are read again at the end, as those of any timer.
    const record = (value: number) => {
      const series = this.#find(labels);
      if (series < 0) return;
      if (isPassedOver) this.#count(series, value);
      else this.#sample(series, value);
    };
    return isPassedOver ? ended(task, () => record(estimate)) : timed(task, record);
  }

  override with(labels: LabelValues<Specs>): SummaryHandle {
    return new SampledSummaryHandle(this.metric, this.#sampling, labels);
  }

  #count(series: number, value: number): void {
    const values = this.#blocks[series >>> 6];
    const first = (series & 63) * 2;
    values[first] += value;
    values[first + 1]++;
  }

  #sample(series: number, value: number): void {
    this.#count(series, value);
    this.#samples.keep(series, 0, value);
    this.#cells[series >>> 6][series & 63]?.observe(value);
  }
}

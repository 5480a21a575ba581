import type { LabelSpecs, LabelValues, SamplingOptions } from '@telltale/definition';
import type { ExemplarOptions } from '../exemplars/exemplar-keeper.ts';
import { Histogram, HistogramHandle, countObservation } from '../histogram.ts';
import type { Metric } from '../metric.ts';
import type { FindSeries } from '../series/generated-find.ts';
import { ended, timed } from '../timing.ts';
import { sampleGap } from './sample-gap.ts';
import { SeriesSamples } from './series-samples.ts';

/*
 * Each event adds one to one bucket: a sampled event to its own, the others to that of the last sampled event
 * of their series. So the buckets add up to the exact count at any time, never fall, and need no reader that
 * knows of it; and as gaps do not depend on values, each bucket is right in the mean.
 */

/** One series of a sampled histogram. */
export class SampledHistogramHandle extends HistogramHandle {
  readonly #metric: Metric;
  readonly #values: Float64Array;
  readonly #first: number;
  readonly #ratio: number;
  readonly #observeExemplar: ((value: number, bucket: number, options?: ExemplarOptions) => void) | undefined;
  /** Events until the next one is sampled. */
  #left = 0;
  /** Where the bucket of the last sampled event is; -1 until there was one. */
  #place = -1;
  #value = 0;

  constructor(metric: Metric, { ratio }: SamplingOptions, labels: object) {
    super(metric, labels);
    const { page, row } = metric.slot(labels);
    this.#metric = metric;
    this.#values = page.values;
    this.#first = row * metric.width;
    this.#ratio = ratio;
    const { exemplars } = metric;
    this.#observeExemplar =
      exemplars &&
      ((value, place, options) => exemplars.keep({ page, row, place, value }, options?.exemplar));
  }

  /** {@link HistogramHandle.observe}; count and sum are exact. */
  override observe(value: number, options?: ExemplarOptions): void {
    if (!Number.isFinite(value)) this.#metric.refuse(value);
    else if (this.#isPassedOver()) this.#passOver(value);
    else this.#sample(value, options);
  }

  /** {@link HistogramHandle.time}; the clock is read for sampled events only. */
  override time<Result>(task: () => Result): Result {
    if (this.#isPassedOver()) return ended(task, () => this.#passOver(this.#value));
    return timed(task, (seconds) => this.#sample(seconds));
  }

  #isPassedOver(): boolean {
    if (this.#left > 0 && this.#place >= 0) {
      this.#left--;
      return true;
    }
    this.#left = sampleGap(this.#ratio);
    return false;
  }

  #passOver(value: number): void {
    this.#values[this.#first] += value;
    this.#values[this.#place]++;
  }

  #sample(value: number, options?: ExemplarOptions): void {
    const bucket = countObservation(this.#values, this.#first, this.#metric.bounds, value);
    this.#place = this.#first + 1 + bucket;
    this.#value = value;
    this.#observeExemplar?.(value, bucket, options);
  }
}

/** A sampled histogram with labels. */
export class SampledHistogram<Specs extends LabelSpecs = LabelSpecs> extends Histogram<Specs> {
  readonly #find: FindSeries;
  readonly #sampling: SamplingOptions;
  readonly #samples: SeriesSamples;
  readonly #blocks: readonly Float64Array[];
  readonly #width: number;

  constructor(metric: Metric, sampling: SamplingOptions) {
    super(metric);
    this.#find = metric.lookup.find;
    this.#sampling = sampling;
    this.#samples = new SeriesSamples(sampling.ratio);
    this.#blocks = metric.table.blocks;
    this.#width = metric.width;
  }

  /** {@link Histogram.observe}; count and sum are exact. */
  override observe(labels: LabelValues<Specs>, value: number, options?: ExemplarOptions): void {
    if (!Number.isFinite(value)) {
      this.metric.refuse(value);
      return;
    }
    const series = this.#find(labels);
    if (series < 0) return;
    if (this.#samples.isPassedOver(series)) this.#passOver(series, value);
    else this.#sample(series, value, options);
  }

  /** {@link Histogram.time}; the clock is read for sampled events only. */
  override time<Result>(labels: LabelValues<Specs>, task: () => Result): Result {
    const begun = this.#find(labels);
    if (begun < 0) return task();
    const estimate = this.#samples.valueOf(begun);
    // The labels are read again at the end, as those of any timer.
    return this.#samples.isPassedOver(begun)
      ? ended(task, () => this.#endedWith(labels, estimate))
      : timed(task, (seconds) => {
          const series = this.#find(labels);
          if (series >= 0) this.#sample(series, seconds);
        });
  }

  override with(labels: LabelValues<Specs>): HistogramHandle {
    return new SampledHistogramHandle(this.metric, this.#sampling, labels);
  }

  #endedWith(labels: LabelValues<Specs>, estimate: number): void {
    const series = this.#find(labels);
    if (series >= 0) this.#passOver(series, estimate);
  }

  /** A series that got the number of one that was removed has no part in its last sample: that bucket is empty. */
  #passOver(series: number, value: number): void {
    const values = this.#blocks[series >>> 6];
    const first = (series & 63) * this.#width;
    const bucket = this.#samples.bucketOf(series);
    const place = first + 1 + bucket;
    if (bucket < 0 || values[place] === 0) {
      this.#sample(series, value);
      return;
    }
    values[first] += value;
    values[place]++;
  }

  #sample(series: number, value: number, options?: ExemplarOptions): void {
    const row = series & 63;
    const { bounds, exemplars, table } = this.metric;
    const bucket = countObservation(this.#blocks[series >>> 6], row * this.#width, bounds, value);
    this.#samples.keep(series, bucket, value);
    if (!exemplars) return;
    exemplars.keep({ page: table.pageOf(series), row, place: bucket, value }, options?.exemplar);
  }
}

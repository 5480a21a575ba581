import { isFiniteNumber, notANumber } from '../checks/numbers.ts';
import { validateLabel } from '../checks/validation.ts';
import { createExemplar } from '../contract/exemplar.ts';
import { isObject } from '../contract/label-values.ts';
import type { LabelObject, LabelValues } from '../contract/label-values.ts';
import type { MetricConfiguration, ObserveDataWithExemplar } from '../contract/metric-configuration.ts';
import type { MetricObjectWithValues, MetricValueWithName } from '../contract/metric-object.ts';
import { NO_LABELS } from '../series/series-store.ts';
import type { Series } from '../series/series-store.ts';
import { histogramText } from '../text/histogram-text.ts';
import { PageTexts } from '../text/page-texts.ts';
import { BaseMetric } from './base-metric.ts';
import { histogramValues } from './histogram-values.ts';
import { startStopwatch } from './stopwatch.ts';

const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What a {@link Histogram} is made from. */
export interface HistogramConfiguration<T extends string> extends MetricConfiguration<T, Histogram<T>> {
  /** Upper bounds; 0.005 to 10 by default. */
  buckets?: number[];
}

/** Types that belong to {@link Histogram}. */
export declare namespace Histogram {
  /** One series of a histogram. */
  interface Internal<T extends string> {
    observe(value: number): void;
    startTimer(): (labels?: LabelValues<T>) => number;
  }

  /** What tells histograms from other metrics. */
  interface Config {
    buckets?: number[];
  }
}

/**
 * Observations counted in buckets.
 *
 * @example
 * ```ts
 * import { Histogram, register } from '@telltale/sdk/prom-client';
 *
 * const duration = new Histogram({ name: 'job_seconds', help: 'Duration of a job', buckets: [1, 10] });
 * duration.observe(4);
 * console.log((await register.metrics()).includes('job_seconds_bucket{le="10"} 1')); // true
 * ```
 */
export class Histogram<T extends string = string> extends BaseMetric<T> {
  readonly type = 'histogram';
  /** Upper bounds without +Inf. */
  readonly buckets: readonly number[];
  readonly #isAscending: boolean;

  /** Throws for a name that is not valid or taken, a missing help and invalid label names. */
  constructor(configuration: HistogramConfiguration<T>) {
    const bounds = boundsOf(configuration);
    super(configuration, bounds.length + 2);
    if (this.labelNames.some((name) => name === 'le')) throw new Error('le is a reserved label keyword');
    this.buckets = Object.freeze(bounds);
    this.#isAscending = bounds.every((bound, index) => index === 0 || bound > bounds[index - 1]);
    if (this.labelNames.length === 0) this.own.current();
    const { store } = this;
    const texts = new PageTexts(this.enableExemplars);
    this.writeWith(Histogram.prototype, (name, style) =>
      histogramText({ name, bounds, store, texts }, style),
    );
    this.register();
  }

  /** Counts an observation. Throws for what is no finite number. */
  observe(value: number): void;
  /** Counts an observation of the labels. Throws for unknown labels and what is no finite number. */
  observe(labels: LabelValues<T>, value: number): void;
  /** With `enableExemplars`: counts an observation, and keeps the labels of this event. */
  observe(observation: ObserveDataWithExemplar<T>): void;
  observe(first?: unknown, second?: unknown): void {
    if (this.enableExemplars) {
      this.#observeWithExemplar(first as ObserveDataWithExemplar<T> | undefined);
    } else if (isObject(first)) this.#observe(first, second);
    // Zero is an observation; of other empty values only the second argument counts.
    else if (first || first === 0) this.#observe(undefined, first);
    else this.#observe(NO_LABELS, second);
  }

  #observe(labels: LabelObject | undefined, value: unknown): void {
    if (!isFiniteNumber(value)) {
      if (labels) validateLabel(this.labelNames, labels);
      throw notANumber(value);
    }
    if (labels === undefined) this.#count(this.own.current(), value);
    else {
      const store = this.store;
      const series = store.numberOf(labels);
      this.#countAt(store.valuesOf(series), store.offsetOf(series), value);
    }
  }

  #count({ values, offset }: Series, value: number): void {
    this.#countAt(values, offset, value);
  }

  #countAt(values: Float64Array, offset: number, value: number): void {
    values[offset] += value;
    values[offset + 1 + this.#bucketOf(value)]++;
  }

  #observeWithExemplar(observation: Partial<ObserveDataWithExemplar<T>> = {}): void {
    const { labels = NO_LABELS, value, exemplarLabels = NO_LABELS } = observation;
    this.#observe(labels, value);
    if (value === undefined || Object.keys(exemplarLabels).length === 0) return;
    const { state } = this.store.series(labels);
    state.exemplars ??= [];
    state.exemplars[this.#bucketOf(value)] = createExemplar(exemplarLabels, value);
  }

  /** Index of the first bucket whose bound is not below the value. */
  #bucketOf(value: number): number {
    const bounds = this.buckets;
    if (!this.#isAscending) {
      const index = bounds.findIndex((bound) => value <= bound);
      return index < 0 ? bounds.length : index;
    }
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= bounds[middle]) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Starts a timer; its end observes the duration in seconds, and returns it. */
  startTimer(
    labels?: LabelValues<T>,
    exemplarLabels?: LabelValues<string>,
  ): (labels?: LabelValues<T>, exemplarLabels?: LabelValues<string>) => number {
    const elapsed = startStopwatch();
    return (endLabels, endExemplarLabels) => {
      const value = elapsed();
      const all = { ...labels, ...endLabels } as LabelValues<T>;
      if (this.enableExemplars) {
        this.observe({ labels: all, value, exemplarLabels: { ...exemplarLabels, ...endExemplarLabels } });
      } else this.observe(all, value);
      return value;
    };
  }

  /** Sets the series of the labels to zero, so that it is shown before the first observation. */
  zero(labels: LabelValues<T>): void {
    const { values, offset, state } = this.store.series(labels);
    values.fill(0, offset, offset + this.store.width);
    state.exemplars &&= undefined;
  }

  /** One series by its label values, in the order of `labelNames`. */
  labels(...values: (string | number)[]): Histogram.Internal<T>;
  /** One series by its labels. */
  labels(labels: LabelValues<T>): Histogram.Internal<T>;
  labels(...given: readonly unknown[]): Histogram.Internal<T> {
    const kept = this.keptSeries(given);
    return {
      observe: (value: unknown) => {
        if (!isFiniteNumber(value)) throw notANumber(value);
        this.#count(kept.current(), value);
      },
      startTimer: () => this.startTimer(kept.labels as LabelValues<T>),
    };
  }

  /** Removes all series, also that of a histogram without labels. */
  reset(): void {
    this.store.clear();
  }

  /** The histogram with its values, after `collect`. Rejects where that fails. */
  async get(): Promise<MetricObjectWithValues<MetricValueWithName<T>>> {
    await this.update();
    const { name, help, type, aggregator, buckets, enableExemplars } = this;
    const values = histogramValues<T>(name, buckets, this.store, enableExemplars);
    return { name, help, type, values, aggregator };
  }
}

/** The configuration may be missing altogether, which the base refuses after this. */
function boundsOf(configuration: { readonly buckets?: readonly number[] } | undefined): number[] {
  return [...(configuration?.buckets ?? DEFAULT_BUCKETS)];
}

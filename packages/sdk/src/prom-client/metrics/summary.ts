import { isFiniteNumber, notANumber } from '../checks/numbers.ts';
import { validateLabel } from '../checks/validation.ts';
import { isObject } from '../contract/label-values.ts';
import type { LabelValues } from '../contract/label-values.ts';
import type { MetricConfiguration } from '../contract/metric-configuration.ts';
import type { MetricObjectWithValues, MetricValueWithName } from '../contract/metric-object.ts';
import { QuantileWindow } from '../series/quantile-window.ts';
import { NO_LABELS } from '../series/series-store.ts';
import type { Series } from '../series/series-store.ts';
import { summaryText } from '../text/summary-text.ts';
import { BaseMetric } from './base-metric.ts';
import { startTimer } from './stopwatch.ts';

const DEFAULT_PERCENTILES = [0.01, 0.05, 0.5, 0.9, 0.95, 0.99, 0.999];

/** What a {@link Summary} is made from. */
export interface SummaryConfiguration<T extends string> extends MetricConfiguration<T, Summary<T>> {
  /** Quantiles from 0 to 1; seven from 0.01 to 0.999 by default. */
  percentiles?: number[];
  /** With `ageBuckets`: how long a value counts. All values count without both. */
  maxAgeSeconds?: number;
  /** In how many steps values leave the window. */
  ageBuckets?: number;
  /** Whether series without a value in the window are removed; `false` by default. */
  pruneAgedBuckets?: boolean;
  /** Accepted for compatibility: the digest decides by itself when to compress. */
  compressCount?: number;
}

/** Types that belong to {@link Summary}. */
export declare namespace Summary {
  /** One series of a summary. */
  interface Internal<T extends string> {
    observe(value: number): void;
    startTimer(): (labels?: LabelValues<T>) => number;
  }

  /** What tells summaries from other metrics. */
  interface Config {
    percentiles?: number[];
  }
}

/**
 * Observations with quantiles of all values, or of those in a sliding window.
 *
 * @example
 * ```ts
 * import { Summary, register } from '@telltale/sdk/prom-client';
 *
 * const size = new Summary({ name: 'upload_bytes', help: 'Size of uploads', percentiles: [0.5] });
 * size.observe(100);
 * size.observe(300);
 * console.log((await register.metrics()).includes('upload_bytes{quantile="0.5"} 200')); // true
 * ```
 */
export class Summary<T extends string = string> extends BaseMetric<T> {
  readonly type = 'summary';
  readonly percentiles: readonly number[];
  readonly maxAgeSeconds: number | undefined;
  readonly ageBuckets: number | undefined;
  readonly pruneAgedBuckets: boolean;

  /** Throws for a name that is not valid or taken, a missing help and invalid label names. */
  constructor(configuration: SummaryConfiguration<T>) {
    super(configuration, 2);
    if (this.labelNames.some((name) => name === 'quantile')) {
      throw new Error('quantile is a reserved label keyword');
    }
    const { percentiles, maxAgeSeconds, ageBuckets, pruneAgedBuckets } = configuration;
    this.percentiles = percentiles ?? DEFAULT_PERCENTILES;
    this.maxAgeSeconds = maxAgeSeconds;
    this.ageBuckets = ageBuckets;
    this.pruneAgedBuckets = Boolean(pruneAgedBuckets);
    if (this.labelNames.length === 0) this.#windowOf(this.own.current());
    this.writeWith(Summary.prototype, (name, style) => {
      this.#prune();
      return summaryText(name, this.percentiles, this.store, style);
    });
    this.register();
  }

  /** Adds an observation. Throws for what is no finite number. */
  observe(value: number): void;
  /** Adds an observation of the labels. Throws for unknown labels and what is no finite number. */
  observe(labels: LabelValues<T>, value: number): void;
  observe(first?: unknown, second?: unknown): void {
    // Zero is an observation; other empty values stand for no labels.
    const labels = first === 0 ? first : first || NO_LABELS;
    validateLabel(this.labelNames, labels);
    // A lone argument is the value, also where it is an object: the error shows it.
    const value = second === undefined ? labels : second;
    if (!isFiniteNumber(value)) throw notANumber(value);
    const isLabelled = second !== undefined && isObject(labels);
    this.#add(isLabelled ? this.store.series(labels) : this.own.current(), value);
  }

  #add(series: Series, value: number): void {
    const { values, offset } = series;
    this.#windowOf(series).add(value);
    values[offset] += value;
    values[offset + 1]++;
  }

  #windowOf({ state }: Series): QuantileWindow {
    return (state.window ??= new QuantileWindow(this.maxAgeSeconds, this.ageBuckets));
  }

  /** Starts a timer; its end observes the duration in seconds, and returns it. */
  startTimer(labels?: LabelValues<T>): (labels?: LabelValues<T>) => number {
    return startTimer<T>(labels, (all, seconds) => this.observe(all, seconds));
  }

  /** One series by its label values, in the order of `labelNames`. */
  labels(...values: (string | number)[]): Summary.Internal<T>;
  /** One series by its labels. */
  labels(labels: LabelValues<T>): Summary.Internal<T>;
  labels(...given: readonly unknown[]): Summary.Internal<T> {
    const kept = this.keptSeries(given);
    return {
      observe: (value: unknown) => {
        if (!isFiniteNumber(value)) throw notANumber(value === undefined ? kept.labels : value);
        this.#add(kept.current(), value);
      },
      startTimer: () => this.startTimer(kept.labels as LabelValues<T>),
    };
  }

  /** Sets all series to zero; they are still shown. */
  reset(): void {
    for (const { state, values, offset } of this.store) {
      state.window?.reset();
      values.fill(0, offset, offset + 2);
    }
  }

  /** The summary with its values, after `collect`. Rejects where that fails. */
  async get(): Promise<MetricObjectWithValues<MetricValueWithName<T>>> {
    await this.update();
    this.#prune();
    const { name, help, type, aggregator } = this;
    const values = Array.from(this.store).flatMap((series) => this.#valuesOf(series));
    return { name, help, type, values, aggregator };
  }

  #valuesOf(series: Series): MetricValueWithName<T>[] {
    const { state, values, offset } = series;
    const window = this.#windowOf(series);
    const labels = () => ({ ...state.labels }) as LabelValues<T>;
    const quantiles = this.percentiles.map((quantile) => ({
      labels: { quantile, ...labels() } as LabelValues<T>,
      value: window.quantile(quantile) ?? 0,
    }));
    return [
      ...quantiles,
      { metricName: `${this.name}_sum`, labels: labels(), value: values[offset] },
      { metricName: `${this.name}_count`, labels: labels(), value: values[offset + 1] },
    ];
  }

  #prune(): void {
    if (!this.pruneAgedBuckets) return;
    const aged = Array.from(this.store).filter((series) => this.#windowOf(series).isEmpty);
    for (const { state } of aged) this.store.remove(state.labels);
  }
}

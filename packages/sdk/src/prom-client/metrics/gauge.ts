import { notANumber } from '../checks/numbers.ts';
import { isObject } from '../contract/label-values.ts';
import type { LabelValues } from '../contract/label-values.ts';
import type { MetricConfiguration } from '../contract/metric-configuration.ts';
import type { Series } from '../series/series-store.ts';
import { PlainMetric } from './plain-metric.ts';
import { startTimer } from './stopwatch.ts';

/** What a {@link Gauge} is made from. */
export interface GaugeConfiguration<T extends string> extends MetricConfiguration<T, Gauge<T>> {}

/** Types that belong to {@link Gauge}. */
export declare namespace Gauge {
  /** One series of a gauge. */
  interface Internal<T extends string> {
    inc(value?: number): void;
    dec(value?: number): void;
    set(value: number): void;
    setToCurrentTime(): void;
    startTimer(): (labels?: LabelValues<T>) => number;
  }
}

/**
 * A number that goes up and down.
 *
 * @example
 * ```ts
 * import { Gauge, register } from '@telltale/sdk/prom-client';
 *
 * const length = new Gauge({ name: 'queue_length', help: 'Jobs waiting' });
 * length.set(3);
 * length.dec();
 * console.log((await register.metrics()).includes('queue_length 2')); // true
 * ```
 */
export class Gauge<T extends string = string> extends PlainMetric<T> {
  readonly type = 'gauge';

  /** Throws for a name that is not valid or taken, a missing help and invalid label names. */
  constructor(configuration: GaugeConfiguration<T>) {
    super(configuration);
    this.register();
  }

  /** Sets the series of the labels. Throws for unknown labels and what is no number. */
  set(labels: LabelValues<T>, value: number): void;
  /** Sets the gauge. */
  set(value: number): void;
  set(first: unknown, second?: unknown): void {
    const value = isObject(first) ? second : first;
    if (typeof value !== 'number') throw notANumber(value);
    if (isObject(first)) {
      const store = this.store;
      const series = store.numberOf(first);
      store.valuesOf(series)[store.offsetOf(series)] = value;
    } else {
      const { values, offset } = this.own.current();
      values[offset] = value;
    }
  }

  /** Adds to the series of the labels; 1 by default. Throws for unknown labels and what is no number. */
  inc(labels: LabelValues<T>, value?: number): void;
  /** Adds to the gauge; 1 by default. */
  inc(value?: number): void;
  inc(first?: unknown, second?: unknown): void {
    const step = deltaOf(isObject(first) ? second : first);
    const { values, offset } = this.#seriesOf(first);
    values[offset] += step;
  }

  /** Subtracts from the series of the labels; 1 by default. Throws as `inc` does. */
  dec(labels: LabelValues<T>, value?: number): void;
  /** Subtracts from the gauge; 1 by default. */
  dec(value?: number): void;
  dec(first?: unknown, second?: unknown): void {
    const step = negated(isObject(first) ? second : first);
    const { values, offset } = this.#seriesOf(first);
    values[offset] += step;
  }

  /** Sets the series of the labels to the seconds since 1970. */
  setToCurrentTime(labels?: LabelValues<T>): void {
    const seconds = Date.now() / 1000;
    if (labels === undefined) this.set(seconds);
    else this.set(labels, seconds);
  }

  /** Starts a timer; its end sets the duration in seconds, and returns it. */
  startTimer(labels?: LabelValues<T>): (labels?: LabelValues<T>) => number {
    return startTimer<T>(labels, (all, seconds) => this.set(all, seconds));
  }

  /** One series by its label values, in the order of `labelNames`. */
  labels(...values: (string | number)[]): Gauge.Internal<T>;
  /** One series by its labels. */
  labels(labels: LabelValues<T>): Gauge.Internal<T>;
  labels(...given: readonly unknown[]): Gauge.Internal<T> {
    const kept = this.keptSeries(given);
    const set = (value: unknown): void => {
      if (typeof value !== 'number') throw notANumber(value);
      const { values, offset } = kept.current();
      values[offset] = value;
    };
    const add = (step: number): void => {
      const { values, offset } = kept.current();
      values[offset] += step;
    };
    return {
      set,
      inc: (value?: unknown) => add(deltaOf(value)),
      dec: (value?: unknown) => add(negated(value)),
      setToCurrentTime: () => set(Date.now() / 1000),
      startTimer: () => this.startTimer(kept.labels as LabelValues<T>),
    };
  }

  #seriesOf(labels: unknown): Series {
    return isObject(labels) ? this.store.series(labels) : this.own.current();
  }
}

/** The step up of a call; 1 where none is given. */
function deltaOf(value: unknown = 1): number {
  if (typeof value !== 'number') throw notANumber(value, 'Delta');
  return value;
}

/** The step down of a call. What is no number is negated before it is refused, as the message shows. */
function negated(value: unknown = 1): number {
  return deltaOf(typeof value === 'bigint' ? -value : -(value as number));
}

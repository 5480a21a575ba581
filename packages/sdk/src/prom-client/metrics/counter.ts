import { format } from 'node:util';
import { labelArguments } from '../checks/label-arguments.ts';
import { validateLabel } from '../checks/validation.ts';
import { createExemplar } from '../contract/exemplar.ts';
import { isObject } from '../contract/label-values.ts';
import type { LabelValues } from '../contract/label-values.ts';
import type { IncreaseDataWithExemplar, MetricConfiguration } from '../contract/metric-configuration.ts';
import { KeptSeries } from '../series/kept-series.ts';
import { NO_LABELS } from '../series/series-store.ts';
import { PlainMetric } from './plain-metric.ts';

/** What a {@link Counter} is made from. */
export interface CounterConfiguration<T extends string> extends MetricConfiguration<T, Counter<T>> {}

/** Types that belong to {@link Counter}. */
export declare namespace Counter {
  /** One series of a counter. */
  interface Internal {
    inc(value?: number): void;
  }
}

/**
 * A number that only goes up.
 *
 * @example
 * ```ts
 * import { Counter, register } from '@telltale/sdk/prom-client';
 *
 * const orders = new Counter({ name: 'orders_total', help: 'Orders placed', labelNames: ['method'] });
 * orders.inc({ method: 'card' });
 * console.log((await register.metrics()).includes('orders_total{method="card"} 1')); // true
 * ```
 */
export class Counter<T extends string = string> extends PlainMetric<T> {
  readonly type = 'counter';

  /** Throws for a name that is not valid or taken, a missing help and invalid label names. */
  constructor(configuration: CounterConfiguration<T>) {
    super(configuration);
    this.register();
  }

  /** Adds to the series of the labels; 1 by default. Throws for unknown labels and what is no step up. */
  inc(labels: LabelValues<T>, value?: number): void;
  /** Adds to the counter; 1 by default. */
  inc(value?: number): void;
  /** With `enableExemplars`: adds, and keeps the labels of this event. */
  inc(increase: IncreaseDataWithExemplar<T>): void;
  inc(first?: unknown, second?: unknown): void {
    // The usual call stands first: it is the one that programs make for each of their requests.
    if (!this.enableExemplars && isObject(first) && (second === undefined || isStep(second))) {
      const store = this.store;
      const series = store.numberOf(first);
      store.valuesOf(series)[store.offsetOf(series)] += second ?? 1;
    } else if (this.enableExemplars) {
      this.#incWithExemplar(first as IncreaseDataWithExemplar<T> | undefined);
    } else this.#inc(first, second);
  }

  #inc(first: unknown, second: unknown): void {
    const isLabelled = isObject(first);
    const step = (isLabelled ? second : first) ?? 1;
    if (!isStep(step)) {
      if (isLabelled) validateLabel(this.labelNames, first);
      refuseStep(step);
    }
    const { values, offset } = isLabelled ? this.store.series(first) : this.own.current();
    values[offset] += Number(step);
  }

  #incWithExemplar({ labels, value = 1, exemplarLabels }: IncreaseDataWithExemplar<T> = {}): void {
    this.#inc(labels ?? NO_LABELS, value);
    if (exemplarLabels === undefined) return;
    const { state } = this.store.series(labels ?? NO_LABELS);
    state.exemplars = [createExemplar(exemplarLabels, value || 1)];
  }

  /** One series by its label values, in the order of `labelNames`. */
  labels(...values: (string | number)[]): Counter.Internal;
  /** One series by its labels. */
  labels(labels: LabelValues<T>): Counter.Internal;
  labels(...values: readonly unknown[]): Counter.Internal {
    const labels = labelArguments(this.labelNames, values);
    if (this.enableExemplars) return { inc: () => this.inc(labels as IncreaseDataWithExemplar<T>) };
    const kept = new KeptSeries(this.store, labels);
    return {
      inc: (value?: unknown) => {
        if (value !== undefined && !isStep(value)) {
          this.#inc(labels, value);
          return;
        }
        const { values, offset } = kept.current();
        values[offset] += value ?? 1;
      },
    };
  }
}

function isStep(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

/** Throws for what is no step up; what is empty or NaN passes, as it always did. */
function refuseStep(value: unknown): void {
  if (value && !Number.isFinite(value)) throw new TypeError(`Value is not a valid number: ${format(value)}`);
  if (Number(value) < 0) throw new Error('It is not possible to decrease a counter');
}

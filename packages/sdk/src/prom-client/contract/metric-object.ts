import type { Exemplar } from './exemplar.ts';
import type { LabelValues } from './label-values.ts';

/** How the values of several processes become one. */
export type Aggregator = 'omit' | 'sum' | 'first' | 'min' | 'max' | 'average';

/**
 * Kinds of metrics, as `type` of a metric says them.
 *
 * @example
 * ```ts
 * import { Gauge, MetricType } from '@telltale/sdk/prom-client';
 *
 * const { type } = await new Gauge({ name: 'jobs_waiting', help: 'Jobs waiting' }).get();
 * console.log(type === MetricType.Gauge); // true
 * ```
 */
export const MetricType = {
  Counter: 'counter',
  Gauge: 'gauge',
  Histogram: 'histogram',
  Summary: 'summary',
} as const;

/** Kinds of metrics. */
export type MetricType = (typeof MetricType)[keyof typeof MetricType];

/** A function that brings a metric up to date before it is read; `this` is the metric. */
export type CollectFunction<Self> = (this: Self) => void | Promise<void>;

/** What is known of a metric beside its values. */
export interface MetricObject {
  name: string;
  help: string;
  type: MetricType;
  aggregator: Aggregator;
}

/** A metric with its values, as `get()` and `getMetricsAsJSON()` give it. */
export interface MetricObjectWithValues<Value extends MetricValue<string>> extends MetricObject {
  values: Value[];
}

/** One value of a metric. */
export interface MetricValue<T extends string> {
  value: number;
  labels: LabelValues<T>;
  /** On counters whose exemplars are on, after the first event that brought one. */
  exemplar?: Exemplar | null;
}

/** One value of a histogram or summary, whose samples have names of their own. */
export interface MetricValueWithName<T extends string> extends MetricValue<T> {
  metricName?: string;
}

/** A function that brings metrics up to date. */
export type Collector = () => void;

import type { LabelValues } from './label-values.ts';
import type { Aggregator, CollectFunction } from './metric-object.ts';
import type { MetricRegister } from './metric-register.ts';

/** What all metrics are made from; `Self` is the metric. */
export interface MetricConfiguration<T extends string, Self> {
  name: string;
  help: string;
  labelNames?: T[] | readonly T[];
  /** The default registry where absent; an empty list for none. */
  registers?: MetricRegister[];
  /** How `AggregatorRegistry` makes one of several processes' values; `sum` by default. */
  aggregator?: Aggregator;
  /** Called before the metric is read, with the metric as `this`. */
  collect?: CollectFunction<Self>;
  /** Only for registries of the OpenMetrics type; `false` by default. */
  enableExemplars?: boolean;
}

/** What a counter with exemplars is increased by. */
export interface IncreaseDataWithExemplar<T extends string> {
  value?: number;
  labels?: LabelValues<T>;
  exemplarLabels?: LabelValues<string>;
}

/** What a histogram with exemplars observes. */
export interface ObserveDataWithExemplar<T extends string> {
  value: number;
  labels?: LabelValues<T>;
  exemplarLabels?: LabelValues<string>;
}

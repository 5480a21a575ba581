import type { RegistryContentType } from '../contract/content-type.ts';
import type { LabelValues } from '../contract/label-values.ts';
import type { MetricRegister } from '../contract/metric-register.ts';

/** What {@link collectDefaultMetrics} takes. */
export interface DefaultMetricsCollectorConfiguration<T extends RegistryContentType> {
  /** The default registry where absent. */
  register?: MetricRegister & { readonly contentType: T };
  /** Stands in front of every name. */
  prefix?: string;
  /** Upper bounds for the duration of garbage collections, in seconds. */
  gcDurationBuckets?: number[];
  /** How often the event loop is looked at, in milliseconds; 10 by default. */
  eventLoopMonitoringPrecision?: number;
  /** Labels of every sample. */
  labels?: object;
}

/** What each group of default metrics needs of that. */
export interface DefaultMetricOptions {
  readonly registers: MetricRegister[] | undefined;
  readonly prefix: string;
  readonly labels: LabelValues<string>;
  readonly labelNames: readonly string[];
  readonly gcDurationBuckets: number[];
  readonly eventLoopMonitoringPrecision: number;
}

/** The options with their defaults. */
export function defaultMetricOptions({
  register,
  prefix,
  labels,
  gcDurationBuckets,
  eventLoopMonitoringPrecision,
}: DefaultMetricsCollectorConfiguration<RegistryContentType>): DefaultMetricOptions {
  return {
    registers: register && [register],
    prefix: prefix ?? '',
    labels: { ...labels },
    labelNames: Object.keys(labels ?? {}),
    gcDurationBuckets: gcDurationBuckets ?? [0.001, 0.01, 0.1, 1, 2, 5],
    eventLoopMonitoringPrecision: eventLoopMonitoringPrecision ?? 10,
  };
}

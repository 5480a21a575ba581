export { aggregators } from './cluster/aggregators.ts';
export type { SentMetric, SentValue } from './cluster/aggregators.ts';
export { AggregatorRegistry } from './cluster/aggregator-registry.ts';
export { exponentialBuckets, linearBuckets } from './bucket-generators.ts';
export { validateMetricName } from './checks/validation.ts';
export { openMetricsContentType, prometheusContentType } from './contract/content-type.ts';
export type {
  OpenMetricsContentType,
  PrometheusContentType,
  RegistryContentType,
} from './contract/content-type.ts';
export type { Exemplar } from './contract/exemplar.ts';
export type { LabelValues } from './contract/label-values.ts';
export type {
  IncreaseDataWithExemplar,
  MetricConfiguration,
  ObserveDataWithExemplar,
} from './contract/metric-configuration.ts';
export { MetricType } from './contract/metric-object.ts';
export type {
  Aggregator,
  CollectFunction,
  Collector,
  MetricObject,
  MetricObjectWithValues,
  MetricValue,
  MetricValueWithName,
} from './contract/metric-object.ts';
export type { MetricRegister, RegistrableMetric } from './contract/metric-register.ts';
export { collectDefaultMetrics } from './default-metrics/collect-default-metrics.ts';
export type { DefaultMetricsCollectorConfiguration } from './default-metrics/default-metric-options.ts';
export { useGuards } from './guards.ts';
export type { GuardsConfiguration } from './guards.ts';
export { Counter } from './metrics/counter.ts';
export type { CounterConfiguration } from './metrics/counter.ts';
export { Gauge } from './metrics/gauge.ts';
export type { GaugeConfiguration } from './metrics/gauge.ts';
export { Histogram } from './metrics/histogram.ts';
export type { HistogramConfiguration } from './metrics/histogram.ts';
export { Summary } from './metrics/summary.ts';
export type { SummaryConfiguration } from './metrics/summary.ts';
export { Pushgateway } from './pushgateway.ts';
export type { PushResult, PushgatewayOptions } from './pushgateway.ts';
export { Registry, contentType, register } from './registry/registry.ts';
export type { Metric } from './registry/registry.ts';

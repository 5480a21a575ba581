export { printOtlpMetrics } from './wire/print-otlp-metrics.ts';
export { writeOtlpMetrics } from './wire/write-otlp-metrics.ts';
export { writeRemoteWrite } from './wire/write-remote-write.ts';
export type {
  OtlpAttributeValue,
  OtlpAttributes,
  OtlpBuckets,
  OtlpExemplar,
  OtlpExponentialPoint,
  OtlpHistogramPoint,
  OtlpMetric,
  OtlpMetricData,
  OtlpMetrics,
  OtlpNumberPoint,
  OtlpScopeMetrics,
  OtlpSummaryPoint,
} from './wire/otlp-metrics.ts';
export type {
  NativeBucketRun,
  RemoteWriteHistogram,
  RemoteWriteLabels,
  RemoteWriteMetadata,
  RemoteWriteRequest,
  RemoteWriteSeries,
} from './wire/remote-write.ts';

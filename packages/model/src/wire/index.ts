export { printOtlpMetrics } from './print-otlp-metrics.ts';
export { writeOtlpMetrics } from './write-otlp-metrics.ts';
export { writeRemoteWrite } from './write-remote-write.ts';
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
} from './otlp-metrics.ts';
export type {
  NativeBucketRun,
  RemoteWriteHistogram,
  RemoteWriteLabels,
  RemoteWriteMetadata,
  RemoteWriteRequest,
  RemoteWriteSeries,
} from './remote-write.ts';

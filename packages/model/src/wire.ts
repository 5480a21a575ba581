export { printOtlpMetrics } from './wire/print-otlp-metrics.ts';
export { writeOtlpMetrics } from './wire/write-otlp-metrics.ts';
export { parsePrometheusProto } from './wire/parse-prometheus-proto.ts';
export type { PrometheusProtoLimits } from './wire/parse-prometheus-proto.ts';
export {
  writePrometheusHead,
  writePrometheusMetrics,
  writePrometheusProto,
} from './wire/write-prometheus-proto.ts';
export type {
  PrometheusBucket,
  PrometheusBucketRun,
  PrometheusExemplar,
  PrometheusFamily,
  PrometheusFamilyHead,
  PrometheusFamilyType,
  PrometheusLabels,
  PrometheusMetric,
  PrometheusNativeBuckets,
  PrometheusValue,
} from './wire/prometheus-family.ts';
export { encodeRemoteWriteLabels, writeRemoteWrite } from './wire/write-remote-write.ts';
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
  RemoteWriteSample,
  RemoteWriteSeries,
} from './wire/remote-write.ts';
export { describeFaults, problemInWords } from './wire/otlp/otlp-content.ts';
export type { OtlpContent, OtlpFault } from './wire/otlp/otlp-content.ts';
export type { OtlpLimits } from './wire/otlp/parse-report.ts';
export { parseOtlpLogs } from './wire/otlp/parse-otlp-logs.ts';
export type { ParseLogsOptions } from './wire/otlp/parse-otlp-logs.ts';
export { parseOtlpLogsJson } from './wire/otlp/parse-otlp-logs-json.ts';
export { parseOtlpTracesJson } from './wire/otlp/parse-otlp-traces-json.ts';
export { printOtlpLogs } from './wire/otlp/print-otlp-logs.ts';
export { printOtlpTraces } from './wire/otlp/print-otlp-traces.ts';
export { parseOtlpTraces } from './wire/otlp/parse-otlp-traces.ts';
export { writeOtlpLogs } from './wire/otlp/write-otlp-logs.ts';
export { writeOtlpTraces } from './wire/otlp/write-otlp-traces.ts';
export { readExportAnswer } from './wire/otlp/read-export-answer.ts';
export type { ExportAnswer } from './wire/otlp/read-export-answer.ts';
export { writeExportAnswer, writeRpcStatus } from './wire/otlp/write-otlp-answer.ts';
export type { RpcStatus } from './wire/otlp/write-otlp-answer.ts';
export { readOtlpMetrics } from './wire/otlp/metrics/read-otlp-metrics.ts';
export type { OtlpMetricsOutcome } from './wire/otlp/metrics/read-otlp-metrics.ts';
export { readOtlpMetricsJson } from './wire/otlp/metrics/read-otlp-metrics-json.ts';
export type {
  OtlpMetricDescription,
  OtlpMetricHead,
  OtlpMetricKind,
  OtlpMetricSink,
  OtlpScope,
  OtlpTemporality,
} from './wire/otlp/metrics/metric-sink.ts';
export type { RepeatedPart } from './wire/otlp/metrics/repeated-part.ts';
export { PointDraft } from './wire/otlp/metrics/point-draft.ts';
export type { ReadExemplar } from './wire/otlp/metrics/point-draft.ts';
export { readRemoteWrite } from './wire/remote-write/read-remote-write.ts';
export type { RemoteWriteFault, RemoteWriteOutcome } from './wire/remote-write/read-remote-write.ts';
export type { PushedExemplar, RemoteWriteSink } from './wire/remote-write/remote-write-sink.ts';
export { joinRuns } from './wire/join-runs.ts';

import type { Field, Schema } from './read-message.ts';

/* Written from opentelemetry-proto 1.x: `metrics.proto`, `logs.proto` and `common.proto`. */

const anyValue: Record<number, readonly [string, Field]> = {
  1: ['string_value', 'string'],
  2: ['bool_value', 'bool'],
  3: ['int_value', 'int64'],
  4: ['double_value', 'double'],
};
anyValue[5] = ['array_value', { message: { 1: ['values', { message: anyValue }] } }];
anyValue[6] = [
  'kvlist_value',
  { message: { 1: ['values', { message: { 1: ['key', 'string'], 2: ['value', { message: anyValue }] } }] } },
];
const keyValue: Schema = { 1: ['key', 'string'], 2: ['value', { message: anyValue }] };
const attributes: Field = { message: keyValue };
const times: Schema = { 2: ['start_time_unix_nano', 'fixed64'], 3: ['time_unix_nano', 'fixed64'] };
const exemplar: Schema = {
  2: ['time_unix_nano', 'fixed64'],
  3: ['as_double', 'double'],
  4: ['span_id', 'hex'],
  5: ['trace_id', 'hex'],
  7: ['filtered_attributes', attributes],
};
const numberPoint: Schema = {
  ...times,
  4: ['as_double', 'double'],
  5: ['exemplars', { message: exemplar }],
  7: ['attributes', attributes],
};
const histogramPoint: Schema = {
  ...times,
  4: ['count', 'fixed64'],
  5: ['sum', 'double'],
  6: ['bucket_counts', { packed: 'fixed64' }],
  7: ['explicit_bounds', { packed: 'double' }],
  8: ['exemplars', { message: exemplar }],
  9: ['attributes', attributes],
  11: ['min', 'double'],
  12: ['max', 'double'],
};
const buckets: Schema = { 1: ['offset', 'sint32'], 2: ['bucket_counts', { packed: 'uint64' }] };
const exponentialPoint: Schema = {
  ...times,
  1: ['attributes', attributes],
  4: ['count', 'fixed64'],
  5: ['sum', 'double'],
  6: ['scale', 'sint32'],
  7: ['zero_count', 'fixed64'],
  8: ['positive', { message: buckets }],
  9: ['negative', { message: buckets }],
  11: ['exemplars', { message: exemplar }],
  12: ['min', 'double'],
  13: ['max', 'double'],
  14: ['zero_threshold', 'double'],
};
const summaryPoint: Schema = {
  ...times,
  4: ['count', 'fixed64'],
  5: ['sum', 'double'],
  6: ['quantile_values', { message: { 1: ['quantile', 'double'], 2: ['value', 'double'] } }],
  7: ['attributes', attributes],
};
const temporality: Schema = { 2: ['aggregation_temporality', 'uint32'] };
const metric: Schema = {
  1: ['name', 'string'],
  2: ['description', 'string'],
  3: ['unit', 'string'],
  5: ['gauge', { message: { 1: ['data_points', { message: numberPoint }] } }],
  7: [
    'sum',
    {
      message: { 1: ['data_points', { message: numberPoint }], ...temporality, 3: ['is_monotonic', 'bool'] },
    },
  ],
  9: ['histogram', { message: { 1: ['data_points', { message: histogramPoint }], ...temporality } }],
  10: [
    'exponential_histogram',
    { message: { 1: ['data_points', { message: exponentialPoint }], ...temporality } },
  ],
  11: ['summary', { message: { 1: ['data_points', { message: summaryPoint }] } }],
};
const scopeMetrics: Schema = {
  1: ['scope', { message: { 1: ['name', 'string'], 2: ['version', 'string'] } }],
  2: ['metrics', { message: metric }],
};

/** `ExportMetricsServiceRequest`. */
export const EXPORT_METRICS_REQUEST: Schema = {
  1: [
    'resource_metrics',
    {
      message: {
        1: [
          'resource',
          { message: { 1: ['attributes', attributes], 2: ['dropped_attributes_count', 'uint32'] } },
        ],
        2: ['scope_metrics', { message: scopeMetrics }],
      },
    },
  ],
};

const logRecord: Schema = {
  1: ['time_unix_nano', 'fixed64'],
  2: ['severity_number', 'uint32'],
  3: ['severity_text', 'string'],
  5: ['body', { message: anyValue }],
  6: ['attributes', attributes],
  7: ['dropped_attributes_count', 'uint32'],
  8: ['flags', 'fixed32'],
  9: ['trace_id', 'hex'],
  10: ['span_id', 'hex'],
  11: ['observed_time_unix_nano', 'fixed64'],
  12: ['event_name', 'string'],
};
const scopeLogs: Schema = {
  1: ['scope', { message: { 1: ['name', 'string'], 2: ['version', 'string'] } }],
  2: ['log_records', { message: logRecord }],
};

/** `ExportLogsServiceRequest`. */
export const EXPORT_LOGS_REQUEST: Schema = {
  1: [
    'resource_logs',
    {
      message: {
        1: [
          'resource',
          { message: { 1: ['attributes', attributes], 2: ['dropped_attributes_count', 'uint32'] } },
        ],
        2: ['scope_logs', { message: scopeLogs }],
      },
    },
  ],
};

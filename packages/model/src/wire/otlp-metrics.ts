/** The value of an OpenTelemetry attribute. Whole numbers are sent as integers. */
export type OtlpAttributeValue = string | number | boolean | readonly (string | number | boolean)[];

/** OpenTelemetry attributes in the order they are sent. */
export type OtlpAttributes = readonly (readonly [name: string, value: OtlpAttributeValue])[];

/** What one request to `/v1/metrics` carries: the metrics of one process. */
export interface OtlpMetrics {
  readonly resource: OtlpAttributes;
  readonly scopes: readonly OtlpScopeMetrics[];
}

/** The metrics of one instrumentation scope. */
export interface OtlpScopeMetrics {
  readonly name: string;
  readonly version: string;
  readonly metrics: readonly OtlpMetric[];
}

/** One metric; all sums and histograms are cumulative. */
export type OtlpMetric = {
  readonly name: string;
  readonly description: string;
  /** UCUM, for example `s` or `By`. */
  readonly unit: string;
} & OtlpMetricData;

/** The kinds of metrics of the protocol, with their points. */
export type OtlpMetricData =
  | { readonly kind: 'gauge'; readonly points: readonly OtlpNumberPoint[] }
  | { readonly kind: 'sum'; readonly isMonotonic: boolean; readonly points: readonly OtlpNumberPoint[] }
  | { readonly kind: 'histogram'; readonly points: readonly OtlpHistogramPoint[] }
  | { readonly kind: 'exponentialHistogram'; readonly points: readonly OtlpExponentialPoint[] }
  | { readonly kind: 'summary'; readonly points: readonly OtlpSummaryPoint[] };

interface OtlpPoint {
  readonly attributes: OtlpAttributes;
  /** Since when the value accumulates; 0 where it is not known. */
  readonly startMs: number;
  readonly timeMs: number;
}

/** A value of a gauge or a sum. */
export interface OtlpNumberPoint extends OtlpPoint {
  readonly value: number;
  readonly exemplars?: readonly OtlpExemplar[];
}

/** A histogram with explicit bounds. */
export interface OtlpHistogramPoint extends OtlpPoint {
  readonly count: number;
  readonly sum: number;
  /** Upper bounds without +Inf. */
  readonly bounds: readonly number[];
  /** Not cumulative, one more than there are bounds. */
  readonly bucketCounts: readonly number[];
  readonly exemplars?: readonly OtlpExemplar[];
}

/** Neighbouring buckets of an exponential histogram: bucket `i` is `(base ** (offset + i), base ** (offset + i + 1)]`. */
export interface OtlpBuckets {
  readonly offset: number;
  readonly counts: readonly number[];
}

/** A histogram with exponential buckets; the base is `2 ** (2 ** -scale)`. */
export interface OtlpExponentialPoint extends OtlpPoint {
  readonly count: number;
  readonly sum: number;
  readonly scale: number;
  readonly zeroCount: number;
  readonly zeroThreshold: number;
  readonly positive: OtlpBuckets;
  readonly negative: OtlpBuckets;
  readonly exemplars?: readonly OtlpExemplar[];
}

/** Quantiles that were computed by the program. */
export interface OtlpSummaryPoint extends OtlpPoint {
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly (readonly [quantile: number, value: number])[];
}

/** One measurement kept as an example. */
export interface OtlpExemplar {
  readonly value: number;
  readonly timeMs: number;
  /** 32 hexadecimal digits; empty where there is no trace. */
  readonly traceId: string;
  /** 16 hexadecimal digits; empty where there is no span. */
  readonly spanId: string;
  readonly attributes: OtlpAttributes;
}

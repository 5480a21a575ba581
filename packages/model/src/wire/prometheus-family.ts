/** Label names and values, `__name__` not among them. */
export type PrometheusLabels = readonly (readonly [name: string, value: string])[];

/** Types of a metric family on the wire. */
export type PrometheusFamilyType =
  | 'counter'
  | 'gauge'
  | 'summary'
  | 'untyped'
  | 'histogram'
  | 'gaugehistogram';

/** One measurement that stands for the others of its series or bucket. */
export interface PrometheusExemplar {
  readonly labels: PrometheusLabels;
  readonly value: number;
  readonly timestampMs?: number;
}

/** A classic bucket. */
export interface PrometheusBucket {
  readonly upperBound: number;
  /** Observations up to and with the bound. */
  readonly cumulativeCount: number;
  readonly exemplar?: PrometheusExemplar;
}

/** Neighbouring buckets of a native histogram: the upper bound of the first is `base ** start`. */
export interface PrometheusBucketRun {
  readonly start: number;
  readonly counts: readonly number[];
}

/** The native part of a histogram; the base of its buckets is `2 ** (2 ** -schema)`. */
export interface PrometheusNativeBuckets {
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  /** Ascending. */
  readonly positive: readonly PrometheusBucketRun[];
  /** By the size of the values, ascending. */
  readonly negative: readonly PrometheusBucketRun[];
}

/** The value of one series. */
export type PrometheusValue =
  | {
      readonly kind: 'counter';
      readonly value: number;
      readonly exemplar?: PrometheusExemplar;
      /** Since when it counts. */
      readonly createdMs?: number;
    }
  | { readonly kind: 'gauge' | 'untyped'; readonly value: number }
  | {
      readonly kind: 'summary';
      readonly count: number;
      readonly sum: number;
      readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
      readonly createdMs?: number;
    }
  | {
      readonly kind: 'histogram';
      /** Whether counts may be fractions; written without exemplars then. Read histograms do not say. */
      readonly isFloat?: true;
      readonly count: number;
      readonly sum: number;
      /** Ascending; that of +Inf may be absent. */
      readonly buckets: readonly PrometheusBucket[];
      readonly native?: PrometheusNativeBuckets;
      readonly createdMs?: number;
    };

/** One series of a family with its value. */
export interface PrometheusMetric {
  readonly labels: PrometheusLabels;
  readonly value: PrometheusValue;
  readonly timestampMs?: number;
}

/** What a family says beside its series. */
export interface PrometheusFamilyHead {
  readonly name: string;
  readonly type: PrometheusFamilyType;
  readonly help: string;
  readonly unit: string;
}

/** A metric with its series, as Prometheus' protocol buffers have it (`io.prometheus.client.MetricFamily`). */
export interface PrometheusFamily extends PrometheusFamilyHead {
  readonly metrics: readonly PrometheusMetric[];
}

/** Numbers of `MetricType`, in their order. */
export const PROMETHEUS_TYPES: readonly PrometheusFamilyType[] = [
  'counter',
  'gauge',
  'summary',
  'untyped',
  'histogram',
  'gaugehistogram',
];

import type { Exemplar } from '../../metrics/view/exemplar.ts';
import type { InstrumentOrigin } from '../../metrics/view/instrument-origin.ts';

/** Who counted: what tells the values of one run of a program from those of another. */
export interface RunIdentity {
  /** Label `job`; OpenTelemetry's `service.name`. */
  readonly job: string;
  /** Label `instance`; OpenTelemetry's `service.instance.id`. */
  readonly instance: string;
  /** Different for each run. */
  readonly runId: string;
  /** When the run began: counters count from there. */
  readonly startMs: number;
  /** More attributes of OpenTelemetry's resource, and grouping labels of a Pushgateway. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** All metrics of a run at one moment, as plain data: nothing in it changes while it is sent or written. */
export interface MetricsSnapshot {
  readonly identity: RunIdentity;
  readonly takenMs: number;
  readonly metrics: readonly SnapshotMetric[];
}

/** The kinds of metrics, with those that only foreign registries have. */
export type SnapshotKind = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateset' | 'unknown';

/** One metric of a snapshot; `values` of its series are laid out as in a `MetricView`. */
export interface SnapshotMetric {
  readonly name: string;
  readonly kind: SnapshotKind;
  readonly help: string;
  readonly unit: string;
  readonly createdMs: number;
  readonly labelNames: readonly string[];
  readonly bounds: readonly number[];
  readonly quantiles: readonly number[];
  readonly states: readonly string[];
  readonly series: readonly SnapshotSeries[];
  /** Of a metric that an OpenTelemetry instrument recorded. */
  readonly origin?: InstrumentOrigin;
}

/** One series. */
export interface SnapshotSeries {
  /** In the order of the metric's `labelNames`; empty where the series has no such label. */
  readonly labels: readonly string[];
  readonly values: readonly number[];
  /** Of a native histogram. */
  readonly native?: NativeSnapshot;
  /** Of a summary, in the order of the metric's `quantiles`. */
  readonly quantileValues?: readonly number[];
  readonly exemplars?: readonly (Exemplar | undefined)[];
}

/** The buckets of a native histogram: the upper bound of bucket `i` is `2 ** (i * 2 ** -schema)`. */
export interface NativeSnapshot {
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly positive: { readonly offset: number; readonly counts: readonly number[] };
  readonly negative: { readonly offset: number; readonly counts: readonly number[] };
}

import type { Expr, FilePosition, Receiver, Route, Rule } from '@telltale/model';

/** The possible values of a label: a closed list, a pattern, or any (with an upper bound). */
export type ResolvedLabel =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: string; readonly maxValues?: number }
  | { readonly kind: 'any'; readonly maxValues?: number };

/** What a metric measures. */
export type MetricKind = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateset';

/** A declared metric with every default filled in. */
export interface ResolvedMetric {
  readonly name: string;
  readonly kind: MetricKind;
  readonly help: string;
  /** Base unit such as `seconds`, `bytes`, `ratio`; the empty string where there is none. */
  readonly unit: string;
  readonly labels: Readonly<Record<string, ResolvedLabel>>;
  /** Upper bounds without +Inf, ascending; none for a native histogram. Histograms only. */
  readonly buckets?: readonly number[];
  /** Whether a histogram is (also) a native one. */
  readonly isNative?: boolean;
  /** Shares that a summary estimates. */
  readonly quantiles?: readonly number[];
  /** States of a state set. */
  readonly states?: readonly string[];
  /** The kit that declared the metric, for example `http-server`. */
  readonly kit?: string;
  readonly position?: FilePosition;
}

/** A program whose `/metrics` is scraped. */
export interface ResolvedTarget {
  /** Name of the target in the definition: the `job` label. */
  readonly job: string;
  /** `host:port` of each instance. */
  readonly addresses: readonly string[];
  readonly path: string;
  readonly scheme: 'http' | 'https';
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Labels added to every sample. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether native histograms are read, and classic ones beside them; not where it is absent. */
  readonly nativeHistograms?: boolean | 'with-classic';
}

/** How a panel is drawn. */
export type PanelKind = 'timeseries' | 'stat';

/** One chart or figure. */
export interface ResolvedPanel {
  readonly title: string;
  readonly kind: PanelKind;
  /** Unit of the values for display: `seconds`, `bytes`, `ratio`, `per_second`, or empty. */
  readonly unit: string;
  readonly description?: string;
  /** PromQL; `$__rate_interval` is not used: ranges are written out. */
  readonly queries: readonly { readonly query: string; readonly legend: string }[];
  /** A value worth a line in the chart, for example an alert's threshold. */
  readonly threshold?: number;
}

/** Panels that belong together. */
export interface ResolvedDashboard {
  /** Stable address: lower case, digits and dashes. */
  readonly slug: string;
  readonly title: string;
  readonly panels: readonly ResolvedPanel[];
}

/** A query that is asked by name. */
export interface ResolvedSavedQuery {
  readonly name: string;
  /** What the answer means; empty where not said. */
  readonly help: string;
  /** Unit of the values for display. */
  readonly unit: string;
  readonly query: string;
  readonly expr: Expr;
}

/** How the station is to run; what is absent is as the station has it. */
export interface ResolvedStation {
  readonly retentionMs?: number;
  /** The most that the data folder may hold. */
  readonly retentionBytes?: number;
  readonly queryTimeoutMs?: number;
  readonly uiRefreshMs?: number;
  readonly uiRangeMs?: number;
}

/** A definition with every callback run and every default filled in: pure data. */
export interface ResolvedDefinition {
  readonly service: string;
  readonly owner: string;
  readonly metrics: readonly ResolvedMetric[];
  readonly targets: readonly ResolvedTarget[];
  readonly evaluationIntervalMs: number;
  readonly receivers: readonly Receiver[];
  /** Root of the routing tree. */
  readonly route: Route;
  /** Alerting and recording rules in the order written; recordings first. */
  readonly rules: readonly Rule[];
  readonly dashboards: readonly ResolvedDashboard[];
  readonly queries: readonly ResolvedSavedQuery[];
  readonly station: ResolvedStation;
  /** File the definition came from, where known. */
  readonly file?: string;
}

import type { Expr } from '../expression/ast.ts';
import type { SourceRange } from '../expression/source-range.ts';
import type { LabelSet } from '../labels/label-set.ts';
import type { Matcher } from '../labels/matcher.ts';
import type { HistogramColumn, NativeHistogram } from '../samples/native-histogram.ts';

/** One series of an instant vector. */
export interface VectorSample {
  readonly labels: LabelSet;
  readonly timestampMs: number;
  /** 0 when the sample is a native histogram. */
  readonly value: number;
  readonly histogram?: NativeHistogram;
}

/** The points of one series of a result; only existing points, ascending. */
export interface MatrixSeries {
  readonly labels: LabelSet;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  /** Set when any point is a native histogram; as long as `values`, which hold 0 in its place. */
  readonly histograms?: HistogramColumn;
}

/** The value of a query, by its type. */
export type QueryValue =
  | { readonly type: 'vector'; readonly samples: readonly VectorSample[] }
  | { readonly type: 'matrix'; readonly series: readonly MatrixSeries[] }
  | { readonly type: 'scalar'; readonly timestampMs: number; readonly value: number }
  | { readonly type: 'string'; readonly timestampMs: number; readonly value: string };

/** A remark that does not stop the query, for example a `rate` over something no counter. */
export interface QueryAnnotation {
  readonly severity: 'warning' | 'info';
  readonly message: string;
  readonly source?: SourceRange;
}

/** What a query cost. */
export interface QueryStats {
  readonly evaluationMs: number;
  /** The part of `evaluationMs` that was spent waiting for samples. */
  readonly loadingMs: number;
  readonly seriesRead: number;
  readonly samplesRead: number;
  /** The most samples and values held at a time. */
  readonly peakSamples: number;
  /** Samples that each step looked at, where asked for: one seen by two steps counts twice. */
  readonly samplesPerStep?: Float64Array;
}

/** The answer to a query. */
export interface QueryResult {
  readonly value: QueryValue;
  readonly annotations: readonly QueryAnnotation[];
  readonly stats: QueryStats;
}

/** How a query is run. */
export interface QueryOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** How long a sample stays current, when not as long as the service has it. */
  readonly lookbackMs?: number;
  /** Whether the samples that each step looks at are counted; false by default. */
  readonly countsSamples?: boolean;
}

/** From when to when, and how far apart the points are; both ends inclusive. */
export interface QueryRange {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** Which series a label API asks for. */
export interface SeriesQuery {
  /** Any of the lists may match; within a list all matchers must. */
  readonly selectors: readonly (readonly Matcher[])[];
  readonly startMs: number;
  readonly endMs: number;
}

/** What is known of a metric family from its exposition. */
export interface MetricMetadata {
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateset' | 'unknown';
  readonly help: string;
  readonly unit: string;
}

/** The queries of a plan at one moment: what several of them need is read and computed once. */
export interface QueryMoment {
  /** Answers the query at that place in the plan. Remarks on what it has in common with an earlier one may be missing. */
  instant(index: number, options?: QueryOptions): Promise<QueryResult>;
  /** Tells that series of a metric have new samples: what was read of them is read again. */
  forget(metricName: string): void;
}

/** Queries that are asked together, at one moment after the other, as the rules of a group are. */
export interface QueryPlan {
  /** Answers are those of the queries one by one, as long as nothing else is appended meanwhile. */
  at(timeMs: number): QueryMoment;
}

/**
 * Answers queries: the local engine, or a remote Prometheus-compatible server. Rules, checks,
 * pages and proofs talk to this and never to a store.
 */
export interface QueryService {
  instant(query: string | Expr, timeMs: number, options?: QueryOptions): Promise<QueryResult>;
  range(query: string | Expr, range: QueryRange, options?: QueryOptions): Promise<QueryResult>;
  series(query: SeriesQuery): Promise<LabelSet[]>;
  labelNames(query: SeriesQuery): Promise<string[]>;
  labelValues(name: string, query: SeriesQuery): Promise<string[]>;
  metadata(): Promise<ReadonlyMap<string, MetricMetadata>>;
  /** Prepares queries that are asked together. A service that has nothing to gain from it leaves it out. */
  plan?(queries: readonly Expr[]): QueryPlan;
}

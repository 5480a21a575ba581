import type { Span } from '../traces/span.ts';
import type { TraceQuery } from '../traces/trace-query.ts';

/** All spans of a trace that are kept. */
export interface Trace {
  readonly traceId: string;
  /** By their begin; of those that begin together, parents first. */
  readonly spans: readonly Span[];
}

/** A range of time; its end is not part of it. */
export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

/** Which traces: those with a span that began in the range and for which all that is said holds. */
export interface TraceSearch extends TimeRange, TraceQuery {
  readonly limit: number;
  /** Which come first. Default: the newest. */
  readonly order?: 'newest' | 'slowest';
}

/** What a list of traces shows. */
export interface TraceSummary {
  readonly traceId: string;
  readonly startMs: number;
  /** From the first begin to the last end. */
  readonly durationMs: number;
  /** Of the root, or where it is not there, of the span that began first. */
  readonly service: string;
  readonly operation: string;
  readonly spans: number;
  readonly errors: number;
  /** Spans of each service. */
  readonly services: Readonly<Record<string, number>>;
  /** Whether spans are missing: one names a parent that is not there, and no span is the root. */
  readonly isPartial: boolean;
}

/**
 * How a service calls another, or a database or peer that reports no spans: what `serviceCalls` finds in the spans of
 * a trace that come within the time its store waits for them. Counted from all spans, those of traces that were not
 * kept as well; the duration is that of the callee.
 */
export interface ServiceEdge {
  readonly caller: string;
  readonly callee: string;
  readonly calls: number;
  readonly errors: number;
  readonly durationMs: { readonly mean: number; readonly p95: number };
}

/** What {@link TraceStore.operations} takes. */
export interface OperationSelection extends TimeRange {
  readonly service?: string;
  /** Only spans by which the service is entered: servers and consumers, and roots. Default: no. */
  readonly entriesOnly?: boolean;
  /**
   * What is counted together: the spans of an operation, or all of a service, whose `operation` is then an empty
   * text. Default: operation.
   */
  readonly by?: 'operation' | 'service';
}

/** Rate, errors and duration of an operation; counted from all spans. */
export interface OperationStats {
  readonly service: string;
  readonly operation: string;
  readonly calls: number;
  readonly errors: number;
  /** Estimated from buckets that grow by a fifth: within 10 %. */
  readonly durationMs: {
    readonly mean: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
}

/** Figures of a trace store. */
export interface TraceStoreStats {
  readonly traces: number;
  readonly spans: number;
  readonly bytes: number;
  /** Begin of the oldest trace that is kept; nothing in an empty store. */
  readonly oldestMs?: number;
  /** Traces that tail sampling did not keep, since the store was opened. */
  readonly sampledOut: number;
}

/** Keeps spans and finds traces. Each method that reads ends early with the reason of its signal. */
export interface TraceStore {
  /**
   * Takes spans, in any order and over any number of calls; resolves when they survive the death of the process. A
   * span that comes again is taken once. Rejects with `TT_OVERLOADED` when more waits than the store holds: nothing
   * of the batch was taken then, and it may be sent again.
   */
  append(spans: readonly Span[]): Promise<void>;
  /** The spans of a trace, those that were taken a moment ago as well. */
  get(traceId: string, signal?: AbortSignal): Promise<Trace | undefined>;
  /** Traces with a span that matches, each summed up from all its spans. */
  search(search: TraceSearch, signal?: AbortSignal): Promise<TraceSummary[]>;
  /**
   * Services of the range with the names of their operations, both sorted. Here, in {@link TraceStore.edges} and
   * {@link TraceStore.operations}, a store may count by minutes: those of which a part is in the range count whole.
   */
  services(
    range: TimeRange,
    signal?: AbortSignal,
  ): Promise<{ readonly service: string; readonly operations: readonly string[] }[]>;
  /** Calls that began in the range, at the callee; in any order. */
  edges(range: TimeRange, signal?: AbortSignal): Promise<ServiceEdge[]>;
  /** In any order. */
  operations(selection: OperationSelection, signal?: AbortSignal): Promise<OperationStats[]>;
  stats(): Promise<TraceStoreStats>;
  close(): Promise<void>;
}

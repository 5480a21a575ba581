import type { OperationStats, ServiceEdge, Trace, TraceSummary } from '@telltale/model';

/** `GET /api/telltale/traces` */
export interface TracesResponse {
  readonly traces: readonly TraceSummary[];
}

/** `GET /api/telltale/traces/{id}` */
export type TraceResponse = Trace;

/** `GET /api/telltale/traces/services` */
export interface TraceServicesResponse {
  readonly services: readonly { readonly service: string; readonly operations: readonly string[] }[];
}

/** How often, how well and how fast: of a service, an operation or a way between two services. */
export interface RedFigures {
  readonly calls: number;
  readonly errors: number;
  /** Calls in a second, on average over the range. */
  readonly ratePerSecond: number;
  /** Errors of the calls, from 0 to 1. */
  readonly errorShare: number;
}

/** A service, or a peer that reports nothing itself, such as a database. */
export interface ServiceNode extends RedFigures {
  readonly service: string;
  /** Whether it is known only from those that call it. */
  readonly isPeer: boolean;
  /** `null` where it cannot be told: of a peer that several services call. */
  readonly durationMs: { readonly mean: number | null; readonly p95: number | null };
}

/** Calls of one service by another. */
export interface ServiceCalls extends RedFigures {
  readonly caller: string;
  readonly callee: string;
  readonly durationMs: ServiceEdge['durationMs'];
}

/** `GET /api/telltale/traces/map`: the busiest first. */
export interface ServiceMapResponse {
  readonly nodes: readonly ServiceNode[];
  readonly edges: readonly ServiceCalls[];
}

/** `GET /api/telltale/traces/operations`: the busiest first. */
export interface TraceOperationsResponse {
  readonly operations: readonly (OperationStats & RedFigures)[];
}

/** Figures of an operation in one of two sets of traces. */
export interface ComparedFigures {
  readonly calls: number;
  readonly errors: number;
  /** Calls in a second of the range, or in each trace: see {@link TraceComparisonResponse.callsPer}. */
  readonly frequency: number;
  readonly durationMs: { readonly p50: number; readonly p95: number };
}

/** An operation in two sets; `null` where a set has none of it. */
export interface ComparedOperation {
  readonly service: string;
  readonly operation: string;
  readonly selection: ComparedFigures | null;
  readonly baseline: ComparedFigures | null;
}

/** A value of an attribute that one of two sets has more often than chance explains. */
export interface ComparedAttribute {
  /** `service`, `operation`, `status`, an attribute, or one of the program with `resource.` in front. */
  readonly field: string;
  readonly value: string;
  /** Traces that have it, from 0 to 1. */
  readonly selection: number;
  readonly baseline: number;
}

/** What was compared of a set. */
export interface ComparedSet {
  /** Traces that were looked at, the newest ones. */
  readonly traces: number;
  /** Whether these are all there are. */
  readonly isComplete: boolean;
}

/** `GET /api/telltale/traces/compare` */
export interface TraceComparisonResponse {
  readonly selection: ComparedSet;
  readonly baseline: ComparedSet;
  /**
   * What operations are counted over: all calls of both ranges, or where a query selects, those in the traces that
   * were looked at.
   */
  readonly callsPer: 'second' | 'trace';
  /** The busiest first. */
  readonly operations: readonly ComparedOperation[];
  /** Those of the selection first that differ most. */
  readonly attributes: readonly ComparedAttribute[];
}

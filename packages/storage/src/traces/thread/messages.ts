import type {
  OperationSelection,
  OperationStats,
  ServiceEdge,
  TailSampling,
  TimeRange,
  TraceSearch,
  TraceSummary,
} from '@telltale/model';
import type { StoreNotice } from '../../notice.ts';
import type { SentError } from '../../read/remote/sent-error.ts';
import type { PackedTrace } from '../read/packed-trace.ts';

/** What the thread of the traces is started with. */
export interface TraceThreadOptions {
  readonly folder: string;
  readonly sampling: TailSampling;
  readonly decisionDelayMs: number;
  readonly maxWaitMs: number;
  readonly maxPendingBytes: number;
  readonly maxBytes: number;
  readonly nowMs: number;
}

/** Figures of what the thread knows. */
export interface TraceFigures {
  readonly traces: number;
  readonly spans: number;
  readonly oldestMs: number | undefined;
  readonly sampledOut: number;
}

/** Each request with what it is answered with. */
export interface TraceAnswers {
  /** The number that the next batch of the log may have at least. */
  open: number;
  get: PackedTrace | undefined;
  search: TraceSummary[];
  services: { readonly service: string; readonly operations: readonly string[] }[];
  edges: ServiceEdge[];
  operations: OperationStats[];
  stats: TraceFigures;
  /** Begins of the days that have files. */
  days: number[];
  dropDays: void;
  flush: void;
  close: void;
}

export type TraceAnswer = TraceAnswers[keyof TraceAnswers];

export type TraceRequest =
  | { readonly kind: 'open' }
  | { readonly kind: 'stats' }
  | { readonly kind: 'days' }
  | { readonly kind: 'flush' }
  | { readonly kind: 'close' }
  | { readonly kind: 'get'; readonly traceId: string }
  | { readonly kind: 'search'; readonly search: TraceSearch }
  | { readonly kind: 'services'; readonly range: TimeRange }
  | { readonly kind: 'edges'; readonly range: TimeRange }
  | { readonly kind: 'operations'; readonly selection: OperationSelection }
  | { readonly kind: 'dropDays'; readonly days: readonly number[] };

export type TraceMessage =
  /** A batch of the log. */
  | { readonly kind: 'batch'; readonly number: number; readonly bytes: Uint8Array; readonly nowMs: number }
  /** Time has passed. */
  | { readonly kind: 'tick'; readonly nowMs: number }
  | { readonly kind: 'sampling'; readonly sampling: TailSampling }
  | { readonly kind: 'limit'; readonly maxBytes: number }
  | { readonly kind: 'request'; readonly id: number; readonly request: TraceRequest }
  | { readonly kind: 'cancel'; readonly id: number };

export type TraceReport =
  | { readonly kind: 'released'; readonly number: number }
  | { readonly kind: 'notice'; readonly notice: StoreNotice }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: TraceAnswer }
  | { readonly kind: 'failed'; readonly id: number; readonly error: SentError };

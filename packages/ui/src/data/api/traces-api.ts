import type {
  OpenInResponse,
  ServiceMapResponse,
  TraceComparisonResponse,
  TraceOperationsResponse,
  TraceResponse,
  TraceServicesResponse,
  TracesResponse,
} from '@telltale/station/contract';
import type { HttpClient, Parameters } from './http.ts';

/** A stretch of time. */
export interface TraceTime {
  readonly startMs: number;
  readonly endMs: number;
}

/** Which traces come first. */
export type TraceOrder = 'newest' | 'slowest';

/** Two sets of traces: those of a query, and those of another one or of another time. */
export interface TraceComparison extends TraceTime {
  readonly query: string;
  /** The same time where it is not said. */
  readonly baseline?: TraceTime;
}

/** Traces of all services. */
export interface TracesApi {
  readonly search: (
    search: TraceTime & { readonly query: string; readonly order: TraceOrder; readonly limit: number },
    signal?: AbortSignal,
  ) => Promise<TracesResponse>;
  readonly get: (traceId: string, signal?: AbortSignal) => Promise<TraceResponse>;
  readonly services: (time: TraceTime, signal?: AbortSignal) => Promise<TraceServicesResponse>;
  readonly map: (time: TraceTime, signal?: AbortSignal) => Promise<ServiceMapResponse>;
  /** How often, how well and how fast; of all services where none is named. */
  readonly operations: (
    time: TraceTime & { readonly service: string },
    signal?: AbortSignal,
  ) => Promise<TraceOperationsResponse>;
  readonly compare: (comparison: TraceComparison, signal?: AbortSignal) => Promise<TraceComparisonResponse>;
  /** Other programs that have the same trace. */
  readonly openIn: (
    trace: TraceTime & { readonly traceId: string },
    signal?: AbortSignal,
  ) => Promise<OpenInResponse>;
}

/** Creates the calls. */
export function createTracesApi({ get }: HttpClient): TracesApi {
  return {
    search: ({ query, order, limit, ...time }, signal) =>
      get('/api/telltale/traces', { query, order, limit, ...timeOf(time) }, signal),
    get: (traceId, signal) => get(traceAddress(traceId), {}, signal),
    services: (time, signal) => get('/api/telltale/traces/services', timeOf(time), signal),
    map: (time, signal) => get('/api/telltale/traces/map', timeOf(time), signal),
    operations: ({ service, ...time }, signal) =>
      get('/api/telltale/traces/operations', { service, ...timeOf(time) }, signal),
    compare: ({ query, baseline, ...time }, signal) =>
      get(
        '/api/telltale/traces/compare',
        { query, ...timeOf(time), ...(baseline && timeOf(baseline, 'baseline_')) },
        signal,
      ),
    openIn: ({ traceId, ...time }, signal) =>
      get('/api/telltale/open-in', { trace_id: traceId, ...timeOf(time) }, signal),
  };
}

/** The address of a trace as JSON. */
export function traceAddress(traceId: string): string {
  return `/api/telltale/traces/${encodeURIComponent(traceId)}`;
}

function timeOf({ startMs, endMs }: TraceTime, prefix = ''): Parameters {
  return { [`${prefix}start`]: startMs / 1000, [`${prefix}end`]: endMs / 1000 };
}

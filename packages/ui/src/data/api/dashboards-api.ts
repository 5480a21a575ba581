import type {
  AnnotationsResponse,
  BatchRequest,
  BatchResult,
  DashboardsResponse,
  NewAnnotation,
  OverviewResponse,
  PageLoad,
} from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** Services, dashboards, what is drawn on them and what happened meanwhile. */
export interface DashboardsApi {
  readonly overview: (signal?: AbortSignal) => Promise<OverviewResponse>;
  readonly all: (signal?: AbortSignal) => Promise<DashboardsResponse>;
  /** Runs many queries in one request and yields each result as soon as the station has it. */
  readonly queryBatch: (request: BatchRequest, signal: AbortSignal) => AsyncIterable<BatchResult>;
  readonly annotations: (
    range: { readonly startMs: number; readonly endMs: number },
    signal?: AbortSignal,
  ) => Promise<AnnotationsResponse>;
  /** Tells how long a page took until all of it was there. */
  readonly pageLoad: (load: PageLoad) => Promise<void>;
  /** Says that something happened. */
  readonly annotate: (annotation: NewAnnotation) => Promise<void>;
}

/** Creates the calls. */
export function createDashboardsApi({ get, send, stream }: HttpClient): DashboardsApi {
  return {
    overview: (signal) => get('/api/telltale/overview', {}, signal),
    all: (signal) => get('/api/telltale/dashboards', {}, signal),
    queryBatch: (request, signal) => stream('/api/telltale/query_batch', request, signal),
    annotations: ({ startMs, endMs }, signal) =>
      get('/api/telltale/annotations', { start: startMs / 1000, end: endMs / 1000 }, signal),
    pageLoad: (load) => send('POST', '/api/telltale/page_loads', load),
    annotate: async (annotation) => {
      await send('POST', '/api/telltale/annotations', annotation);
    },
  };
}

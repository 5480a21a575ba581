import type {
  AnnotationsResponse,
  BatchRequest,
  BatchResult,
  CreateDashboardRequest,
  DashboardCodeResponse,
  DashboardContent,
  DashboardGrafanaResponse,
  DashboardImportResponse,
  DashboardsResponse,
  NewAnnotation,
  OverviewResponse,
  PageLoad,
  SaveDashboardRequest,
  SavedDashboard,
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
  readonly saved: SavedDashboardsApi;
}

/** Dashboards that are made in the pages. A save of what somebody changed meanwhile rejects with status 409. */
export interface SavedDashboardsApi {
  readonly one: (slug: string, signal?: AbortSignal) => Promise<SavedDashboard>;
  readonly create: (request: CreateDashboardRequest) => Promise<SavedDashboard>;
  readonly save: (slug: string, request: SaveDashboardRequest) => Promise<SavedDashboard>;
  readonly delete: (slug: string, revision: number) => Promise<void>;
  /** As TypeScript for the definition. */
  readonly code: (content: DashboardContent, signal?: AbortSignal) => Promise<DashboardCodeResponse>;
  /** As JSON that Grafana imports. */
  readonly grafana: (content: DashboardContent) => Promise<DashboardGrafanaResponse>;
  /** What a file of Grafana becomes. */
  readonly import: (text: string, signal?: AbortSignal) => Promise<DashboardImportResponse>;
}

/** Creates the calls. */
export function createDashboardsApi(http: HttpClient): DashboardsApi {
  const { get, send, stream } = http;
  return {
    saved: createSavedDashboardsApi(http),
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

function createSavedDashboardsApi({ get, send }: HttpClient): SavedDashboardsApi {
  const path = (slug: string): string => `/api/telltale/saved_dashboards/${encodeURIComponent(slug)}`;
  return {
    one: (slug, signal) => get(path(slug), {}, signal),
    create: (request) => send('POST', '/api/telltale/saved_dashboards', request),
    save: (slug, request) => send('PUT', path(slug), request),
    delete: (slug, revision) => send('DELETE', `${path(slug)}?revision=${revision}`),
    code: (content, signal) => send('POST', '/api/telltale/dashboards/code', { content }, signal),
    grafana: (content) => send('POST', '/api/telltale/dashboards/grafana', { content }),
    import: (text, signal) => send('POST', '/api/telltale/dashboards/import', { text }, signal),
  };
}

import type {
  CheckQueryResponse,
  ExplainQueryRequest,
  ExplainQueryResponse,
  FunctionsResponse,
  MetricsResponse,
  QueryCodeRequest,
  QueryCodeResponse,
} from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** What helps to ask: metrics, what a query is made of, what is wrong with it, and it as code. */
export interface ExploreApi {
  readonly metrics: (
    about: { readonly search: string; readonly limit?: number },
    signal?: AbortSignal,
  ) => Promise<MetricsResponse>;
  readonly functions: (signal?: AbortSignal) => Promise<FunctionsResponse>;
  readonly explain: (request: ExplainQueryRequest, signal?: AbortSignal) => Promise<ExplainQueryResponse>;
  readonly check: (query: string, signal?: AbortSignal) => Promise<CheckQueryResponse>;
  readonly code: (request: QueryCodeRequest, signal?: AbortSignal) => Promise<QueryCodeResponse>;
  /** Names of labels, of the series of a selector where there is one. */
  readonly labelNames: (
    about: { readonly selector?: string; readonly limit?: number },
    signal?: AbortSignal,
  ) => Promise<readonly string[]>;
  /** Values of a label in the series of a selector. */
  readonly labelValues: (
    label: string,
    about: {
      readonly selector?: string;
      readonly startMs?: number;
      readonly endMs?: number;
      readonly limit?: number;
    },
    signal?: AbortSignal,
  ) => Promise<readonly string[]>;
}

interface PrometheusAnswer<T> {
  readonly data: T;
}

/** Creates the calls. */
export function createExploreApi({ get, send }: HttpClient): ExploreApi {
  return {
    metrics: ({ search, limit }, signal) => get('/api/telltale/metrics', { search, limit }, signal),
    functions: (signal) => get('/api/telltale/functions', {}, signal),
    explain: (request, signal) => send('POST', '/api/telltale/explain_query', request, signal),
    check: (query, signal) => send('POST', '/api/telltale/check_query', { query }, signal),
    code: (request, signal) => send('POST', '/api/telltale/query_code', request, signal),
    labelNames: async ({ selector, limit }, signal) => {
      const parameters = { 'match[]': selector, limit };
      return (await get<PrometheusAnswer<readonly string[]>>('/api/v1/labels', parameters, signal)).data;
    },
    labelValues: async (label, { selector, startMs, endMs, limit }, signal) => {
      const answer = await get<PrometheusAnswer<readonly string[]>>(
        `/api/v1/label/${encodeURIComponent(label)}/values`,
        { 'match[]': selector, start: inSeconds(startMs), end: inSeconds(endMs), limit },
        signal,
      );
      return answer.data;
    },
  };
}

function inSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}

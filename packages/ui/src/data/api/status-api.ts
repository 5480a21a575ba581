import type {
  CapacityResponse,
  ConfigurationResponse,
  SlowQueriesResponse,
  WhoAmI,
} from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** A name with how many there are of it. */
export interface NamedCount {
  readonly name: string;
  readonly value: number;
}

/** What series are made of, as Prometheus tells it: the largest of each list first. */
export interface Cardinality {
  readonly headStats: { readonly numSeries: number };
  readonly seriesCountByMetricName: readonly NamedCount[];
  readonly labelValueCountByLabelName: readonly NamedCount[];
  readonly seriesCountByLabelValuePair: readonly NamedCount[];
}

/** What the station does for itself. */
export interface StatusApi {
  readonly capacity: (signal?: AbortSignal) => Promise<CapacityResponse>;
  readonly configuration: (signal?: AbortSignal) => Promise<ConfigurationResponse>;
  /** The `prometheus.yml` of the server that has the samples: in remote mode that is another one. */
  readonly serverConfiguration: (signal?: AbortSignal) => Promise<string>;
  readonly cardinality: (limit: number, signal?: AbortSignal) => Promise<Cardinality>;
  readonly slowQueries: (signal?: AbortSignal) => Promise<SlowQueriesResponse>;
  /** Who looks at the pages, and what they may do. */
  readonly me: (signal?: AbortSignal) => Promise<WhoAmI>;
  /** Ends the session of the browser. */
  readonly signOut: () => Promise<void>;
}

interface PrometheusAnswer<T> {
  readonly data: T;
}

/** Creates the calls. */
export function createStatusApi({ get, send }: HttpClient): StatusApi {
  return {
    capacity: (signal) => get('/api/telltale/capacity', {}, signal),
    configuration: (signal) => get('/api/telltale/configuration', {}, signal),
    serverConfiguration: async (signal) => {
      const answer = await get<PrometheusAnswer<{ readonly yaml: string }>>(
        '/api/v1/status/config',
        {},
        signal,
      );
      return answer.data.yaml;
    },
    cardinality: async (limit, signal) =>
      (await get<PrometheusAnswer<Cardinality>>('/api/v1/status/tsdb', { limit }, signal)).data,
    slowQueries: (signal) => get('/api/telltale/slow_queries', {}, signal),
    me: (signal) => get('/api/telltale/me', {}, signal),
    signOut: () => send('DELETE', '/api/telltale/login'),
  };
}

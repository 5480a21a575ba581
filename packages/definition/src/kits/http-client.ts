import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { given } from '../options/given.ts';
import type { ChosenEdge } from './chosen-buckets.ts';
import { chosenBuckets } from './chosen-buckets.ts';
import type { Kit, KitView } from './kit.ts';
import type { RoleQueries } from './role-queries.ts';
import { presentPanels } from './role-queries.ts';
import type { KitNaming, KnownFields, ViewedMetrics } from './viewed-kit.ts';
import { viewedKit } from './viewed-kit.ts';

/** Seconds; those that OpenTelemetry recommends for HTTP. */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;

const VIEWS: readonly KitView[] = [
  {
    instrument: 'http.client.request.duration',
    role: 'duration',
    attributes: {
      'http.request.method': 'method',
      'server.address': 'host',
      'http.response.status_code': 'status_code',
    },
  },
];

/** What {@link httpClient} takes. */
export interface HttpClientOptions extends KitNaming<'duration', 'method' | 'host' | 'status_code'> {
  /** Upper bounds of the duration's buckets in seconds; from 5 ms to 10 s by default. */
  readonly buckets?: readonly number[];
}

/** The metrics of the HTTP client kit under their names. */
export type HttpClientMetrics<Options extends HttpClientOptions> = ViewedMetrics<
  ReturnType<typeof declareHttpClient<ChosenEdge<Options, typeof DEFAULT_BUCKETS>>>,
  Options
>;

// The result's type is asked for by this parameter.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function declareHttpClient<const Edge extends number>(buckets: readonly Edge[]) {
  return {
    duration: {
      name: 'http_client_request_duration_seconds',
      metric: histogram({
        help: 'Duration of outgoing HTTP requests',
        unit: 'seconds',
        labels: {
          method: { maxValues: 12 },
          host: { maxValues: 100 },
          status_code: { maxValues: 40 },
        },
        buckets,
      }),
    },
  } as const;
}

/**
 * Durations of outgoing HTTP requests by method, host and status, with a dashboard. Recorded from
 * OpenTelemetry's instrumentations of `fetch` and `node:http`.
 *
 * @example
 * ```ts
 * import { defineMonitoring, httpClient } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({ service: 'shop', kits: [httpClient({ buckets: [0.1, 1] })] });
 * console.log(definition.metrics.http_client_request_duration_seconds.unit); // seconds
 * ```
 */
export function httpClient<const Options extends HttpClientOptions = Empty>(
  options?: Options & KnownFields<Options, HttpClientOptions>,
): Kit<HttpClientMetrics<Options>> {
  const view = given<Options>(options);
  const metrics = declareHttpClient(chosenBuckets(view, DEFAULT_BUCKETS));
  const parts = { kit: 'http-client', metrics, views: VIEWS, dashboards: httpClientDashboards };
  return viewedKit(parts, view);
}

function httpClientDashboards(queries: RoleQueries): DashboardDeclarations {
  return {
    'HTTP clients': presentPanels({
      'Request rate': queries.observations('duration', ['host', 'status_code']),
      'Median duration': queries.quantile('duration', 0.5, ['host']),
      '95th percentile of duration': queries.quantile('duration', 0.95, ['host']),
    }),
  };
}

import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import type { CounterDeclaration, GaugeDeclaration, HistogramDeclaration } from '../metrics/declaration.ts';
import { counter, gauge, histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import type { NoLabels } from '../metrics/label-spec.ts';
import { given } from '../options/given.ts';
import { CounterQuery, GaugeQuery } from '../query/metric-query.ts';
import { HistogramQuery } from '../query/observation-query.ts';
import { ratio } from '../query/ratio.ts';
import { Selection } from '../query/selection.ts';
import type { Kit } from './kit.ts';

/** Seconds; from an answer out of memory to a request that people give up on. */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

const LABELS = {
  method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE', '_OTHER'],
  route: { maxValues: 100 },
  status_code: { pattern: '[1-5][0-9][0-9]', maxValues: 20 },
} as const;

type HttpLabels = typeof LABELS;

const DEFAULT_NAMES = {
  requests: 'http_requests_total',
  duration: 'http_request_duration_seconds',
  inFlight: 'http_requests_in_flight',
} as const;

type DefaultNames = typeof DEFAULT_NAMES;

/** Other names for the metrics of the HTTP server kit, by role. */
export interface HttpServerNames {
  readonly requests?: string;
  readonly duration?: string;
  readonly inFlight?: string;
}

type NameOf<Names extends HttpServerNames, Role extends keyof DefaultNames> = Names[Role] extends string
  ? Names[Role]
  : DefaultNames[Role];

/** The metrics of the HTTP server kit under their names. */
export type HttpServerMetrics<Names extends HttpServerNames> = {
  readonly [Name in NameOf<Names, 'requests'>]: CounterDeclaration<HttpLabels, ''>;
} & {
  readonly [Name in NameOf<Names, 'duration'>]: HistogramDeclaration<HttpLabels, 'seconds'>;
} & {
  readonly [Name in NameOf<Names, 'inFlight'>]: GaugeDeclaration<NoLabels, ''>;
};

/** What {@link httpServer} takes. */
export interface HttpServerOptions<Names extends HttpServerNames> {
  /** Upper bounds of the duration's buckets in seconds; from 5 ms to 10 s by default. */
  readonly buckets?: readonly number[];
  readonly names?: Names;
}

/**
 * Requests, durations and requests in flight of an HTTP server by method, route and status code, with a
 * dashboard. Recorded by `instrument(definition).http`.
 *
 * @example
 * ```ts
 * import { defineMonitoring, httpServer } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({ service: 'shop', kits: [httpServer({ buckets: [0.1, 0.5, 2] })] });
 * console.log(Object.keys(definition.metrics).length); // 3
 * ```
 */
export function httpServer<const Names extends HttpServerNames = Empty>(
  options: HttpServerOptions<Names> = {},
): Kit<HttpServerMetrics<Names>> {
  const { names, buckets = DEFAULT_BUCKETS } = given(options);
  const roles = { ...DEFAULT_NAMES, ...names };
  const metrics = {
    [roles.requests]: counter({ help: 'HTTP requests answered or given up', labels: LABELS }),
    [roles.duration]: histogram({
      help: 'Time from the arrival of an HTTP request to the end of its answer',
      unit: 'seconds',
      labels: LABELS,
      buckets,
    }),
    [roles.inFlight]: gauge({ help: 'HTTP requests that are being answered' }),
  };
  return {
    kit: 'http-server',
    // The keys are the names computed by `NameOf` from the same options.
    metrics: metrics as unknown as HttpServerMetrics<Names>,
    roles,
    dashboards: () => httpDashboards(roles),
  };
}

function httpDashboards(roles: Readonly<Record<keyof DefaultNames, string>>): DashboardDeclarations {
  const requests = new CounterQuery<HttpLabels, ''>(new Selection(roles.requests), '');
  const duration = new HistogramQuery<HttpLabels, 'seconds'>(new Selection(roles.duration), 'seconds');
  const inFlight = new GaugeQuery<NoLabels, ''>(new Selection(roles.inFlight), '');
  const all = requests.rate('auto').sum('route');
  const failed = requests.where({ status_code: /5../ }).rate('auto').sum('route');
  const total = requests.rate('auto').sum();
  const totalFailed = requests.where({ status_code: /5../ }).rate('auto').sum();
  return {
    'HTTP server': {
      Requests: { query: total, kind: 'stat' },
      Errors: {
        query: ratio(totalFailed.or(total.times(0)), total),
        kind: 'stat',
        description: 'Share of all requests that were answered with a 5xx status',
      },
      'Slowest 5 %': {
        query: duration.quantile(0.95, 'auto'),
        kind: 'stat',
        description: 'One request in twenty takes longer than this',
      },
      'Request rate': all,
      'Error ratio': {
        // A route that never failed has no series of failures; its ratio is 0, not unknown.
        query: ratio(failed.or(all.times(0)), all),
        description: 'Share of the requests that were answered with a 5xx status',
      },
      'Median duration': duration.quantile(0.5, 'auto', 'route'),
      '95th percentile of duration': duration.quantile(0.95, 'auto', 'route'),
      '99th percentile of duration': duration.quantile(0.99, 'auto', 'route'),
      'Requests in flight': { query: inFlight.now().sum('instance'), legend: '{{instance}}' },
    },
  };
}

import type { HistogramOptions, MetricDeclaration } from '../metrics/declaration.ts';
import { counter, gauge, histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import type { LabelSpecs } from '../metrics/label-spec.ts';
import { given } from '../options/given.ts';
import type { HttpBuckets, HttpEdge } from './http-buckets.ts';
import { HTTP_BUCKETS } from './http-buckets.ts';
import { httpDashboards } from './http-server-dashboards.ts';
import type {
  HttpLabelNames,
  HttpLabelRole,
  HttpRole,
  HttpServerMetrics,
  HttpServerNames,
} from './http-server-view.ts';
import { HTTP_LABELS, HTTP_PHASES, httpLabelNames, httpNames } from './http-server-view.ts';
import { checkDistinct, checkPresent, checkRoles } from './check-naming.ts';
import type { Kit } from './kit.ts';

const KIT = 'http-server';

/** Seconds; the phases of a request are shorter than the whole. */
const PHASE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const DEFAULT_HELP: Readonly<Record<HttpRole, string>> = {
  requests: 'Total number of HTTP requests',
  duration: 'Duration of HTTP requests in seconds',
  inFlight: 'HTTP requests that are being answered',
  phases: 'Duration of the phases of HTTP requests in seconds',
  connections: 'Number of active connections',
  aborted: 'HTTP requests whose client went away before the answer was complete',
};

/** Stands for a name that is given to a role the kit does not have. */
interface UnknownRole<Name extends string, Choose extends string> {
  readonly given: Name;
  readonly choose: Choose;
}

/** What the compiler says of names for roles that are not there. */
type UnknownRoles<Given, Role extends string> = {
  readonly [Name in Exclude<keyof Given, Role> & string]: UnknownRole<Name, Role>;
};

/** What {@link httpServer} takes. */
export interface HttpServerOptions<
  Prefix extends string = string,
  Names extends HttpServerNames = HttpServerNames,
  Labels extends HttpLabelNames = HttpLabelNames,
  DurationLabel extends HttpLabelRole = HttpLabelRole,
  Buckets extends HttpBuckets = HttpBuckets,
> {
  /** What the names start with, for example the service's: `http` by default. */
  readonly prefix?: Prefix;
  /** Other names by role; roles that are not there by default are added by a name or `true`. */
  readonly names?: Names & UnknownRoles<Names, HttpRole>;
  /** Other label names by label role; `false` leaves a label out. */
  readonly labels?: Labels & UnknownRoles<Labels, HttpLabelRole>;
  /** Label roles of the duration; all by default. */
  readonly durationLabels?: readonly DurationLabel[];
  /** Upper bounds of the duration's buckets in seconds, or the name of a set; from 5 ms to 10 s by default. */
  readonly buckets?: Buckets;
  /** Whether the duration is (also) a native histogram; no by default. */
  readonly native?: HistogramOptions<LabelSpecs, string>['native'];
  /**
   * Whether requests and durations keep an exemplar, the trace of a request; by default durations do in a program
   * with traces.
   */
  readonly exemplars?: boolean;
  /** Other help texts by role. */
  readonly help?: Partial<Readonly<Record<HttpRole, string>>>;
}

/**
 * Requests, durations and requests in flight of an HTTP server by method, route and status code, with a
 * dashboard. Names, labels and buckets can be those a service already has. Recorded by
 * `instrument(definition).http`. Throws `TT_DEFINITION_INVALID` where two of them have the same name.
 *
 * @example
 * ```ts
 * import { defineMonitoring, httpServer } from '@telltale/sdk/define';
 *
 * const labels = { route: 'endpoint', status: 'status' } as const;
 * const definition = defineMonitoring({ service: 'shop', kits: [httpServer({ labels, buckets: 'fine' })] });
 * console.log(Object.keys(definition.metrics.http_requests_total.labels).join()); // method,endpoint,status
 * ```
 */
export function httpServer<
  const Prefix extends string = 'http',
  const Names extends HttpServerNames = Empty,
  const Labels extends HttpLabelNames = Empty,
  const DurationLabel extends HttpLabelRole = HttpLabelRole,
  const Buckets extends HttpBuckets = 'default',
>(
  options: HttpServerOptions<Prefix, Names, Labels, DurationLabel, Buckets> = {},
): Kit<
  HttpServerMetrics<{
    prefix: Prefix;
    names: Names;
    labels: Labels;
    durationLabels: DurationLabel;
    edge: HttpEdge<Buckets>;
  }>
> {
  const view: HttpServerOptions = given(options);
  checkRoles(KIT, view.names, Object.keys(DEFAULT_HELP));
  checkRoles(KIT, view.labels, Object.keys(HTTP_LABELS));
  const roles = httpNames(view.prefix ?? 'http', given(view.names));
  const labels = httpLabelNames(given(view.labels));
  checkPresent(KIT, roles, ['requests', 'duration']);
  checkDistinct(KIT, roles);
  checkDistinct(KIT, labels);
  const metrics = declareMetrics(view, roles, labels);
  const duration = metrics[roles.duration];
  const durationLabels = Object.keys(duration.labels);
  const isNative =
    duration.kind === 'histogram' && duration.native !== undefined && duration.buckets.length === 0;
  return {
    kit: KIT,
    // The keys are the names that `HttpServerMetrics` computes from the same options.
    metrics: metrics as unknown as HttpServerMetrics<{
      prefix: Prefix;
      names: Names;
      labels: Labels;
      durationLabels: DurationLabel;
      edge: HttpEdge<Buckets>;
    }>,
    roles,
    labels,
    dashboards: () => httpDashboards({ roles, labels, durationLabels, isNative }),
  };
}

function declareMetrics(
  view: HttpServerOptions,
  roles: Readonly<Record<string, string>>,
  labelNames: Readonly<Record<string, string>>,
): Readonly<Record<string, MetricDeclaration>> {
  const { durationLabels, buckets = 'default', native, exemplars } = view;
  const help = { ...DEFAULT_HELP, ...view.help };
  const bounds = typeof buckets === 'string' ? HTTP_BUCKETS[buckets] : buckets;
  const labelsOf = (wanted?: readonly HttpLabelRole[]) => labelSpecs(labelNames, wanted);
  const declared: Record<HttpRole, () => MetricDeclaration> = {
    requests: () => counter({ help: help.requests, labels: labelsOf(), exemplars }),
    duration: () =>
      histogram({
        help: help.duration,
        unit: 'seconds',
        labels: labelsOf(durationLabels),
        buckets: bounds,
        native,
        exemplars,
      }),
    inFlight: () => gauge({ help: help.inFlight }),
    phases: () =>
      histogram({
        help: help.phases,
        unit: 'seconds',
        labels: { phase: HTTP_PHASES },
        buckets: PHASE_BUCKETS,
      }),
    connections: () => gauge({ help: help.connections }),
    aborted: () => counter({ help: help.aborted, labels: labelsOf(['method', 'route']) }),
  };
  const present = Object.entries(declared).filter(([role]) => Object.hasOwn(roles, role));
  return Object.fromEntries(present.map(([role, declare]) => [roles[role], declare()]));
}

function labelSpecs(
  names: Readonly<Record<string, string>>,
  wanted: readonly HttpLabelRole[] = ['method', 'route', 'status'],
): LabelSpecs {
  const roles = (Object.keys(HTTP_LABELS) as HttpLabelRole[]).filter(
    (role) => wanted.includes(role) && Object.hasOwn(names, role),
  );
  return Object.fromEntries(roles.map((role) => [names[role], HTTP_LABELS[role]]));
}

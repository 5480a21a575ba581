import type { HTTP_BUCKETS } from './http-buckets.ts';
import type { CounterDeclaration, GaugeDeclaration, HistogramDeclaration } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import type { NoLabels } from '../metrics/label-spec.ts';

/*
 * Names are a view of the HTTP server kit: the same recordings under the names, labels and buckets that a
 * service, its dashboards or its organisation are used to.
 */

/** What is known of the values of each label role. */
export const HTTP_LABELS = {
  method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE', '_OTHER'],
  route: { maxValues: 200 },
  status: { pattern: '[1-5][0-9][0-9]', maxValues: 50 },
} as const;

/** The parts of a request; `database` is what ran inside of `t.http.phase('database', …)`. */
export const HTTP_PHASES = ['middleware', 'handler', 'database'] as const;

/** What a label of the HTTP server kit tells. */
export type HttpLabelRole = keyof typeof HTTP_LABELS;

const DEFAULT_LABEL_NAMES = { method: 'method', route: 'route', status: 'status_code' } as const;

/** Ends of the default names, behind the prefix. */
const NAME_ENDS = {
  requests: 'requests_total',
  duration: 'request_duration_seconds',
  inFlight: 'requests_in_flight',
  phases: 'request_phase_duration_seconds',
  connections: 'active_connections',
  aborted: 'requests_aborted_total',
} as const;

type NameEnds = typeof NAME_ENDS;

/** What a metric of the HTTP server kit tells. */
export type HttpRole = keyof NameEnds;

/** Roles that are there unless they are switched off, and roles that are there when asked for. */
const IS_DEFAULT: Readonly<Record<HttpRole, boolean>> = {
  requests: true,
  duration: true,
  inFlight: true,
  phases: false,
  connections: false,
  aborted: false,
};

/** Other names for the metrics of the HTTP server kit, by role. */
export interface HttpServerNames {
  /** Requests by method, route and status. */
  readonly requests?: string;
  /** Duration of requests, from the arrival to the end of the answer. */
  readonly duration?: string;
  /** Requests that are being answered; `false` leaves it out. */
  readonly inFlight?: string | false;
  /** Parts of the duration by `phase`; left out by default, `true` takes the default name. */
  readonly phases?: string | true;
  /** Open connections; left out by default, `true` takes the default name. */
  readonly connections?: string | true;
  /** Requests whose client went away; left out by default, `true` takes the default name. */
  readonly aborted?: string | true;
}

/** Other names for the labels of the HTTP server kit, by role; `false` leaves a label out. */
export interface HttpLabelNames {
  readonly method?: string | false;
  readonly route?: string | false;
  readonly status?: string | false;
}

/** What is chosen of a view, for the compiler. */
export interface HttpView {
  readonly prefix: string;
  readonly names: HttpServerNames;
  readonly labels: HttpLabelNames;
  readonly durationLabels: HttpLabelRole;
  /** Bounds of the duration's buckets. */
  readonly edge: number;
}

/** The view that nothing is chosen of. */
export interface DefaultHttpView {
  readonly prefix: 'http';
  readonly names: Empty;
  readonly labels: Empty;
  readonly durationLabels: HttpLabelRole;
  readonly edge: (typeof HTTP_BUCKETS)['default'][number];
}

type DefaultName<View extends HttpView, Role extends HttpRole> = `${View['prefix']}_${NameEnds[Role]}`;

type ChosenName<View extends HttpView, Role extends HttpRole> = Role extends keyof View['names']
  ? View['names'][Role]
  : undefined;

/** A role that is there unless it is switched off. */
type NameOf<View extends HttpView, Role extends HttpRole> =
  ChosenName<View, Role> extends infer Name extends string
    ? Name
    : ChosenName<View, Role> extends false
      ? never
      : DefaultName<View, Role>;

/** A role that is there when it is asked for. */
type OptionalNameOf<View extends HttpView, Role extends HttpRole> =
  ChosenName<View, Role> extends infer Name extends string
    ? Name
    : ChosenName<View, Role> extends true
      ? DefaultName<View, Role>
      : never;

type LabelNameOf<View extends HttpView, Role extends HttpLabelRole> = Role extends keyof View['labels']
  ? View['labels'][Role] extends infer Name extends string
    ? Name
    : View['labels'][Role] extends false
      ? never
      : (typeof DEFAULT_LABEL_NAMES)[Role]
  : (typeof DEFAULT_LABEL_NAMES)[Role];

type LabelsOf<View extends HttpView, Roles extends HttpLabelRole> = {
  readonly [Role in Roles as LabelNameOf<View, Role>]: (typeof HTTP_LABELS)[Role];
};

/** The metrics of the HTTP server kit under the names and with the labels of a view. */
export type HttpServerMetrics<View extends HttpView = DefaultHttpView> = {
  readonly [Name in NameOf<View, 'requests'>]: CounterDeclaration<LabelsOf<View, HttpLabelRole>, ''>;
} & {
  readonly [Name in NameOf<View, 'duration'>]: HistogramDeclaration<
    LabelsOf<View, View['durationLabels']>,
    'seconds',
    View['edge']
  >;
} & {
  readonly [Name in NameOf<View, 'inFlight'> | OptionalNameOf<View, 'connections'>]: GaugeDeclaration<
    NoLabels,
    ''
  >;
} & {
  readonly [Name in OptionalNameOf<View, 'phases'>]: HistogramDeclaration<
    { readonly phase: typeof HTTP_PHASES },
    'seconds'
  >;
} & {
  readonly [Name in OptionalNameOf<View, 'aborted'>]: CounterDeclaration<
    LabelsOf<View, 'method' | 'route'>,
    ''
  >;
};

/** The name of each role that is there. */
export function httpNames(prefix: string, names: HttpServerNames): Readonly<Record<string, string>> {
  const roles = Object.keys(NAME_ENDS) as HttpRole[];
  const present = roles.flatMap((role) => {
    const chosen = names[role] ?? IS_DEFAULT[role];
    if (chosen === false) return [];
    return [[role, chosen === true ? `${prefix}_${NAME_ENDS[role]}` : chosen] as const];
  });
  return Object.fromEntries(present);
}

/** The name of each label role that is there. */
export function httpLabelNames(names: HttpLabelNames): Readonly<Record<string, string>> {
  const roles = Object.keys(HTTP_LABELS) as HttpLabelRole[];
  const present = roles.flatMap((role) => {
    const name = names[role] ?? DEFAULT_LABEL_NAMES[role];
    return name === false ? [] : [[role, name] as const];
  });
  return Object.fromEntries(present);
}

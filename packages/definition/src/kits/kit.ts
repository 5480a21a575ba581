import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import type { MetricDeclarations } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';

/**
 * An instrument kit: metrics that belong together, specified once by role. The names are a view; hooks of
 * the SDK, dashboards and alerts bind to the roles.
 */
export interface Kit<Metrics extends MetricDeclarations = MetricDeclarations> {
  /** Identity of the kit, for example `http-server`. */
  readonly kit: string;
  readonly metrics: Metrics;
  /** Metric name of each role. */
  readonly roles: Readonly<Record<string, string>>;
  /** Label name of each label role; a role that is absent has no label. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Instruments of OpenTelemetry whose measurements are the kit's. */
  readonly views?: readonly KitView[];
  /** Dashboards that come with the kit. */
  readonly dashboards: () => DashboardDeclarations;
}

/** How the measurements of an OpenTelemetry instrument become those of a role. */
export interface KitView {
  /** Name of the instrument, for example `db.client.operation.duration`. */
  readonly instrument: string;
  /** Role of the metric that takes its measurements. */
  readonly role: string;
  /** Label role of each attribute; other attributes are left out. */
  readonly attributes: Readonly<Record<string, string>>;
}

type UnionToIntersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (
  all: infer Intersection,
) => void
  ? Intersection
  : never;

/** The metrics of several kits together. */
export type KitMetrics<Kits extends readonly Kit[]> = Kits extends readonly []
  ? Empty
  : UnionToIntersection<Kits[number]['metrics']>;

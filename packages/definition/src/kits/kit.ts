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
  /** Dashboards that come with the kit. */
  readonly dashboards: () => DashboardDeclarations;
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

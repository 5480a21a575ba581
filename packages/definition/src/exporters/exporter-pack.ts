import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import type { MetricDeclarations } from '../metrics/declaration.ts';
import type { AlertDeclaration } from '../rules/alert.ts';
import type { TargetDeclaration } from '../targets/target-declaration.ts';
import type { ProbesDeclaration } from '../probes/probes-declaration.ts';

/**
 * A program that exposes the metrics of another, such as node_exporter: its metrics are in `m`, its target is
 * scraped, and the service registers none of them.
 */
export interface ExporterPack<
  Job extends string = string,
  Metrics extends MetricDeclarations = MetricDeclarations,
> {
  /** `node`, `cadvisor`, `postgres`, `redis`, `kafka`, `clickhouse`, `minio`, `blackbox`, or `external`. */
  readonly pack: string;
  /** Name of its target: `m.up(job)`. */
  readonly job: Job;
  readonly metrics: Metrics;
  readonly target: TargetDeclaration;
  /** What its program is to ask, for one that asks others; its target is then the program. */
  readonly probes?: ProbesDeclaration;
  /** Image without a tag, which generators pin; empty where it is run by somebody else. */
  readonly image: string;
  readonly port: number;
  /** Version that the metrics were read from, and when (`2026-11-22`). */
  readonly version: string;
  readonly date: string;
  /** Whether the names come from documentation alone. */
  readonly documented: boolean;
  /** Alerts that come with it; the definition's own of the same name take their place. */
  readonly alerts?: () => Readonly<Record<string, AlertDeclaration>>;
  /** Dashboards that come with it; the definition's own of the same title take their place. */
  readonly dashboards?: () => DashboardDeclarations;
}

type UnionToIntersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (
  all: infer Intersection,
) => void
  ? Intersection
  : never;

/** The metrics of several exporters together. */
export type ExporterMetrics<Exporters extends readonly ExporterPack[]> = Exporters extends readonly []
  ? // An object type without properties.
    {} // oxlint-disable-line typescript/no-empty-object-type
  : UnionToIntersection<Exporters[number]['metrics']>;

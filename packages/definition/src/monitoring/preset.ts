import type { MetricDeclarations } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import type { DefinitionParts } from './definition-parts.ts';

/**
 * A monitoring that is ready: metrics, alerts, dashboards, files and ports under their names, made by a
 * function such as `migration()`. What a definition says itself comes on top, by name.
 */
export interface Preset<
  Metrics extends MetricDeclarations = MetricDeclarations,
  Foreign extends MetricDeclarations = MetricDeclarations,
  Target extends string = string,
  Receiver extends string = string,
> extends DefinitionParts {
  readonly kind: 'telltale.preset';
  /** Name, such as `migration`. */
  readonly preset: string;
  /** The metrics that the service registers: its own and those of kits. */
  readonly metrics: Metrics;
  /** The metrics of its exporters. */
  readonly foreignMetrics: Foreign;
  /** The names of its targets and receivers, for the compiler. */
  readonly names: { readonly targets: readonly Target[]; readonly receivers: readonly Receiver[] };
}

/** The preset of a definition that has none. */
export type NoPreset = Preset<Empty, Empty, never, never>;

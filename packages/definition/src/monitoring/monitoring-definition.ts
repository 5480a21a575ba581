import type { FilePosition } from '@telltale/model';
import type { LogEventDeclarations } from '../logs/event.ts';
import type { LogMetricDeclarations } from '../logs/log-metric.ts';
import type { LogsDeclaration } from '../logs/logs-declaration.ts';
import type { MetricDeclarations } from '../metrics/declaration.ts';
import type { DefinitionParts } from './definition-parts.ts';

/**
 * A definition: inert data. Its callbacks are run by `resolveDefinition`, never by the service that is
 * instrumented with it.
 */
export interface MonitoringDefinition<
  Metrics extends MetricDeclarations = MetricDeclarations,
  Events extends LogEventDeclarations = LogEventDeclarations,
  LogMetrics extends LogMetricDeclarations = LogMetricDeclarations,
> extends DefinitionParts {
  readonly kind: 'telltale.definition';
  readonly service: string;
  readonly owner: string;
  /** Name of the preset it is made from. */
  readonly preset?: string;
  /** The metrics that the service registers by name: its own and those of kits. */
  readonly metrics: Metrics;
  readonly logs?: LogsDeclaration<Events, LogMetrics>;
  readonly position?: FilePosition;
}

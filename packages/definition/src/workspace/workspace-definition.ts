import type { FilePosition } from '@telltale/model';
import type { DefinitionParts } from '../monitoring/definition-parts.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';

/** The definitions of several services by name. */
export type ServiceDefinitions = Readonly<Record<string, MonitoringDefinition>>;

/** Several services that are watched together: inert data. Each is instrumented with its own definition. */
export interface WorkspaceDefinition<
  Services extends ServiceDefinitions = ServiceDefinitions,
> extends DefinitionParts {
  readonly kind: 'telltale.workspace';
  /** Name of the workspace. */
  readonly service: string;
  readonly owner: string;
  readonly services: Services;
  readonly position?: FilePosition;
}

import type { ExporterPack } from '../exporters/exporter-pack.ts';
import type { Kit } from '../kits/kit.ts';
import type { Empty } from '../metrics/empty.ts';
import type { AnySections } from '../monitoring/make-parts.ts';
import { makeParts } from '../monitoring/make-parts.ts';
import type {
  CatalogueOf,
  ReceiverDeclarations,
  SectionOptions,
  TargetDeclarations,
} from '../monitoring/monitoring-options.ts';
import { given } from '../options/given.ts';
import { callerPosition } from '../position/caller-position.ts';
import type { ServiceDefinitions, WorkspaceDefinition } from './workspace-definition.ts';

/** What {@link defineWorkspace} takes: the services, and what they have in common. */
export interface WorkspaceOptions<
  Services extends ServiceDefinitions,
  Targets extends TargetDeclarations,
  Receivers extends ReceiverDeclarations,
  Exporters extends readonly ExporterPack[],
> extends Omit<
  SectionOptions<
    Empty,
    readonly Kit[],
    Exporters,
    Targets,
    Receivers,
    CatalogueOf<Empty, readonly [], Exporters, Targets>,
    (keyof Targets & string) | Exporters[number]['job'],
    keyof Receivers & string
  >,
  'metrics' | 'kits' | 'logs' | 'traces' | 'health'
> {
  /** Name of the workspace. */
  readonly name: string;
  /** Who looks after it. */
  readonly owner?: string;
  /** Definitions by service name. */
  readonly services: Services;
}

/**
 * Describes several services that are watched together: one station, one set of receivers and files, rules for
 * each service. Of receivers, routes, inhibitions, stack, station and layout there is one, written here; logs, traces
 * and health are the services' own. A service's queries see its own targets where another service has metrics of the same name.
 *
 * @example
 * ```ts
 * import { counter, defineMonitoring, defineWorkspace, resolveDefinition } from '@telltale/sdk/define';
 *
 * const api = defineMonitoring({
 *   service: 'api',
 *   metrics: { orders_total: counter({ help: 'Orders' }) },
 *   targets: { api: { address: 'api:3000' } },
 * });
 * const worker = defineMonitoring({ service: 'worker', targets: { worker: { address: 'worker:3000' } } });
 * const workspace = defineWorkspace({ name: 'shop', services: { api, worker } });
 * console.log(resolveDefinition(workspace).services?.length); // 2
 * ```
 */
export function defineWorkspace<
  const Services extends ServiceDefinitions,
  const Targets extends TargetDeclarations = Empty,
  const Receivers extends ReceiverDeclarations = Empty,
  const Exporters extends readonly ExporterPack[] = readonly [],
>(options: WorkspaceOptions<Services, Targets, Receivers, Exporters>): WorkspaceDefinition<Services> {
  const { name, owner, services } = given(options);
  const position = callerPosition(defineWorkspace);
  return {
    kind: 'telltale.workspace',
    service: name,
    owner: typeof owner === 'string' ? owner : '',
    services,
    // Callbacks get the metrics that they are typed for, which only this function's type parameters know.
    ...makeParts(given(options) as AnySections, ['name', 'owner', 'services'], undefined),
    ...(position && { position }),
  };
}

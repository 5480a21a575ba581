import { DefinitionError } from '../faults/definition-error.ts';
import { FaultList } from '../faults/fault-list.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedDefinition } from '../resolved.ts';
import type { WorkspaceDefinition } from '../workspace/workspace-definition.ts';
import type { ResolveOptions } from './resolve-service.ts';
import { resolveService } from './resolve-service.ts';
import { resolveWorkspace } from './resolve-workspace.ts';

/**
 * Runs all callbacks of a definition or of those of a workspace, fills in the defaults and checks it. Throws a `DefinitionError`
 * (`TT_DEFINITION_INVALID`) that lists everything that is wrong.
 *
 * @example
 * ```ts
 * import { defineMonitoring, httpServer, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   kits: [httpServer()],
 *   targets: { shop: { address: '127.0.0.1:3000', every: '5s' } },
 * });
 * console.log(resolveDefinition(definition).targets[0].intervalMs); // 5000
 * ```
 */
export function resolveDefinition(
  definition: MonitoringDefinition | WorkspaceDefinition,
  options: ResolveOptions = {},
): ResolvedDefinition {
  const faults = new FaultList();
  const resolved =
    definition.kind === 'telltale.workspace'
      ? resolveWorkspace(definition, options, faults)
      : resolveService(definition, options, faults);
  if (resolved === undefined || faults.faults.length > 0) throw new DefinitionError(faults.faults);
  return resolved;
}

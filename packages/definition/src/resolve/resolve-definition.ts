import type { Expr } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedDefinition } from '../resolved.ts';
import { applyEnvironment } from './apply-environment.ts';
import { DefinitionError } from '../faults/definition-error.ts';
import { checkShape } from './definition-shape.ts';
import { FaultList } from '../faults/fault-list.ts';
import { resolveExporters } from './resolve-exporters.ts';
import { resolveDashboards } from './resolve-dashboards.ts';
import { resolveHealth } from './resolve-health.ts';
import { resolveInhibitions } from './resolve-inhibitions.ts';
import { resolveLayout } from './resolve-layout.ts';
import { resolveLogs } from './resolve-logs.ts';
import { resolveMetrics } from './resolve-metrics.ts';
import { autoRangeMs, parserMissing } from './resolve-query.ts';
import { resolveRoute } from './resolve-routing.ts';
import { resolveReceivers } from './resolve-receivers.ts';
import { orderedRules, resolveRules } from './resolve-rules.ts';
import { ruleFacts } from './rule-facts.ts';
import { resolveSavedQueries } from './resolve-saved-queries.ts';
import { resolveSlos } from './resolve-slos.ts';
import { resolveStack } from './resolve-stack.ts';
import { resolveStation } from './resolve-station.ts';
import { resolveTargets, scrapeIntervalMs } from './resolve-targets.ts';
import { resolveTraces } from './resolve-traces.ts';

/** What {@link resolveDefinition} takes. */
export interface ResolveOptions {
  /** File the definition came from. */
  readonly file?: string;
  /** Parses queries written as text; needed where the definition has any. */
  readonly parse?: (text: string) => Expr;
  /** The environment to resolve for, such as `staging`; the definition as it stands by default. */
  readonly environment?: string;
}

/**
 * Runs all callbacks of a definition, fills in the defaults and checks it. Throws a `DefinitionError`
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
  declared: MonitoringDefinition,
  options: ResolveOptions = {},
): ResolvedDefinition {
  const faults = new FaultList();
  const definition = applyEnvironment(declared, options.environment, faults);
  const known = faults.faults.length;
  checkShape(definition, faults);
  if (faults.faults.length > known) throw new DefinitionError(faults.faults);
  if (definition.service.trim() === '') faults.add('service', 'a service needs a name', definition.position);
  const intervalMs = scrapeIntervalMs(definition, faults);
  const context = { autoRangeMs: autoRangeMs(intervalMs), parse: options.parse ?? parserMissing };
  const metrics = resolveMetrics(definition, faults);
  const targets = resolveTargets(definition, intervalMs, faults);
  const facts = ruleFacts(metrics, targets, intervalMs);
  const rules = resolveRules(definition, context, facts, faults);
  const objectives = resolveSlos(definition, context, facts, faults);
  const resolved: ResolvedDefinition = {
    service: definition.service,
    owner: definition.owner,
    metrics,
    targets,
    evaluationIntervalMs: faults.durationMs('evaluateEvery', definition.evaluateEvery, intervalMs),
    receivers: resolveReceivers(definition, faults),
    route: resolveRoute(definition, faults),
    rules: orderedRules([...rules, ...objectives.rules], faults),
    dashboards: resolveDashboards(definition, context, faults),
    queries: resolveSavedQueries(definition, context, faults),
    station: resolveStation(definition, faults),
    ...(definition.preset !== undefined && { preset: definition.preset }),
    exporters: resolveExporters(definition, faults),
    slos: objectives.slos,
    inhibitions: resolveInhibitions(definition, faults),
    layout: resolveLayout(definition, faults),
    stack: resolveStack(definition, faults),
    logs: resolveLogs(definition, faults),
    traces: resolveTraces(definition, faults),
    health: resolveHealth(definition, faults),
    ...(options.environment !== undefined && { environment: options.environment }),
    ...(options.file !== undefined && { file: options.file }),
  };
  if (faults.faults.length > 0) throw new DefinitionError(faults.faults);
  return resolved;
}

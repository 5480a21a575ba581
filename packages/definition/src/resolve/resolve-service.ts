import type { Expr } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedDefinition } from '../resolved.ts';
import { applyEnvironment } from './apply-environment.ts';
import { checkSections, checkShape } from './definition-shape.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { panelContext } from './panel-context.ts';
import { resolveExporters } from './resolve-exporters.ts';
import { resolveDashboards } from './resolve-dashboards.ts';
import { resolveHealth } from './resolve-health.ts';
import { resolveInhibitions } from './resolve-inhibitions.ts';
import { heartbeatRules } from '../notifications/heartbeat.ts';
import { resolveLayout } from './resolve-layout.ts';
import { resolveLogMetrics } from './resolve-log-metrics.ts';
import { resolveLogs } from './resolve-logs.ts';
import { resolveHeartbeat, resolveNotifications, resolveProofPlan } from './resolve-notifications.ts';
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
import { resolveTimeIntervals } from './resolve-time-intervals.ts';
import { resolveTraces } from './resolve-traces.ts';

/** What `resolveDefinition` takes. */
export interface ResolveOptions {
  /** File the definition came from. */
  readonly file?: string;
  /** Parses queries written as text; needed where the definition has any. */
  readonly parse?: (text: string) => Expr;
  /** Compiles patterns of RE2, or throws; without it those of relabelling are not tried. */
  readonly compileRegexp?: (pattern: string) => unknown;
  /** The environment to resolve for, such as `staging`; the definition as it stands by default. */
  readonly environment?: string;
}

/** How one definition of possibly several is resolved. */
export interface ServiceOptions extends ResolveOptions {
  /** Narrows queries down to the service. */
  readonly scope?: (expr: Expr) => Expr;
}

/**
 * Resolves one definition, as it is in an environment. Nothing, with faults, where values have other types than the
 * declarations ask for; otherwise a result, which means nothing where there are faults.
 */
export function resolveService(
  declared: MonitoringDefinition,
  { environment, file, parse = parserMissing, compileRegexp, scope }: ServiceOptions,
  faults: FaultList,
): ResolvedDefinition | undefined {
  if (!checkSections(declared, faults)) return undefined;
  const definition = applyEnvironment(declared, environment, faults);
  const known = faults.faults.length;
  checkShape(definition, faults);
  if (faults.faults.length > known) return undefined;
  if (definition.service.trim() === '') faults.add('service', 'a service needs a name', definition.position);
  const intervalMs = scrapeIntervalMs(definition, faults);
  const context = { autoRangeMs: autoRangeMs(intervalMs), parse, ...(scope && { scope }) };
  const metrics = resolveMetrics(definition, faults);
  const targets = resolveTargets(definition, intervalMs, faults, compileRegexp);
  const facts = ruleFacts(metrics, targets, intervalMs);
  const rules = resolveRules(definition, context, facts, faults);
  const alerting = rules.filter((rule) => rule.kind === 'alerting');
  const objectives = resolveSlos(definition, context, facts, faults);
  const heartbeat = resolveHeartbeat(definition, faults);
  return {
    service: definition.service,
    owner: definition.owner,
    metrics,
    targets,
    evaluationIntervalMs: faults.durationMs('evaluateEvery', definition.evaluateEvery, intervalMs),
    receivers: resolveReceivers(definition, faults),
    ...resolveNotifications(definition, faults),
    timeIntervals: resolveTimeIntervals(definition, faults),
    proof: resolveProofPlan(definition, faults),
    route: resolveRoute(definition, { rules, heartbeat }, faults),
    rules: orderedRules([...rules, ...objectives.rules, ...heartbeatRules(heartbeat)], faults),
    dashboards: resolveDashboards(
      definition,
      context,
      panelContext(metrics, alerting, definition.kits),
      faults,
    ),
    queries: resolveSavedQueries(definition, context, faults),
    station: resolveStation(definition, faults, compileRegexp),
    ...(definition.preset !== undefined && { preset: definition.preset }),
    exporters: resolveExporters(definition, faults),
    slos: objectives.slos,
    inhibitions: resolveInhibitions(definition, faults),
    layout: resolveLayout(definition, faults),
    stack: resolveStack(definition, faults),
    logs: resolveLogs(definition.logs, faults),
    logMetrics: resolveLogMetrics(definition.logs?.metrics, faults),
    traces: resolveTraces(definition, faults),
    health: resolveHealth(definition, faults),
    ...(environment !== undefined && { environment }),
    ...(file !== undefined && { file }),
  };
}

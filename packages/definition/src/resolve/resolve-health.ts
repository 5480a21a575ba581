import { checkKeys } from '../faults/check-keys.ts';
import type { DefinitionFault } from '../faults/definition-error.ts';
import { FaultList } from '../faults/fault-list.ts';
import type { HealthDeclaration } from '../health/health-declaration.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { HealthPaths, ResolvedHealth } from '../resolved/resolved-health.ts';
import { isHealthSection } from './health-shape.ts';
import { CHECK_DEFAULTS, resolveHealthChecks } from './resolve-health-checks.ts';
import { resolveProbes } from './resolve-probes.ts';

const PATHS: HealthPaths = {
  live: '/health/live',
  ready: '/health/ready',
  startup: '/health/startup',
  health: '/health',
};
const KEYS = [
  'paths',
  'port',
  'checks',
  'timeout',
  'cache',
  'startup',
  'details',
  'probes',
  'drainDelay',
  'grace',
];
const DRAIN_DELAY_MS = 5000;
const GRACE_MS = 25_000;

/** The service's health, checked, with its defaults. */
export function resolveHealth(
  { health = {} }: Pick<MonitoringDefinition, 'health'>,
  faults: FaultList,
): ResolvedHealth {
  const { port, startup = 'ready', details = 'local' } = health;
  checkKeys(health, KEYS, 'health', faults);
  const isPort = port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535;
  if (port !== undefined && !isPort) faults.add('health.port', 'write a port from 1 to 65535');
  if (startup !== 'ready' && startup !== 'checks')
    faults.add('health.startup', "write 'ready', and call t.ready(), or 'checks'");
  if (details !== 'local' && details !== 'always' && details !== 'never')
    faults.add('health.details', "write 'local', 'always' or 'never'");
  const checkDefaults = {
    ...CHECK_DEFAULTS,
    timeoutMs: faults.durationMs('health.timeout', health.timeout, CHECK_DEFAULTS.timeoutMs),
    cacheMs: faults.durationMs('health.cache', health.cache, CHECK_DEFAULTS.cacheMs, { allowZero: true }),
  };
  const probes = resolveProbes(health.probes ?? {}, faults);
  return {
    paths: resolvePaths(health, faults),
    ...(isPort && { port }),
    checks: resolveHealthChecks(health.checks ?? [], checkDefaults, probes, faults),
    checkDefaults,
    startup,
    details,
    probes,
    ...resolveEnd(health, faults),
  };
}

/** A service's health as its own program runs it: what is wrong counts as not written, and is told. */
export function healthPlan({ health }: Pick<MonitoringDefinition, 'health'>): {
  readonly health: ResolvedHealth;
  readonly faults: readonly DefinitionFault[];
} {
  const faults = new FaultList();
  const section = isHealthSection(health, faults) ? health : undefined;
  return { health: resolveHealth(section ? { health: section } : {}, faults), faults: faults.faults };
}

function resolvePaths({ paths = {} }: HealthDeclaration, faults: FaultList): HealthPaths {
  checkKeys(paths, Object.keys(PATHS), 'health.paths', faults);
  const isPath = ([name, path]: readonly [string, string]) => {
    if (!path.startsWith('/')) faults.add(`health.paths.${name}`, `'${path}' does not start with /`);
    return path.startsWith('/');
  };
  return { ...PATHS, ...Object.fromEntries(Object.entries(paths).filter(isPath)) };
}

function resolveEnd(
  { drainDelay, grace }: HealthDeclaration,
  faults: FaultList,
): Pick<ResolvedHealth, 'drainDelayMs' | 'graceMs'> {
  const drainDelayMs = faults.durationMs('health.drainDelay', drainDelay, DRAIN_DELAY_MS, {
    allowZero: true,
  });
  const graceMs = faults.durationMs('health.grace', grace, GRACE_MS);
  if (drainDelayMs >= graceMs)
    faults.add('health.drainDelay', 'it takes the whole time of the end: write a longer grace');
  return { drainDelayMs, graceMs };
}

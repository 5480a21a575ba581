import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { HealthCheckDeclaration, HealthDeclaration } from '../health/health-declaration.ts';
import type {
  HealthCheckOptions,
  HealthProbe,
  ResolvedHealth,
  ResolvedHealthCheck,
} from '../resolved/resolved-health.ts';

/** Of checks that say nothing else. */
export const CHECK_DEFAULTS: HealthCheckOptions = {
  critical: true,
  timeoutMs: 2000,
  cacheMs: 1000,
  failures: 1,
  successes: 1,
  probes: ['ready'],
};

const HEALTH_PROBES: readonly HealthProbe[] = ['live', 'ready', 'startup'];

const KEYS = ['critical', 'timeout', 'cache', 'every', 'failures', 'successes', 'probes'];

/** The declared checks with their defaults. A check must give up before the probe that waits for it does. */
export function resolveHealthChecks(
  declared: NonNullable<HealthDeclaration['checks']>,
  defaults: HealthCheckOptions,
  probes: ResolvedHealth['probes'],
  faults: FaultList,
): readonly ResolvedHealthCheck[] {
  const byName: readonly (readonly [name: string, check: HealthCheckDeclaration, path: string])[] = isList(
    declared,
  )
    ? declared.map((name, place) => [name, {}, `health.checks.${place}`])
    : Object.entries(declared).map(([name, check]) => [name, check, `health.checks.${name}`]);
  const known = new Set<string>();
  return byName.flatMap(([name, check, path]) => {
    if (name === '') faults.add(path, 'a check needs a name');
    if (known.has(name)) faults.add(path, `'${name}' is listed more than once`);
    if (name === '' || known.has(name)) return [];
    known.add(name);
    const resolved = resolveCheck(check, defaults, path, faults);
    for (const probe of resolved.probes) {
      if (resolved.timeoutMs < probes[probe].timeoutMs) continue;
      const message = `the probe '${probe}' waits ${probes[probe].timeoutMs / 1000} s: give the check less time`;
      faults.add(check.timeout === undefined ? 'health.timeout' : `${path}.timeout`, message);
    }
    return [{ name, ...resolved }];
  });
}

function resolveCheck(
  check: HealthCheckDeclaration,
  defaults: HealthCheckOptions,
  path: string,
  faults: FaultList,
): HealthCheckOptions {
  checkKeys(check, KEYS, path, faults);
  const { critical = defaults.critical, probes = defaults.probes, every } = check;
  const isProbe = (probe: HealthProbe) => {
    if (!HEALTH_PROBES.includes(probe))
      faults.add(`${path}.probes`, `'${probe}' is none of ${HEALTH_PROBES.join(', ')}`);
    return HEALTH_PROBES.includes(probe);
  };
  const count = (field: 'failures' | 'successes') => {
    const { [field]: value = defaults[field] } = check;
    if (Number.isInteger(value) && value >= 1) return value;
    faults.add(`${path}.${field}`, 'write a whole number from 1 on');
    return defaults[field];
  };
  return {
    critical,
    timeoutMs: faults.durationMs(`${path}.timeout`, check.timeout, defaults.timeoutMs),
    cacheMs: faults.durationMs(`${path}.cache`, check.cache, defaults.cacheMs, { allowZero: true }),
    ...(every !== undefined && { everyMs: faults.durationMs(`${path}.every`, every, defaults.cacheMs) }),
    failures: count('failures'),
    successes: count('successes'),
    probes: probes.filter(isProbe),
  };
}

function isList(checks: NonNullable<HealthDeclaration['checks']>): checks is readonly string[] {
  return Array.isArray(checks);
}

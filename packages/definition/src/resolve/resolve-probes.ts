import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { HealthDeclaration, ProbeDeclaration } from '../health/health-declaration.ts';
import type { ResolvedHealth, ResolvedProbe } from '../resolved/resolved-health.ts';

/**
 * Startup gives five minutes; until it has passed once the others are not asked. Readiness is asked more often than
 * liveness, as taking requests away does less harm than a restart.
 */
const PROBES: ResolvedHealth['probes'] = {
  startup: { delayMs: 0, everyMs: 10_000, timeoutMs: 5000, failures: 30 },
  live: { delayMs: 0, everyMs: 10_000, timeoutMs: 5000, failures: 3 },
  ready: { delayMs: 0, everyMs: 5000, timeoutMs: 3000, failures: 3 },
};

/** How an orchestrator asks, checked, with its defaults. */
export function resolveProbes(
  declared: NonNullable<HealthDeclaration['probes']>,
  faults: FaultList,
): ResolvedHealth['probes'] {
  checkKeys(declared, Object.keys(PROBES), 'health.probes', faults);
  return {
    live: resolveProbe(declared.live ?? {}, PROBES.live, 'health.probes.live', faults),
    ready: resolveProbe(declared.ready ?? {}, PROBES.ready, 'health.probes.ready', faults),
    startup: resolveProbe(declared.startup ?? {}, PROBES.startup, 'health.probes.startup', faults),
  };
}

function resolveProbe(
  probe: ProbeDeclaration,
  defaults: ResolvedProbe,
  path: string,
  faults: FaultList,
): ResolvedProbe {
  checkKeys(probe, ['delay', 'every', 'timeout', 'failures'], path, faults);
  const { failures = defaults.failures } = probe;
  const isCount = Number.isInteger(failures) && failures >= 1;
  if (!isCount) faults.add(`${path}.failures`, 'write a whole number from 1 on');
  return {
    delayMs: faults.durationMs(`${path}.delay`, probe.delay, defaults.delayMs, { allowZero: true }),
    everyMs: wholeSeconds(`${path}.every`, probe.every, defaults.everyMs, faults),
    timeoutMs: wholeSeconds(`${path}.timeout`, probe.timeout, defaults.timeoutMs, faults),
    failures: isCount ? failures : defaults.failures,
  };
}

/** Kubernetes counts in seconds. */
function wholeSeconds(path: string, text: unknown, fallbackMs: number, faults: FaultList): number {
  const ms = faults.durationMs(path, text, fallbackMs);
  if (ms % 1000 === 0) return ms;
  faults.add(path, 'Kubernetes counts in whole seconds: write some');
  return fallbackMs;
}

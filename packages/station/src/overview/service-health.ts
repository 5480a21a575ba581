import type { HealthCheckView, ServiceView, TargetView } from '../contract.ts';

/** What a service's health is made of. */
export interface HealthFacts {
  readonly targets: readonly TargetView[];
  readonly checks: readonly HealthCheckView[];
  readonly firing: ServiceView['firing'];
}

type Health = Pick<ServiceView, 'health' | 'reason' | 'instances'>;

/** Alerts that tell of something, not of something bad. */
const HARMLESS: ReadonlySet<string> = new Set(['info', 'none', '']);

/** The worst of targets, checks and alerts, with why. */
export function serviceHealth({ targets, checks, firing }: HealthFacts): Health {
  const up = targets.filter(({ health }) => health === 'up').length;
  const down = targets.filter(({ health }) => health === 'down');
  const instances = { up, all: targets.length };
  const failed = checks.filter(({ isUp }) => isUp === false);
  const critical = failed.filter(({ isCritical }) => isCritical);
  const bad = firing.filter(({ severity }) => !HARMLESS.has(severity));
  const tell = (health: Health['health'], reason: string): Health => ({ health, reason, instances });
  if (targets.length > 0 && down.length === targets.length) return tell('down', allDown(down));
  if (critical.length > 0) return tell('down', checksFail(critical));
  const reasons = [
    ...(down.length > 0 ? [`${down.length} of ${targets.length} instances are down`] : []),
    ...(failed.length > 0 ? [checksFail(failed)] : []),
    ...(bad.length > 0 ? [alertsFire(bad.map(({ alert }) => alert))] : []),
  ];
  if (reasons.length > 0) return tell('degraded', reasons.join('; '));
  const isKnown = up > 0 || checks.some(({ isUp }) => isUp !== null);
  return isKnown ? tell('ok', '') : tell('unknown', 'nothing was scraped of it yet');
}

function allDown(targets: readonly TargetView[]): string {
  const error = targets.find(({ lastError }) => lastError !== '')?.lastError ?? '';
  const what = targets.length === 1 ? 'its instance is down' : `all ${targets.length} instances are down`;
  return error === '' ? what : `${what}: ${error}`;
}

function checksFail(checks: readonly HealthCheckView[]): string {
  const names = checks.map(({ name }) => name).join(', ');
  return checks.length === 1 ? `the check ${names} fails` : `the checks ${names} fail`;
}

function alertsFire(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  return distinct.length === 1
    ? `${distinct[0]} fires`
    : `${distinct.length} alerts fire: ${distinct.join(', ')}`;
}

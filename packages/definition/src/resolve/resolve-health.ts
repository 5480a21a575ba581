import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { HealthPaths, ResolvedHealth } from '../resolved/resolved-health.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';

const PATHS: HealthPaths = {
  live: '/health/live',
  ready: '/health/ready',
  startup: '/health/startup',
  health: '/health',
};

/** The service's health, checked, with its defaults. */
export function resolveHealth({ health = {} }: MonitoringDefinition, faults: FaultList): ResolvedHealth {
  const { paths = {}, port, checks = [] } = health;
  checkKeys(health, ['paths', 'port', 'checks'], 'health', faults);
  checkKeys(paths, Object.keys(PATHS), 'health.paths', faults);
  for (const [name, path] of Object.entries(paths)) {
    if (!path.startsWith('/')) faults.add(`health.paths.${name}`, `'${path}' does not start with /`);
  }
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    faults.add('health.port', 'write a port from 1 to 65535');
  }
  return { paths: { ...PATHS, ...paths }, ...(port !== undefined && { port }), checks };
}

import { closestName } from '@telltale/model';
import { mergeSections } from '../monitoring/merge-parts.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { ReceiverDeclaration } from '../routing/receiver.ts';
import type { AlertDeclaration } from '../rules/alert.ts';
import type { AlertOverride, EnvironmentDeclaration } from '../environments/environment-declaration.ts';
import { isMapping } from '../faults/shape.ts';
import { isQuery } from '../query/any-query.ts';
import { withThreshold } from './with-threshold.ts';

const SECTIONS = [
  'scrape',
  'evaluateEvery',
  'targets',
  'receivers',
  'routes',
  'notifications',
  'station',
  'stack',
  'alerts',
];
const OVERRIDES = ['threshold', 'for', 'keepFiringFor', 'severity', 'shadow', 'enabled'];

/** The definition as it is in an environment. An environment that is not declared is a fault. */
export function applyEnvironment(
  definition: MonitoringDefinition,
  name: string | undefined,
  faults: FaultList,
): MonitoringDefinition {
  for (const [each, section] of Object.entries(definition.environments)) {
    checkKeys(section, SECTIONS, `environments.${each}`, faults, definition.position);
  }
  if (name === undefined) return definition;
  const names = Object.keys(definition.environments);
  if (!names.includes(name)) {
    const near = closestName(name, names);
    const choice = names.length === 0 ? 'none is declared' : `declared are ${names.join(', ')}`;
    const hint = near === undefined ? choice : `did you mean '${near}'?`;
    faults.add('environments', `there is no environment '${name}': ${hint}`, definition.position);
    return definition;
  }
  return merged(definition, name, definition.environments[name], faults);
}

function merged(
  definition: MonitoringDefinition,
  name: string,
  section: EnvironmentDeclaration,
  faults: FaultList,
): MonitoringDefinition {
  const path = `environments.${name}`;
  const {
    scrape,
    evaluateEvery,
    targets = {},
    receivers = {},
    routes,
    notifications,
    station = {},
    stack = {},
  } = section;
  const jobs = [...Object.keys(definition.targets), ...definition.exporters.map(({ job }) => job)];
  checkKeys(targets, jobs, `${path}.targets`, faults);
  checkKeys(receivers, Object.keys(definition.receivers), `${path}.receivers`, faults);
  const own = Object.entries(targets).filter(([job]) => Object.hasOwn(definition.targets, job));
  return {
    ...definition,
    scrape: mergeSections(definition.scrape, scrape ?? {}),
    ...(evaluateEvery !== undefined && { evaluateEvery }),
    targets: mergeSections(definition.targets, Object.fromEntries(own)),
    exporters: definition.exporters.map((exporter) => {
      const override = targets[exporter.job];
      return override ? { ...exporter, target: { ...exporter.target, ...override } } : exporter;
    }),
    receivers: mergeReceivers(definition.receivers, receivers),
    ...(routes && { routes }),
    notifications: { ...definition.notifications, ...notifications },
    station: mergeSections(definition.station, station),
    stack: mergeSections(definition.stack, stack),
    alerts: () => overridden(definition.alerts(), section.alerts ?? {}, `${path}.alerts`, faults),
  };
}

/** A receiver takes the place of the whole other one: it may be of another kind. */
function mergeReceivers(
  base: Readonly<Record<string, ReceiverDeclaration>>,
  own: Readonly<Record<string, ReceiverDeclaration | undefined>>,
): Readonly<Record<string, ReceiverDeclaration>> {
  return Object.fromEntries(Object.entries(base).map(([name, receiver]) => [name, own[name] ?? receiver]));
}

function overridden(
  alerts: Readonly<Record<string, AlertDeclaration>>,
  overrides: Readonly<Record<string, AlertOverride>>,
  path: string,
  faults: FaultList,
): Readonly<Record<string, AlertDeclaration>> {
  checkKeys(overrides, Object.keys(alerts), path, faults);
  const kept = Object.entries(alerts).filter(([name]) => overrides[name]?.enabled !== false);
  return Object.fromEntries(
    kept.map(([name, alert]) => {
      if (!Object.hasOwn(overrides, name) || !isMapping(alert)) return [name, alert];
      const override = overrides[name];
      checkKeys(override, OVERRIDES, `${path}.${name}`, faults, alert.position);
      return [name, overriddenAlert(alert, override)];
    }),
  );
}

function overriddenAlert(alert: AlertDeclaration, override: AlertOverride): AlertDeclaration {
  const { threshold, for: holdsFor, keepFiringFor, severity, shadow } = override;
  return {
    ...alert,
    ...(holdsFor !== undefined && { for: holdsFor }),
    ...(keepFiringFor !== undefined && { keepFiringFor }),
    ...(severity !== undefined && { severity }),
    ...(shadow !== undefined && { shadow }),
    ...(threshold !== undefined && isQuery(alert.when) && withThreshold(alert, threshold)),
  };
}

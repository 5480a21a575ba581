import type { LogsDeclaration } from '../logs/logs-declaration.ts';
import type { ChildRouteDeclaration, RouteDeclaration } from '../routing/route-declaration.ts';
import type { DefinitionParts, MetricSource } from './definition-parts.ts';

/** The parts of a preset, and on top of them those of a definition: added, or in place of what has the same name. */
export function mergeParts(base: DefinitionParts, own: DefinitionParts): DefinitionParts {
  return {
    ...base,
    ...own,
    metricSources: mergeSources(base.metricSources, own.metricSources),
    kits: [...base.kits, ...own.kits],
    exporters: [
      ...base.exporters.filter(({ job }) => !own.exporters.some((one) => one.job === job)),
      ...own.exporters,
    ],
    targets: mergeSections(base.targets, own.targets),
    scrape: mergeSections(base.scrape, own.scrape),
    receivers: mergeReceivers(base, own),
    inhibitions: [...base.inhibitions, ...own.inhibitions],
    timeIntervals: { ...base.timeIntervals, ...own.timeIntervals },
    notifications: { ...base.notifications, ...own.notifications },
    proof: { ...base.proof, ...own.proof },
    recordings: () => ({ ...base.recordings(), ...own.recordings() }),
    alerts: () => ({ ...base.alerts(), ...own.alerts() }),
    slos: () => ({ ...base.slos(), ...own.slos() }),
    dashboards: () => ({ ...base.dashboards(), ...own.dashboards() }),
    queries: () => ({ ...base.queries(), ...own.queries() }),
    station: mergeSections(base.station, own.station),
    environments: mergeSections(base.environments, own.environments),
    layout: { ...base.layout, ...own.layout },
    stack: mergeSections(base.stack, own.stack),
    ...mergedOptional(base, own),
    sectionFaults: [...base.sectionFaults, ...own.sectionFaults],
  };
}

/** Where the definition has routes of its own, receivers of the preset that they do not lead to are left out. */
function mergeReceivers(base: DefinitionParts, own: DefinitionParts): DefinitionParts['receivers'] {
  const { routes } = own;
  if (routes === undefined) return { ...base.receivers, ...own.receivers };
  const led = new Set(receiversOf(routes));
  const kept = Object.entries(base.receivers).filter(([name]) => led.has(name));
  return { ...Object.fromEntries(kept), ...own.receivers };
}

function receiversOf(route: RouteDeclaration<string>): readonly string[] {
  return [route.to, ...childrenOf(route).flatMap(receiversOf)];
}

/** Routes that are none are told of when the definition is resolved. */
function childrenOf({ children }: RouteDeclaration<string>): readonly ChildRouteDeclaration<string>[] {
  return Array.isArray(children)
    ? children.filter((child) => typeof child === 'object' && child !== null)
    : [];
}

function mergedOptional(base: DefinitionParts, own: DefinitionParts): Partial<DefinitionParts> {
  return {
    ...(base.logs && own.logs && { logs: mergeLogs(base.logs, own.logs) }),
    ...(base.traces && own.traces && { traces: { ...base.traces, ...own.traces } }),
    ...(base.health && own.health && { health: mergeSections(base.health, own.health) }),
  };
}

function mergeLogs(base: LogsDeclaration, own: LogsDeclaration): LogsDeclaration {
  const metrics = { ...base.metrics, ...own.metrics };
  return { ...base, ...own, ...(Object.keys(metrics).length > 0 && { metrics }) };
}

/** A metric of the definition takes the place of the preset's of the same name. */
function mergeSources(base: readonly MetricSource[], own: readonly MetricSource[]): readonly MetricSource[] {
  const declared = own.filter(({ kit }) => kit === undefined).flatMap(({ metrics }) => Object.keys(metrics));
  const left = base.map((source) => ({
    ...source,
    metrics: Object.fromEntries(Object.entries(source.metrics).filter(([name]) => !declared.includes(name))),
  }));
  return [...left, ...own];
}

/** Two sections as one: what the second says stands, mappings are merged name by name, lists are not. */
export function mergeSections<Section extends object>(base: Section, own: object): Section {
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(base));
  for (const [name, value] of Object.entries(own)) {
    const below: unknown = merged[name];
    merged[name] = isMapping(below) && isMapping(value) ? mergeSections(below, value) : value;
  }
  // Each value has the type that its section gives the name.
  return merged as Section;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

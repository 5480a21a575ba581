import type { Rule } from '@telltale/model';
import { slugOf } from '@telltale/model';
import { FaultList } from '../faults/fault-list.ts';
import { mergeSections } from '../monitoring/merge-parts.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedDashboard, ResolvedDefinition, ResolvedMetric, ResolvedPanel } from '../resolved.ts';
import { jobNames } from '../targets/job-names.ts';
import type { WorkspaceDefinition } from '../workspace/workspace-definition.ts';
import type { ResolveOptions } from './resolve-service.ts';
import { resolveService } from './resolve-service.ts';
import { serviceScope } from './service-scope.ts';
import { workspaceLogs, workspaceTraces } from './workspace-sections.ts';

/** What there is once for all services; those of a preset give way to the workspace's. */
const SHARED_SECTIONS: ReadonlySet<string> = new Set([
  'receivers',
  'routes',
  'inhibitions',
  'timeIntervals',
  'notifications',
  'proof',
  'evaluateEvery',
  'station',
  'stack',
  'layout',
]);

interface ServicePart {
  readonly name: string;
  readonly resolved: ResolvedDefinition;
}

/** Resolves the services of a workspace, and makes one of them. Nothing, with faults, where they cannot be read. */
export function resolveWorkspace(
  workspace: WorkspaceDefinition,
  options: ResolveOptions,
  faults: FaultList,
): ResolvedDefinition | undefined {
  const services = soundServices(workspace, faults);
  const { environment: chosen, ...rest } = options;
  const environment = knownEnvironment(workspace, services, chosen);
  const common = resolveService(asDefinition(workspace), { ...rest, ...environment(workspace) }, faults);
  if (common === undefined) return undefined;
  const shared = sharedMetrics(services);
  const parts = services.flatMap((service): ServicePart[] => {
    const own = new FaultList();
    const scope = serviceScope(shared, jobNames(service.targets));
    const definition = { ...service, scrape: mergeSections(workspace.scrape, service.scrape) };
    const resolved = resolveService(definition, { ...rest, ...environment(service), scope }, own);
    faults.addAll(`services.${service.service}`, own.faults);
    return resolved ? [{ name: service.service, resolved }] : [];
  });
  return merged(common, parts, options, faults);
}

function asDefinition(workspace: WorkspaceDefinition): MonitoringDefinition {
  return { ...workspace, kind: 'telltale.definition', metrics: {} };
}

function soundServices(workspace: WorkspaceDefinition, faults: FaultList): readonly MonitoringDefinition[] {
  return Object.entries<unknown>({ ...workspace.services }).flatMap(([name, service]) => {
    const path = `services.${name}`;
    if (!isDefinition(service)) {
      faults.add(path, 'write defineMonitoring({ … })', workspace.position);
      return [];
    }
    if (service.service !== name) {
      faults.add(
        path,
        `its definition says service: '${service.service}'; write the same name`,
        service.position,
      );
    }
    for (const section of service.ownSections) {
      if (!SHARED_SECTIONS.has(section)) continue;
      const message = `services of a workspace have them in common: write ${section} in defineWorkspace`;
      faults.add(`${path}.${section}`, message, service.position);
    }
    return [service];
  });
}

function isDefinition(value: unknown): value is MonitoringDefinition {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'telltale.definition'
  );
}

/** An environment that anything of a workspace declares is known; what does not declare it stays as it is. */
function knownEnvironment(
  workspace: WorkspaceDefinition,
  services: readonly MonitoringDefinition[],
  name: string | undefined,
): (one: Pick<MonitoringDefinition, 'environments'>) => Pick<ResolveOptions, 'environment'> {
  if (name === undefined) return () => ({});
  const declares = ({ environments }: Pick<MonitoringDefinition, 'environments'>) =>
    Object.hasOwn(environments, name);
  // Where nobody declares it, the workspace is asked, and says so.
  const isKnown = services.some(declares);
  return (one) => (declares(one) || (one === workspace && !isKnown) ? { environment: name } : {});
}

function sharedMetrics(services: readonly MonitoringDefinition[]): ReadonlySet<string> {
  const names = services.flatMap(({ metrics }) => Object.keys(metrics));
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

function merged(
  common: ResolvedDefinition,
  parts: readonly ServicePart[],
  { environment }: ResolveOptions,
  faults: FaultList,
): ResolvedDefinition {
  const all = <Item>(pick: (resolved: ResolvedDefinition, service: string) => readonly Item[]) => [
    ...pick(common, ''),
    ...parts.flatMap(({ name, resolved }) => pick(resolved, name)),
  ];
  const targets = all(({ targets: own }, service) => own.map((target) => ({ ...target, ...named(service) })));
  const queries = all((resolved) => resolved.queries);
  checkUnique(
    targets.map(({ job }) => job),
    'targets',
    faults,
  );
  checkUnique(
    queries.map(({ name }) => name),
    'queries',
    faults,
  );
  const rules = all((resolved, service) => resolved.rules.map((rule) => ofService(rule, service)));
  const resolvedServices = parts.map(({ resolved }) => resolved);
  return {
    ...common,
    metrics: mergedMetrics(parts, common.metrics, faults),
    targets,
    rules: [...rules.filter(isRecording), ...rules.filter((rule) => !isRecording(rule))],
    dashboards: mergedDashboards(parts, common.dashboards),
    queries,
    exporters: all((resolved) => resolved.exporters ?? []),
    slos: all(({ slos = [] }, service) => slos.map((slo) => ({ ...slo, ...named(service) }))),
    ...(environment !== undefined && { environment }),
    logs: workspaceLogs(common.logs, resolvedServices),
    logMetrics: all((resolved) => resolved.logMetrics ?? []),
    traces: workspaceTraces(common.traces, resolvedServices),
    services: parts.map(({ name, resolved: { owner, logs, traces, health } }) => ({
      name,
      owner,
      logs,
      traces,
      health,
    })),
  };
}

function isRecording({ kind }: Rule): boolean {
  return kind === 'recording';
}

function named(service: string): { readonly service?: string } {
  return service === '' ? {} : { service };
}

/** Alerts of several services may have one name: the label tells them apart. */
function ofService(rule: Rule, service: string): Rule {
  if (service === '') return rule;
  return { ...rule, service, labels: rule.kind === 'alerting' ? { service, ...rule.labels } : rule.labels };
}

/** One metric a name. Two services that mean different things by it are a fault. */
function mergedMetrics(
  parts: readonly ServicePart[],
  common: readonly ResolvedMetric[],
  faults: FaultList,
): readonly ResolvedMetric[] {
  const byName = new Map<string, ResolvedMetric>(common.map((metric) => [metric.name, metric]));
  const owners = new Map<string, string>();
  for (const { name: service, resolved } of parts) {
    for (const metric of resolved.metrics) {
      const other = byName.get(metric.name);
      if (other === undefined) {
        byName.set(metric.name, metric);
        owners.set(metric.name, service);
      } else if (shapeOf(other) !== shapeOf(metric)) {
        const whose = owners.get(metric.name) ?? 'another service';
        const message = `${whose} has a metric of this name with another kind, unit, labels or buckets: rename one`;
        faults.add(`services.${service}.metrics.${metric.name}`, message, metric.position);
      } else owners.delete(metric.name);
    }
  }
  return [...byName.values()].map((metric) => ({ ...metric, ...named(owners.get(metric.name) ?? '') }));
}

function shapeOf({ kind, unit, labels, buckets, isNative, quantiles, states }: ResolvedMetric): string {
  return JSON.stringify([kind, unit, Object.keys(labels).toSorted(), buckets, isNative, quantiles, states]);
}

/** Dashboards of several services with one address, such as those of kits, get the service in front. */
function mergedDashboards(
  parts: readonly ServicePart[],
  common: readonly ResolvedDashboard[],
): readonly ResolvedDashboard[] {
  const slugs = [...common, ...parts.flatMap(({ resolved }) => resolved.dashboards)].map(({ slug }) => slug);
  const isTaken = (slug: string) => slugs.indexOf(slug) !== slugs.lastIndexOf(slug);
  const own = parts.flatMap(({ name, resolved }) => {
    const taken = resolved.dashboards.filter(({ slug }) => isTaken(slug));
    const titles = new Map(taken.map(({ title }) => [title, `${name}: ${title}`]));
    return resolved.dashboards.map((dashboard) => {
      const panels = dashboard.panels.map((panel) => withLinksTo(panel, titles));
      const title = titles.get(dashboard.title);
      const renamed = title === undefined ? {} : { slug: slugOf(title), uid: slugOf(title), title };
      return { ...dashboard, ...renamed, panels, service: name };
    });
  });
  return [...common, ...own];
}

/** Links of a service's panels lead to its own dashboards, whatever these are called now. */
function withLinksTo(panel: ResolvedPanel, titles: ReadonlyMap<string, string>): ResolvedPanel {
  if (!panel.links) return panel;
  const links = panel.links.map((link) => {
    const title = /^dashboard:(.*)$/.exec(link.url)?.[1].trim();
    const now = title === undefined ? undefined : titles.get(title);
    return now === undefined ? link : { ...link, url: `dashboard:${now}` };
  });
  return { ...panel, links };
}

function checkUnique(names: readonly string[], path: string, faults: FaultList): void {
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    faults.add(`${path}.${name}`, 'two services have one of this name: rename one of them');
  }
}

import type { FilePosition } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { isMapping } from '../faults/shape.ts';
import { isLogMetric } from './resolve-log-metrics.ts';
import { SECTION_SHAPES } from './section-shapes.ts';

type Mapping = Readonly<Record<string, unknown>>;

const METRIC_KINDS: readonly unknown[] = ['counter', 'gauge', 'histogram', 'summary', 'info', 'stateset'];

/**
 * Reports sections that cannot be read field by field, and values in them of another type than the declarations ask
 * for. Whether the definition can be worked with.
 */
export function checkSections(definition: MonitoringDefinition, faults: FaultList): boolean {
  const { position, sectionFaults } = definition;
  const known = faults.faults.length;
  for (const { path, message } of sectionFaults) faults.add(path, message, position);
  for (const [path, shape] of Object.entries(SECTION_SHAPES)) {
    const section: unknown = Reflect.get(definition, path);
    shape(section, { path, faults, position });
  }
  return faults.faults.length === known;
}

/**
 * Reports values of another type than the declarations ask for. The compiler refuses them, but a
 * definition is run without it: the command line only strips the types, and JavaScript has none.
 */
export function checkShape(definition: MonitoringDefinition, faults: FaultList): void {
  const { position } = definition;
  const service: unknown = definition.service;
  if (typeof service !== 'string') faults.add('service', "write the service's name as text", position);
  for (const { metrics, kit } of definition.metricSources) {
    checkMetrics(kit === undefined ? 'metrics' : `kits.${kit}`, metrics, faults, position);
  }
  for (const { job, metrics } of definition.exporters) {
    checkMetrics(`exporters.${job}`, metrics, faults, position);
  }
  checkLogMetrics(definition, faults);
  for (const [job, target] of Object.entries<unknown>(definition.targets)) {
    if (isMapping(target) && isReachable(target)) continue;
    faults.add(`targets.${job}`, "write an address: { address: 'host:port' }", position);
  }
  for (const [name, receiver] of Object.entries<unknown>(definition.receivers)) {
    if (isMapping(receiver) && isReceiver(receiver)) continue;
    const isWebhook = isMapping(receiver) && receiver.kind === 'webhook';
    const path = `receivers.${name}${isWebhook ? '.url' : ''}`;
    faults.add(path, "write webhook({ url: 'http://…' }), or slack, email or pagerduty", position);
  }
  checkRoutes(definition.routes, faults, position);
}

/** Discovered instances need no written address. */
function isReachable({ address, discover }: Mapping): boolean {
  return isTextOrTexts(address) || (address === undefined && discover !== undefined);
}

/** Whether a receiver was made by its function; secrets are checked where it is resolved. */
function isReceiver({ kind, url, to, from, smarthost }: Mapping): boolean {
  if (kind === 'webhook') return typeof url === 'string' || isMapping(url);
  if (kind === 'email') return isTexts(to) && typeof from === 'string' && typeof smarthost === 'string';
  return kind === 'slack' || kind === 'pagerduty';
}

function checkRoutes(routes: unknown, faults: FaultList, position?: FilePosition): void {
  if (routes === undefined) return;
  if (!isMapping(routes) || typeof routes.to !== 'string') {
    faults.add('routes', "name the receiver of all alerts: { to: '…' }", position);
    return;
  }
  const { children = [] } = routes;
  const isChild = (child: unknown) =>
    isMapping(child) && typeof child.to === 'string' && isMapping(child.match);
  if (Array.isArray(children) && children.every(isChild)) return;
  faults.add('routes.children', "write a list: [{ match: { severity: 'page' }, to: '…' }]", position);
}

function checkMetrics(path: string, metrics: Mapping, faults: FaultList, position?: FilePosition): void {
  for (const [name, declared] of Object.entries(metrics)) {
    if (isMapping(declared) && METRIC_KINDS.includes(declared.kind)) {
      checkMetric(`${path}.${name}`, declared, faults, position);
    } else {
      const choice = 'write counter({ … }), gauge({ … }) or histogram({ … })';
      faults.add(`${path}.${name}`, choice, position);
    }
  }
}

function checkLogMetrics({ logs, position }: MonitoringDefinition, faults: FaultList): void {
  const metrics = logs?.metrics ?? {};
  checkMetrics('logs.metrics', metrics, faults, position);
  for (const [name, declared] of Object.entries<unknown>(metrics)) {
    if (isLogMetric(declared)) continue;
    const message = "write logCounter({ help: '…', query: '…' }) or logHistogram({ … })";
    faults.add(`logs.metrics.${name}`, message, position);
  }
}

function checkMetric(path: string, declared: Mapping, faults: FaultList, position?: FilePosition): void {
  const { kind, help, unit, labels, buckets, quantiles, states } = declared;
  if (typeof unit !== 'string') faults.add(`${path}.unit`, "write the unit as text: 'seconds'", position);
  if (typeof help !== 'string') faults.add(`${path}.help`, 'say in a sentence what it measures', position);
  if (kind === 'histogram' && !isNumbers(buckets)) {
    const choice = 'list the upper bounds as numbers, such as [0.1, 1, 10], or set native: true';
    faults.add(`${path}.buckets`, choice, position);
  }
  if (kind === 'summary' && !isNumbers(quantiles)) {
    faults.add(`${path}.quantiles`, 'list the shares as numbers, such as [0.5, 0.95]', position);
  }
  if (kind === 'stateset' && !isTexts(states)) {
    faults.add(`${path}.states`, "list the states as texts, such as ['open', 'closed']", position);
  }
  if (!isMapping(labels)) {
    const example = "write the labels with what is known of their values, such as { route: 'any' }";
    faults.add(`${path}.labels`, example, position);
    return;
  }
  for (const [label, spec] of Object.entries(labels)) {
    if (spec === 'any' || isTexts(spec) || isOpenSpec(spec)) continue;
    const choice = "write a list of values, { pattern: '…' }, { maxValues: 100 } or 'any'";
    faults.add(`${path}.labels.${label}`, choice, position);
  }
}

function isOpenSpec(spec: unknown): boolean {
  if (!isMapping(spec)) return false;
  return typeof spec.pattern === 'string' || typeof spec.maxValues === 'number' || isMapping(spec.sampling);
}

function isTextOrTexts(value: unknown): boolean {
  return typeof value === 'string' || isTexts(value);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

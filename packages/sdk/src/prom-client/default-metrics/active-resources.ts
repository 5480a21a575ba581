import type { DefaultMetricOptions } from './default-metric-options.ts';
import { processGauge, setCounts } from './process-gauge.ts';

interface ResourceGauges {
  readonly name: string;
  readonly help: string;
  readonly totalHelp: string;
  readonly types: () => readonly string[];
}

/** What keeps the event loop alive. */
export function collectActiveResources(options: DefaultMetricOptions): void {
  collectTypes(options, {
    name: 'nodejs_active_resources',
    help: 'Number of active resources that are currently keeping the event loop alive, grouped by async resource type.',
    totalHelp: 'Total number of active resources.',
    types: () => process.getActiveResourcesInfo(),
  });
}

/** Handles of libuv, by class. */
export function collectActiveHandles(options: DefaultMetricOptions): void {
  collectInternals(options, '_getActiveHandles', {
    name: 'nodejs_active_handles',
    help: 'Number of active libuv handles grouped by handle type. Every handle type is C++ class name.',
    totalHelp: 'Total number of active handles.',
  });
}

/** Requests of libuv, by class. */
export function collectActiveRequests(options: DefaultMetricOptions): void {
  collectInternals(options, '_getActiveRequests', {
    name: 'nodejs_active_requests',
    help: 'Number of active libuv requests grouped by request type. Every request type is C++ class name.',
    totalHelp: 'Total number of active requests.',
  });
}

/** Lists that Node gives without documenting them: where it does not any more, there are no gauges. */
function collectInternals(
  options: DefaultMetricOptions,
  method: string,
  gauges: Omit<ResourceGauges, 'types'>,
): void {
  const list: unknown = Reflect.get(process, method);
  if (typeof list !== 'function') return;
  const types = (): string[] => (list.call(process) as readonly unknown[]).map(classNameOf);
  collectTypes(options, { ...gauges, types });
}

function collectTypes(options: DefaultMetricOptions, gauges: ResourceGauges): void {
  const { name, help, totalHelp, types } = gauges;
  processGauge(options, {
    name,
    help,
    labelNames: ['type'],
    collect: (gauge) => setCounts(gauge, types(), options),
  });
  processGauge(options, {
    name: `${name}_total`,
    help: totalHelp,
    collect: (gauge) => gauge.set(options.labels, types().length),
  });
}

function classNameOf(value: unknown): string {
  const type: unknown = Reflect.get(Object(value), 'constructor');
  return typeof type === 'function' ? type.name : 'Object';
}

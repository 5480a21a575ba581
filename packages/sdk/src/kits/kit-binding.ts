import type { Kit, MonitoringDefinition } from '@telltale/definition';
import { Counter, CounterHandle } from '../metrics/counter.ts';
import { Gauge, GaugeHandle } from '../metrics/gauge.ts';
import { Histogram, HistogramHandle } from '../metrics/histogram.ts';
import type { AnyInstrument } from '../metrics/instrument-of.ts';
import type { Registry } from '../registry/registry.ts';
import { RoleCounter, RoleGauge, RoleHistogram } from './role-instruments.ts';
import { RoleLabels } from './role-labels.ts';

/** What a recorder needs of a kit: instruments by role, which take labels by label role. */
export interface KitBinding {
  /** The kit; absent where the definition has none of that name. */
  readonly kit: Kit | undefined;
  counter(role: string): RoleCounter;
  gauge(role: string): RoleGauge;
  histogram(role: string): RoleHistogram;
  /** Puts a hook on something of the user's. Where that cannot be done it is told, and `otherwise` returned. */
  hook<Result>(put: () => Result, otherwise: Result): Result;
}

interface BoundRole {
  readonly instrument: AnyInstrument | undefined;
  readonly labels: RoleLabels;
}

/**
 * Binds a recorder to a kit of the definition. Without the kit nothing is recorded, which is told at the
 * first attempt; what a view leaves out is not recorded silently.
 */
export function bindKit(definition: MonitoringDefinition, registry: Registry, name: string): KitBinding {
  const kit = definition.kits.find((other) => other.kit === name);
  const onAbsent = kit ? undefined : () => tellOfMissing(registry, name);
  const bind = (role: string) => boundRole(kit, registry, role);
  return {
    kit,
    counter: (role) => {
      const { instrument, labels } = bind(role);
      return new RoleCounter(isCounter(instrument) ? instrument : undefined, labels, onAbsent);
    },
    gauge: (role) => {
      const { instrument, labels } = bind(role);
      return new RoleGauge(isGauge(instrument) ? instrument : undefined, labels, onAbsent);
    },
    histogram: (role) => {
      const { instrument, labels } = bind(role);
      return new RoleHistogram(isHistogram(instrument) ? instrument : undefined, labels, onAbsent);
    },
    hook: (put, otherwise) => {
      try {
        return put();
      } catch (error) {
        const describe = () =>
          `something that the kit '${name}' was to record could not be: ${String(error)}`;
        registry.diagnostics.tell('invalid_declaration', `${name}.hook`, describe);
        return otherwise;
      }
    },
  };
}

function boundRole(kit: Kit | undefined, registry: Registry, role: string): BoundRole {
  const metric = kit?.roles[role];
  const declaration = metric === undefined ? undefined : kit?.metrics[metric];
  if (metric === undefined || !declaration) return { instrument: undefined, labels: new RoleLabels({}, {}) };
  return {
    // The registry has it already where the definition was instrumented, and returns that one.
    instrument: registry.add(metric, declaration),
    labels: new RoleLabels(kit?.labels ?? {}, declaration.labels),
  };
}

function tellOfMissing({ diagnostics }: Registry, name: string): void {
  const describe = () => `the definition has no kit '${name}': add ${name}() to its kits to record this`;
  diagnostics.tell('invalid_declaration', name, describe);
}

function isCounter(instrument: unknown): instrument is Counter | CounterHandle {
  return instrument instanceof Counter || instrument instanceof CounterHandle;
}

function isGauge(instrument: unknown): instrument is Gauge | GaugeHandle {
  return instrument instanceof Gauge || instrument instanceof GaugeHandle;
}

function isHistogram(instrument: unknown): instrument is Histogram | HistogramHandle {
  return instrument instanceof Histogram || instrument instanceof HistogramHandle;
}

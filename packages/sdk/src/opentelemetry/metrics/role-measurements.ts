import type { Attributes } from '@opentelemetry/api';
import type { KitView, MonitoringDefinition } from '@telltale/definition';
import { bindKit } from '../../kits/kit-binding.ts';
import type { RoleValues } from '../../kits/role-labels.ts';
import type { Registry } from '../../registry/registry.ts';
import { attributeText } from './attribute-text.ts';
import type { Measurements } from './measurements.ts';

type InstrumentKind = 'counter' | 'gauge' | 'histogram';

/** The kits' views of an instrument: what takes its measurements instead of a metric of its own. */
export function roleMeasurements(
  definition: MonitoringDefinition,
  registry: Registry,
  instrument: string,
  kind: InstrumentKind,
): Measurements[] {
  return definition.kits.flatMap(({ kit, views = [] }) =>
    views
      .filter((view) => view.instrument === instrument)
      .map((view) => {
        const binding = bindKit(definition, registry, kit);
        const values = (attributes: Attributes) => roleValues(view, attributes);
        if (kind === 'histogram') return ofHistogram(binding.histogram(view.role), values);
        return kind === 'counter'
          ? ofCounter(binding.counter(view.role), values)
          : ofGauge(binding.gauge(view.role), values);
      }),
  );
}

type ValuesOf = (attributes: Attributes) => RoleValues;
type Binding = ReturnType<typeof bindKit>;

function ofHistogram(histogram: ReturnType<Binding['histogram']>, values: ValuesOf): Measurements {
  return { ...IGNORED, observe: (value, attributes) => histogram.observe(values(attributes), value) };
}

function ofCounter(counter: ReturnType<Binding['counter']>, values: ValuesOf): Measurements {
  return { ...IGNORED, add: (value, attributes) => counter.inc(values(attributes), value) };
}

function ofGauge(gauge: ReturnType<Binding['gauge']>, values: ValuesOf): Measurements {
  const totals = new Map<string, number>();
  return {
    ...IGNORED,
    set: (value, attributes) => gauge.set(values(attributes), value),
    add: (value, attributes) => {
      const labels = values(attributes);
      const key = JSON.stringify(labels);
      const total = (totals.get(key) ?? 0) + value;
      totals.set(key, total);
      gauge.set(labels, total);
    },
  };
}

const IGNORED: Measurements = {
  add: () => undefined,
  set: () => undefined,
  observe: () => undefined,
  beginRound: () => undefined,
  endRound: () => undefined,
};

/** Values by label role. Kits have operations in lower case, databases' instrumentations as in the statement. */
function roleValues({ attributes: roles }: KitView, attributes: Attributes): RoleValues {
  const values: Record<string, string> = {};
  for (const [attribute, role] of Object.entries(roles)) {
    const text = attributeText(attributes[attribute]);
    if (text !== '') values[role] = attribute === 'db.operation.name' ? text.toLowerCase() : text;
  }
  return values;
}

import type { ResolvedDefinition, ResolvedLabel } from '@telltale/definition';
import type { DeclaredMetric, LabelValues } from './known-series.ts';

/** The metrics a definition declares: names, labels and the values it allows. */
export function metricsOfDefinition(definition: ResolvedDefinition): readonly DeclaredMetric[] {
  return definition.metrics.map(({ name, kind, labels, unit, buckets, isNative = false }) => ({
    name,
    kind,
    isNative,
    unit,
    ...(buckets && { buckets }),
    labels: new Map(Object.entries(labels).map(([label, values]) => [label, valuesOf(values)])),
    origin: 'definition',
  }));
}

function valuesOf(label: ResolvedLabel): LabelValues {
  switch (label.kind) {
    case 'values':
      return { kind: 'closed', values: label.values };
    case 'pattern':
      return { kind: 'pattern', pattern: label.pattern };
    case 'any':
      return { kind: 'unknown' };
  }
}

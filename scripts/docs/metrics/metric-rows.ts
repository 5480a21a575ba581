import type { LabelSpecs, MetricDeclaration, MetricDeclarations } from '@telltale/definition';
import { code, printTable } from '../table.ts';

const HEAD = ['Metric', 'Type', 'Unit', 'Labels', 'Meaning'];

/** More values of a label than this are not listed. */
const MAX_LISTED = 8;

/** Declared metrics as a table. */
export function metricTable(metrics: MetricDeclarations): string {
  const rows = Object.entries(metrics).map(([name, metric]) => [
    code(name),
    typeOf(metric),
    metric.unit,
    labelsOf(metric.labels),
    metric.help,
  ]);
  return printTable(HEAD, rows);
}

function typeOf(metric: MetricDeclaration): string {
  if (metric.kind !== 'histogram' || !metric.native) return metric.kind;
  return metric.buckets.length > 0 ? 'histogram, also native' : 'native histogram';
}

/** Names of labels, with their values where these are a short list. */
function labelsOf(labels: LabelSpecs): string {
  return Object.entries(labels)
    .map(([name, spec]) => {
      const values = Array.isArray(spec) && spec.length <= MAX_LISTED ? spec : [];
      return values.length > 0 ? `${code(name)}: ${values.map(String).map(code).join(', ')}` : code(name);
    })
    .join('; ');
}

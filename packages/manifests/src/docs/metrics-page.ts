import type { ResolvedDefinition, ResolvedLabel, ResolvedMetric } from '@telltale/definition';
import { code, inline, table } from './markdown.ts';

/** What each metric means, with its unit and labels: own ones first, then those of kits and exporters. */
export function metricsPage({ service, metrics }: ResolvedDefinition): string {
  const groups = Map.groupBy(metrics, sourceOf);
  const own = groups.get('') ?? [];
  groups.delete('');
  const sections = [
    ...(own.length > 0 ? [`## Of ${inline(service)} itself\n\n${metricTable(own)}`] : []),
    ...[...groups].map(([source, of]) => `## Of the ${inline(source)}\n\n${metricTable(of)}`),
  ];
  return `# Metrics of ${inline(service)}\n\n${sections.join('\n\n') || 'None.'}\n`;
}

function sourceOf({ kit, exporter, service }: ResolvedMetric): string {
  if (exporter === 'logs') return 'logs, made by the station';
  if (exporter !== undefined) return `${exporter} exporter`;
  const owner = service === undefined ? '' : ` in ${service}`;
  return kit === undefined ? owner.trim() : `kit ${kit}${owner}`;
}

function metricTable(metrics: readonly ResolvedMetric[]): string {
  return table(
    ['Metric', 'Kind', 'Unit', 'Labels', 'Meaning'],
    metrics.map((metric) => [
      code(metric.name),
      metric.isNative ? `${metric.kind}, native` : metric.kind,
      metric.unit || '–',
      labelsOf(metric),
      inline(metric.help) + bucketsOf(metric),
    ]),
  );
}

function labelsOf({ labels }: ResolvedMetric): string {
  const listed = Object.entries(labels).map(([name, label]) => `${code(name)}${valuesOf(label)}`);
  return listed.join(', ') || '–';
}

function valuesOf(label: ResolvedLabel): string {
  switch (label.kind) {
    case 'values':
      return `: ${label.values.map(inline).join(', ')}`;
    case 'pattern':
      return `: like ${code(label.pattern)}${sampled(label)}`;
    case 'any':
      return `${label.maxValues === undefined ? '' : `: up to ${label.maxValues} values`}${sampled(label)}`;
  }
}

/** Of which part of the values of a label there are series. */
function sampled({ sampling }: Exclude<ResolvedLabel, { kind: 'values' }>): string {
  if (sampling === undefined) return '';
  return `, series for ${Number((sampling.ratio * 100).toPrecision(3))} % of its values`;
}

function bucketsOf({ buckets, quantiles }: ResolvedMetric): string {
  if (buckets && buckets.length > 0) return `. Buckets: ${buckets.join(', ')}`;
  return quantiles ? `. Quantiles: ${quantiles.join(', ')}` : '';
}

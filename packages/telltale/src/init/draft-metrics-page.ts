import { defineMonitoring, resolveDefinition } from '@telltale/definition';
import type { MetricDeclarations } from '@telltale/definition';
import type { MetricFamily } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { familiesOfPage } from '../check/catalogue/from-metrics-page.ts';
import type { DefinitionDraft, DraftMetric } from './definition-draft.ts';

/** Labels that say of what part of a metric a sample is. */
const PART_LABELS: ReadonlySet<string> = new Set(['__name__', 'le', 'quantile']);
const UNITS = ['seconds', 'bytes', 'ratio', 'celsius', 'volts', 'amperes', 'joules', 'grams', 'meters'];

/** Takes the metrics of a page over: names, kinds, labels, buckets. */
export function draftMetricsPage(
  body: Uint8Array,
  contentType: string,
  place: string,
  draft: DefinitionDraft,
): void {
  for (const family of familiesOfPage(place, body, contentType)) {
    const metric = metricOf(family);
    if (metric === undefined) {
      draft.drop(
        place,
        `the metric ${family.name}`,
        `metrics of the type ${family.type} have no declaration`,
      );
      continue;
    }
    const fault = faultOf(metric);
    if (fault === undefined) draft.addMetric(place, metric);
    else draft.drop(place, `the metric ${metric.name}`, fault);
  }
}

function metricOf({ name, type, help, samples }: MetricFamily): DraftMetric | undefined {
  const labels = new Set(samples.flatMap((sample) => sample.labels.names));
  const bounds = (label: string) =>
    [...new Set(samples.map((sample) => sample.labels.get(label)))]
      .filter((text) => text !== '' && text !== '+Inf')
      .map(Number)
      .toSorted((a, b) => a - b);
  const common = {
    help: help || name,
    unit: UNITS.find((unit) => name.replace(/_total$/, '').endsWith(`_${unit}`)) ?? '',
    labels: [...labels].filter((label) => !PART_LABELS.has(label)).sort(),
    buckets: [],
    quantiles: [],
  };
  switch (type) {
    case 'counter':
      return { ...common, kind: type, name: samples[0]?.labels.get('__name__') ?? name };
    case 'gauge':
      return { ...common, kind: type, name };
    case 'histogram':
      return { ...common, kind: type, name, buckets: bounds('le') };
    case 'summary':
      return { ...common, kind: type, name, quantiles: bounds('quantile') };
    default:
      return undefined;
  }
}

/** Why a definition would refuse a metric; `undefined` where it takes it. */
function faultOf({ name, kind, help, unit, labels, buckets, quantiles }: DraftMetric): string | undefined {
  const declared = {
    kind,
    help,
    unit,
    labels: Object.fromEntries(labels.map((label) => [label, 'any'])),
    ...(kind === 'histogram' && { buckets }),
    ...(kind === 'summary' && { quantiles }),
  };
  try {
    // The declaration is what the functions make of the same options; it is checked like one of a file.
    const metrics = { [name]: declared } as unknown as MetricDeclarations;
    resolveDefinition(defineMonitoring({ service: 'draft', metrics }));
    return undefined;
  } catch (error) {
    if (error instanceof TelltaleError) return error.message.replaceAll(/\s*\n\s*/g, ' ');
    throw error;
  }
}

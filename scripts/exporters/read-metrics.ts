import type { MetricFamily } from '@telltale/model';
import { parseExposition } from '@telltale/model';
import type { ExporterSource } from './exporter-sources.ts';

/** A metric as a page shows it. */
export interface ReadMetric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  readonly unit: string;
  readonly labels: Readonly<Record<string, readonly string[] | 'any'>>;
  readonly buckets?: readonly number[];
  readonly quantiles?: readonly number[];
}

/** Of every process that Go and its client library run in; a service's own metrics have these names too. */
const OF_THE_PROCESS = /^(?:go|process|promhttp|scrape)_/;

/** What ends of names say about units. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/_seconds(?:_total|_sum)?$/, 'seconds'],
  [/_bytes(?:_total)?$/, 'bytes'],
  [/_ratio$/, 'ratio'],
  [/_celsius$/, 'celsius'],
  [/_hertz$/, 'hertz'],
  [/_volts?$/, 'volts'],
];

/** The metrics of several pages of one program, by name. */
export function readMetrics(source: ExporterSource, pages: readonly string[]): readonly ReadMetric[] {
  const families = new Map<string, MetricFamily[]>();
  for (const page of pages) {
    for (const family of parseExposition(page).families) {
      if (OF_THE_PROCESS.test(family.name) || source.ignored?.test(family.name)) continue;
      families.set(family.name, [...(families.get(family.name) ?? []), family]);
    }
  }
  return [...families]
    .map(([name, several]) => readMetric(source, name, several))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function readMetric(source: ExporterSource, name: string, families: readonly MetricFamily[]): ReadMetric {
  const [{ help, type }] = families;
  const samples = families.flatMap((family) => family.samples);
  const kind = kindOf(source, name, type);
  return {
    name,
    kind,
    help: help.trim().replace(/\.$/, ''),
    unit: UNITS.find(([end]) => end.test(name))?.[1] ?? '',
    labels: labelsOf(source, samples),
    ...(kind === 'histogram' && { buckets: boundsOf(samples, 'le') }),
    ...(kind === 'summary' && { quantiles: boundsOf(samples, 'quantile') }),
  };
}

function kindOf(source: ExporterSource, name: string, type: MetricFamily['type']): ReadMetric['kind'] {
  if (type === 'counter' || type === 'histogram' || type === 'summary') return type;
  return type === 'unknown' && source.countersWithoutType?.test(name) ? 'counter' : 'gauge';
}

function labelsOf(source: ExporterSource, samples: MetricFamily['samples']): ReadMetric['labels'] {
  const names = new Set(samples.flatMap(({ labels }) => labels.names));
  for (const reserved of ['__name__', 'le', 'quantile']) names.delete(reserved);
  return Object.fromEntries([...names].toSorted().map((name) => [name, source.labels?.[name] ?? 'any']));
}

function boundsOf(samples: MetricFamily['samples'], label: string): readonly number[] {
  const texts = new Set(samples.map(({ labels }) => labels.get(label)).filter((text) => text !== ''));
  const bounds = [...texts].map((text) => (text === '+Inf' ? Infinity : Number(text)));
  return bounds.filter((bound) => Number.isFinite(bound)).toSorted((a, b) => a - b);
}

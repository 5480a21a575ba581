import type { ExposedSample, LabelSet, MetricFamily } from '@telltale/model';
import type {
  PrometheusBucket,
  PrometheusFamily,
  PrometheusFamilyType,
  PrometheusLabels,
  PrometheusMetric,
  PrometheusValue,
} from '@telltale/model/wire';
import { uniqueNames } from '../names/exposed-metric.ts';
import type { EscapingScheme } from '../names/name-escaping.ts';
import { escapeLabelName, escapeMetricName } from '../names/name-escaping.ts';
import { nameOfSamples } from '../text/foreign-lines.ts';

const TYPES: Readonly<Record<MetricFamily['type'], PrometheusFamilyType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  info: 'gauge',
  stateset: 'gauge',
  unknown: 'untyped',
};

/** A series while its samples are brought together. */
interface SeriesParts {
  readonly labels: PrometheusLabels;
  readonly timestampMs: number | undefined;
  /** Of buckets and quantiles: by what tells them apart. */
  readonly points: [at: number, value: number][];
  sum: number;
  count: number;
}

/** A family of another registry, whose samples stand one by one. */
export function foreignFamily(family: MetricFamily, escaping: EscapingScheme): PrometheusFamily {
  const { help, unit, samples } = family;
  const type = TYPES[family.type];
  const name = escapeMetricName(nameOfSamples(family), escaping);
  const isSimple = type !== 'histogram' && type !== 'summary';
  const metrics = isSimple
    ? simpleMetrics(family, type, escaping)
    : [...seriesOf(family.name, samples, type, escaping)].map((parts) => composed(parts, type));
  return { name, type, help, unit, metrics };
}

function simpleMetrics(
  family: MetricFamily,
  type: PrometheusFamilyType,
  escaping: EscapingScheme,
): PrometheusMetric[] {
  const own = nameOfSamples(family);
  const kind = type === 'counter' ? 'counter' : type === 'untyped' ? 'untyped' : 'gauge';
  return family.samples
    .filter(({ labels }) => labels.metricName === own)
    .map(({ labels, value, timestampMs }) => ({
      labels: exposedLabels(labels, undefined, escaping),
      value: { kind, value },
      ...(timestampMs !== undefined && { timestampMs }),
    }));
}

function seriesOf(
  name: string,
  samples: readonly ExposedSample[],
  type: 'histogram' | 'summary',
  escaping: EscapingScheme,
): Iterable<SeriesParts> {
  const own = type === 'histogram' ? 'le' : 'quantile';
  const series = new Map<string, SeriesParts>();
  for (const { labels, value, timestampMs } of samples) {
    const rest = exposedLabels(labels, own, escaping);
    const key = JSON.stringify(rest);
    let parts = series.get(key);
    if (!parts) series.set(key, (parts = { labels: rest, timestampMs, points: [], sum: 0, count: 0 }));
    const at = labels.get(own);
    if (labels.metricName === `${name}_sum`) parts.sum = value;
    else if (labels.metricName === `${name}_count`) parts.count = value;
    else if (at !== '') parts.points.push([boundOf(at), value]);
  }
  return series.values();
}

function composed(parts: SeriesParts, type: 'histogram' | 'summary'): PrometheusMetric {
  const { labels, timestampMs, count, sum } = parts;
  const points = parts.points.toSorted(([left], [right]) => left - right);
  const value: PrometheusValue =
    type === 'summary'
      ? { kind: 'summary', count, sum, quantiles: points.map(([quantile, at]) => ({ quantile, value: at })) }
      : { kind: 'histogram', count, sum, buckets: points.map(bucketOf) };
  return { labels, value, ...(timestampMs !== undefined && { timestampMs }) };
}

function bucketOf([upperBound, cumulativeCount]: readonly [number, number]): PrometheusBucket {
  return { upperBound, cumulativeCount };
}

function boundOf(text: string): number {
  return text === '+Inf' ? Infinity : Number(text);
}

function exposedLabels(
  labels: LabelSet,
  without: string | undefined,
  escaping: EscapingScheme,
): PrometheusLabels {
  const entries = [...labels.entries()].filter(([label]) => label !== '__name__' && label !== without);
  const names = uniqueNames(
    entries.map(([label]) => label),
    escaping,
    escapeLabelName,
  );
  return entries.map(([, value], index) => [names[index], value]);
}

import type { ExposedSample, MetricFamily } from '@telltale/model';
import type { SnapshotKind, SnapshotMetric, SnapshotSeries } from './snapshot.ts';

const KINDS: ReadonlyMap<string, SnapshotKind> = new Map(
  (['counter', 'gauge', 'histogram', 'summary', 'info', 'stateset'] as const).map((kind) => [kind, kind]),
);

/**
 * A family of a foreign registry as a metric of a snapshot. Histograms and summaries are put together from
 * their samples; a family of a kind that has no counterpart is sent sample by sample.
 */
export function foreignMetric(family: MetricFamily, startMs: number): SnapshotMetric {
  const kind = KINDS.get(family.type) ?? 'unknown';
  if (kind === 'histogram') return assembled(family, kind, startMs, 'le');
  if (kind === 'summary') return assembled(family, kind, startMs, 'quantile');
  return plain(family, kind === 'stateset' ? 'gauge' : kind, startMs);
}

function plain(family: MetricFamily, kind: SnapshotKind, startMs: number): SnapshotMetric {
  // Only the samples named as the family: `_created` of OpenMetrics is a time, not a value.
  const samples = family.samples.filter(({ labels }) => isValueOf(family, labels.metricName));
  const name = samples[0]?.labels.metricName ?? family.name;
  const labelNames = namesOf(samples, []);
  const series = samples.map(({ labels, value }) => ({
    labels: labelNames.map((label) => labels.get(label)),
    values: [value],
  }));
  return { ...head(family, kind, startMs), name, labelNames, series };
}

function isValueOf({ name, type }: MetricFamily, sampleName: string): boolean {
  if (sampleName === name) return true;
  if (type === 'counter') return sampleName === `${name}_total`;
  return type === 'info' && sampleName === `${name}_info`;
}

interface Parts {
  readonly labels: readonly string[];
  sum: number;
  count: number;
  /** By bound or quantile. */
  readonly points: Map<number, number>;
}

function assembled(
  family: MetricFamily,
  kind: 'histogram' | 'summary',
  startMs: number,
  pointLabel: string,
): SnapshotMetric {
  const labelNames = namesOf(family.samples, [pointLabel]);
  const bySeries = new Map<string, Parts>();
  const allPoints = new Set<number>();
  for (const { labels, value } of family.samples) {
    const texts = labelNames.map((name) => labels.get(name));
    const key = JSON.stringify(texts);
    let parts = bySeries.get(key);
    if (!parts) bySeries.set(key, (parts = { labels: texts, sum: 0, count: 0, points: new Map() }));
    const suffix = labels.metricName.slice(family.name.length);
    if (suffix === '_sum') parts.sum = value;
    else if (suffix === '_count') parts.count = value;
    else if (labels.has(pointLabel)) parts.points.set(pointOf(labels.get(pointLabel)), value);
  }
  for (const { points } of bySeries.values()) for (const point of points.keys()) allPoints.add(point);
  const points = [...allPoints].filter(Number.isFinite).sort((a, b) => a - b);
  const series = [...bySeries.values()].map((parts) =>
    kind === 'histogram' ? histogramSeries(parts, points) : summarySeries(parts, points),
  );
  return {
    ...head(family, kind, startMs),
    labelNames,
    series,
    ...(kind === 'histogram' ? { bounds: points } : { quantiles: points }),
  };
}

function pointOf(text: string): number {
  return text === '+Inf' ? Infinity : Number(text);
}

/** From cumulative counts to those of each bucket by itself. */
function histogramSeries({ labels, sum, count, points }: Parts, bounds: readonly number[]): SnapshotSeries {
  const values = [sum];
  let below = 0;
  for (const bound of bounds) {
    const cumulative = points.get(bound) ?? below;
    values.push(Math.max(0, cumulative - below));
    below = Math.max(below, cumulative);
  }
  const total = points.get(Infinity) ?? count;
  values.push(Math.max(0, total - below));
  return { labels, values };
}

function summarySeries({ labels, sum, count, points }: Parts, quantiles: readonly number[]): SnapshotSeries {
  const quantileValues = quantiles.map((quantile) => points.get(quantile) ?? NaN);
  return { labels, values: [sum, count], quantileValues };
}

function head(
  { name, help, unit }: MetricFamily,
  kind: SnapshotKind,
  startMs: number,
): Omit<SnapshotMetric, 'labelNames' | 'series'> {
  return { name, kind, help, unit, createdMs: startMs, bounds: [], quantiles: [], states: [] };
}

function namesOf(samples: readonly ExposedSample[], without: readonly string[]): string[] {
  const names = new Set(samples.flatMap(({ labels }) => labels.names));
  for (const name of ['__name__', ...without]) names.delete(name);
  return [...names].sort();
}

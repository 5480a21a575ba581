import type { Exemplar } from '../../metrics/view/exemplar.ts';
import type { SnapshotMetric, SnapshotSeries } from './snapshot.ts';

/** One sample as the Prometheus formats have it. */
export interface SnapshotSample {
  /** Of the sample, with `_bucket`, `_sum` and so on. */
  readonly name: string;
  /** Without those that are empty. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
  readonly exemplar?: Exemplar | undefined;
}

/** The samples of one series of a metric: buckets become cumulative, states and quantiles labels. */
export function samplesOf(metric: SnapshotMetric, series: SnapshotSeries): SnapshotSample[] {
  const { name, kind, labelNames } = metric;
  const labels = labelNames
    .map((label, i): [string, string] => [label, series.labels[i]])
    .filter(([, value]) => value !== '');
  switch (kind) {
    case 'histogram':
      return histogramSamples(metric, series, labels);
    case 'summary':
      return summarySamples(metric, series, labels);
    case 'stateset':
      return metric.states.map((state, i) => ({
        name,
        labels: [...labels, [name, state]],
        value: series.values[i],
      }));
    default:
      return [{ name, labels, value: series.values[0], exemplar: series.exemplars?.[0] }];
  }
}

/** Observations of a series of a histogram. */
export function observationCount({ values }: SnapshotSeries): number {
  let count = 0;
  for (const inBucket of values.slice(1)) count += inBucket;
  return count;
}

type Labels = SnapshotSample['labels'];

function histogramSamples(
  { name, bounds }: SnapshotMetric,
  series: SnapshotSeries,
  labels: Labels,
): SnapshotSample[] {
  const samples: SnapshotSample[] = [];
  let count = 0;
  for (const [i, bound] of [...bounds, Infinity].entries()) {
    count += series.values[i + 1];
    const le = bound === Infinity ? '+Inf' : String(bound);
    const exemplar = series.exemplars?.[i];
    samples.push({ name: `${name}_bucket`, labels: [...labels, ['le', le]], value: count, exemplar });
  }
  samples.push({ name: `${name}_sum`, labels, value: series.values[0] });
  samples.push({ name: `${name}_count`, labels, value: count });
  return samples;
}

function summarySamples(
  { name, quantiles }: SnapshotMetric,
  { values: [sum, count], quantileValues = [] }: SnapshotSeries,
  labels: Labels,
): SnapshotSample[] {
  return [
    ...quantiles.map((quantile, i): SnapshotSample => {
      const value = quantileValues[i] ?? NaN;
      return { name, labels: [...labels, ['quantile', String(quantile)]], value };
    }),
    { name: `${name}_sum`, labels, value: sum },
    { name: `${name}_count`, labels, value: count },
  ];
}

import { NativeBuckets } from '../../metrics/distribution/native-buckets.ts';
import { QuantileSketch } from '../../metrics/distribution/quantile-sketch.ts';
import { originOf } from '../../metrics/view/instrument-origin.ts';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import type { Gathered } from '../../registry/gatherer.ts';
import { foreignMetric } from './foreign-metric.ts';
import type { NativeSnapshot, RunIdentity, SnapshotMetric, SnapshotSeries } from './snapshot.ts';
import type { MetricsSnapshot } from './snapshot.ts';

/** Copies what was gathered. */
export function takeSnapshot(
  { metrics, foreign }: Gathered,
  identity: RunIdentity,
  takenMs: number,
): MetricsSnapshot {
  const own = metrics.map(ownMetric);
  return {
    identity,
    takenMs,
    metrics: [...own, ...foreign.map((family) => foreignMetric(family, identity.startMs))],
  };
}

function ownMetric(metric: MetricView): SnapshotMetric {
  const { name, kind, help, unit, createdMs, bounds, quantiles, states } = metric;
  const series: SnapshotSeries[] = [];
  for (const page of metric.pages) {
    for (let row = 0; row < page.rowCount; row++) {
      if (page.live[row] === 1) series.push(seriesOf(metric, page, row));
    }
  }
  const origin = originOf(metric);
  return {
    name,
    kind,
    help,
    unit,
    createdMs,
    labelNames: [...metric.labelNames],
    bounds,
    quantiles,
    states,
    series,
    ...(origin && { origin }),
  };
}

function seriesOf(metric: MetricView, page: SeriesPage, row: number): SnapshotSeries {
  const { width, labelNames, quantiles } = metric;
  const cell = page.cells[row];
  const exemplars = page.exemplars[row];
  return {
    labels: labelNames.map((_, label) => page.textOf(row, label)),
    values: [...page.values.subarray(row * width, (row + 1) * width)],
    ...(cell instanceof NativeBuckets && { native: nativeOf(cell) }),
    ...(cell instanceof QuantileSketch && { quantileValues: quantileValues(cell, quantiles) }),
    ...(exemplars && { exemplars: [...exemplars] }),
  };
}

function nativeOf({ schema, zeroThreshold, zeroCount, positive, negative }: NativeBuckets): NativeSnapshot {
  return {
    schema,
    zeroThreshold,
    zeroCount,
    positive: { offset: positive.offset, counts: [...positive.counts] },
    negative: { offset: negative.offset, counts: [...negative.counts] },
  };
}

function quantileValues(sketch: QuantileSketch, quantiles: readonly number[]): number[] {
  const counts = sketch.merged();
  return quantiles.map((quantile) => counts.quantile(quantile));
}

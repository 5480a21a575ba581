import type { SnapshotMetric } from '../snapshot/snapshot.ts';

/** Splits metrics into batches of at most `maxSeries` series; a metric with more is in several of them. */
export function batchesOf(metrics: readonly SnapshotMetric[], maxSeries: number): SnapshotMetric[][] {
  const batches: SnapshotMetric[][] = [];
  let batch: SnapshotMetric[] = [];
  let room = maxSeries;
  for (const metric of metrics) {
    for (let from = 0; from < metric.series.length;) {
      const series = metric.series.slice(from, from + room);
      batch.push({ ...metric, series });
      from += series.length;
      room -= series.length;
      if (room > 0) continue;
      batches.push(batch);
      batch = [];
      room = maxSeries;
    }
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

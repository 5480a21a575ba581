import type { PrometheusClient } from '../../server/prometheus-client.ts';
import type { ReviewSnapshot, SnapshotMetric } from './snapshot.ts';

/** Series of each name whose labels are looked at: those of one name mostly have the same. */
const SERIES_PER_NAME = 10;

/** They come and go with alerts, which are looked at by themselves. */
const OF_ALERTS: ReadonlySet<string> = new Set(['ALERTS', 'ALERTS_FOR_STATE']);

/** What there is at a moment, or was: a server knows its own past. Three questions, however many metrics there are. */
export async function takeSnapshot(client: PrometheusClient, timeMs: number): Promise<ReviewSnapshot> {
  const counts = await client.instant('count by (__name__) ({__name__!=""})', timeMs);
  const some = await client.instant(`topk by (__name__) (${SERIES_PER_NAME}, {__name__!=""})`, timeMs);
  const labels = new Map<string, Set<string>>();
  for (const { labels: own } of some) {
    const { __name__: name = '', ...others } = own;
    const known = labels.get(name) ?? new Set();
    for (const label of Object.keys(others)) known.add(label);
    labels.set(name, known);
  }
  const lasting = counts.filter(({ labels: { __name__: name = '' } }) => !OF_ALERTS.has(name));
  const metrics = lasting.map(({ labels: { __name__: name = '' }, value }): [string, SnapshotMetric] => [
    name,
    { series: value, labels: [...(labels.get(name) ?? [])].toSorted() },
  ]);
  const up = await client.instant('up', timeMs);
  return {
    takenMs: timeMs,
    of: client.address,
    metrics: Object.fromEntries(metrics.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    targets: up.map(({ labels: { job = '', instance = '' }, value }) => ({
      job,
      instance,
      isUp: value === 1,
    })),
  };
}

import type { RemoteWriteLabels, RemoteWriteMetadata, RemoteWriteSeries } from '@telltale/model/wire';
import type { MetricsSnapshot, SnapshotMetric, SnapshotSeries } from '../snapshot/snapshot.ts';
import { withPlainNames } from '../snapshot/plain-names.ts';
import type { SnapshotSample } from '../snapshot/snapshot-samples.ts';
import { observationCount, samplesOf } from '../snapshot/snapshot-samples.ts';
import { batchesOf } from './batches.ts';
import type { PushProtocol, PushRequest } from './push-request.ts';

/** Where remote write is sent. */
export interface RemoteWriteOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Series of a request, a histogram counting as one. */
const SERIES_PER_REQUEST = 1000;

/** What a series adds to the labels of its metric. */
const TARGET_LABELS = ['job', 'instance'];

/**
 * Pushes over Prometheus remote write 1.0. Native histograms go in requests of their own: a server without
 * support for them refuses a request as a whole.
 */
export function remoteWriteProtocol({ url, headers }: RemoteWriteOptions): PushProtocol {
  return {
    encode: async (given) => {
      const [{ writeRemoteWrite }, { default: snappy }] = await Promise.all([
        // Only programs that push by remote write pay for loading its writer.
        import('@telltale/model/wire'),
        import('snappyjs'),
      ]);
      const snapshot = { ...given, metrics: withPlainNames(given.metrics) };
      const natives = snapshot.metrics.filter(isNative).map((metric) => nativeSeries(metric, snapshot));
      const batches = batchesOf(snapshot.metrics, SERIES_PER_REQUEST).map((metrics) =>
        metrics.flatMap((metric) =>
          metric.series.flatMap((series) => sampleSeries(metric, series, snapshot)),
        ),
      );
      const metadata = snapshot.metrics.map(metadataOf);
      const request = (series: readonly RemoteWriteSeries[], first: boolean): PushRequest => ({
        method: 'POST',
        url,
        headers: {
          ...headers,
          'content-type': 'application/x-protobuf',
          'content-encoding': 'snappy',
          'x-prometheus-remote-write-version': '0.1.0',
        },
        body: snappy.compress(writeRemoteWrite({ series, metadata: first ? metadata : [] })),
      });
      return [...batches, ...natives].map((series, i) => request(series, i === 0));
    },
  };
}

function isNative({ kind, series }: SnapshotMetric): boolean {
  return kind === 'histogram' && series.some(({ native }) => native);
}

function sampleSeries(
  metric: SnapshotMetric,
  series: SnapshotSeries,
  snapshot: MetricsSnapshot,
): RemoteWriteSeries[] {
  // A histogram that is only native has no classic buckets to send.
  if (series.native && metric.bounds.length === 0) return [];
  return samplesOf(metric, series).map((sample) => ({
    labels: labelsOf(sample.name, sample.labels, snapshot),
    samples: [{ value: sample.value, timestampMs: snapshot.takenMs }],
    exemplars: exemplarsOf(sample),
  }));
}

function exemplarsOf({ exemplar }: SnapshotSample): NonNullable<RemoteWriteSeries['exemplars']> {
  if (!exemplar) return [];
  const { labels, value, timestampMs } = exemplar;
  return [{ labels: Object.entries(labels), value, timestampMs }];
}

function nativeSeries(metric: SnapshotMetric, snapshot: MetricsSnapshot): RemoteWriteSeries[] {
  return metric.series.flatMap((series) => {
    const { native } = series;
    if (!native) return [];
    const labels = metric.labelNames.map((name, i): [string, string] => [name, series.labels[i]]);
    const count = observationCount(series);
    const histogram = { ...native, count, sum: series.values[0], timestampMs: snapshot.takenMs };
    return [{ labels: labelsOf(metric.name, labels, snapshot), samples: [], histograms: [histogram] }];
  });
}

/** As a scrape would label it: a label of the metric named `job` or `instance` makes room for the target's. */
function labelsOf(name: string, labels: RemoteWriteLabels, { identity }: MetricsSnapshot): RemoteWriteLabels {
  const own = labels.map(([label, value]): [string, string] => [
    TARGET_LABELS.includes(label) ? `exported_${label}` : label,
    value,
  ]);
  const all = [...own, ['__name__', name], ['job', identity.job], ['instance', identity.instance]] as const;
  return all.filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : 1));
}

function metadataOf({ name, kind, help, unit }: SnapshotMetric): RemoteWriteMetadata {
  return { name, type: kind, help, unit };
}

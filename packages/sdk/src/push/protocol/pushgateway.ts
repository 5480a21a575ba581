import type { MetricFamily } from '@telltale/model';
import { LabelSet, formatExposition } from '@telltale/model';
import type { MetricsSnapshot, RunIdentity, SnapshotMetric } from '../snapshot/snapshot.ts';
import { withPlainNames } from '../snapshot/plain-names.ts';
import { samplesOf } from '../snapshot/snapshot-samples.ts';
import type { PushProtocol, PushRequest } from './push-request.ts';

/** Where and how a Pushgateway is used. */
export interface PushgatewayOptions {
  /** Of the gateway, without `/metrics/job/…`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** PUT replaces all metrics of the group, POST those of the same names. */
  readonly method: 'PUT' | 'POST';
}

/**
 * Pushes to a Prometheus Pushgateway, in the text format. The group is the job and the labels of the
 * identity's attributes; native histograms are shown as their sum and count, which is all the format has.
 */
export function pushgatewayProtocol({ url, headers, method }: PushgatewayOptions): PushProtocol {
  return {
    encode: async (snapshot) => [
      {
        method,
        url: groupUrl(url, snapshot.identity),
        headers: { ...headers, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
        body: formatExposition(familiesOf(snapshot)),
      },
    ],
  };
}

/** Removes a group from a Pushgateway with all its metrics. */
export function removeGroup({ url, headers }: PushgatewayOptions, identity: RunIdentity): PushRequest {
  return { method: 'DELETE', url: groupUrl(url, identity), headers, body: '' };
}

/** The address of a group; texts that a path cannot hold are in base64. */
function groupUrl(url: string, { job, attributes }: RunIdentity): string {
  const labels = attributes.filter(([name]) => name !== 'job');
  const path = [['job', job] as const, ...labels].map(([name, value]) => segment(name, value)).join('/');
  return `${url.replace(/\/+$/, '')}/metrics/${path}`;
}

function segment(label: string, value: string): string {
  const name = encodeURIComponent(label.toWellFormed());
  const isPlain = value !== '' && !/[/\\]|^\.+$/.test(value);
  if (isPlain) return `${name}/${encodeURIComponent(value.toWellFormed())}`;
  // An empty value is one padding sign, which the gateway reads as no bytes.
  const encoded = value === '' ? '=' : Buffer.from(value).toString('base64url');
  return `${name}@base64/${encoded}`;
}

function familiesOf({ metrics }: MetricsSnapshot): MetricFamily[] {
  return withPlainNames(metrics.filter(({ series }) => series.length > 0)).map(familyOf);
}

function familyOf(metric: SnapshotMetric): MetricFamily {
  const { name, kind, help, series } = metric;
  // The text format has neither infos nor state sets: they are gauges in it.
  const type = kind === 'info' || kind === 'stateset' ? 'gauge' : kind;
  const samples = series
    .flatMap((one) => samplesOf(metric, one))
    .map((sample) => ({
      labels: LabelSet.from([...sample.labels, ['__name__', sample.name]]),
      value: sample.value,
    }));
  return { name, type, help, unit: '', samples };
}

import type { OtlpAttributes, OtlpMetric, OtlpMetrics, OtlpScopeMetrics } from '@telltale/model/wire';
import type { MetricsSnapshot, RunIdentity, SnapshotMetric } from '../snapshot/snapshot.ts';
import { batchesOf } from './batches.ts';
import { otlpMetric } from './otlp-metric.ts';
import type { PushProtocol } from './push-request.ts';

/** Where and how OTLP is sent. */
export interface OtlpOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body's encoding. */
  readonly encoding: 'protobuf' | 'json';
}

/** Series of a request: collectors refuse bodies of more than a few MiB. */
const SERIES_PER_REQUEST = 5000;
const OWN_SCOPE = '@telltale/sdk';

/** Pushes over OTLP/HTTP, to a collector or a Prometheus with its OTLP receiver. */
export function otlpProtocol({ url, headers, encoding }: OtlpOptions): PushProtocol {
  const contentType = encoding === 'json' ? 'application/json' : 'application/x-protobuf';
  return {
    encode: async (snapshot) => {
      // Only programs that push over OTLP pay for loading its writer.
      const { printOtlpMetrics, writeOtlpMetrics } = await import('@telltale/model/wire');
      const encode = encoding === 'json' ? printOtlpMetrics : writeOtlpMetrics;
      return batchesOf(snapshot.metrics, SERIES_PER_REQUEST).map((metrics) => ({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': contentType },
        body: encode(otlpMetrics({ ...snapshot, metrics })),
      }));
    },
  };
}

function otlpMetrics({ identity, takenMs, metrics }: MetricsSnapshot): OtlpMetrics {
  const byScope = new Map<string, { scope: OtlpScopeMetrics; metrics: OtlpMetric[] }>();
  for (const metric of metrics) {
    const { name, version } = scopeOf(metric);
    const key = JSON.stringify([name, version]);
    let entry = byScope.get(key);
    if (!entry) {
      const list: OtlpMetric[] = [];
      byScope.set(key, (entry = { scope: { name, version, metrics: list }, metrics: list }));
    }
    entry.metrics.push(otlpMetric(metric, takenMs));
  }
  return { resource: resourceOf(identity), scopes: [...byScope.values()].map(({ scope }) => scope) };
}

function scopeOf({ origin }: SnapshotMetric): { name: string; version: string } {
  return origin ? { name: origin.scopeName, version: origin.scopeVersion } : { name: OWN_SCOPE, version: '' };
}

function resourceOf({ job, instance, runId, attributes }: RunIdentity): OtlpAttributes {
  const own: OtlpAttributes = [
    ['service.name', job],
    ['service.instance.id', instance],
    ['telemetry.sdk.name', 'telltale'],
    ['telemetry.sdk.language', 'nodejs'],
    ['telltale.run.id', runId],
  ];
  return [...new Map([...own, ...attributes])];
}

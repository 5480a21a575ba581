import { ratio } from '../query/ratio.ts';
import { alert } from '../rules/alert.ts';
import type { ExporterOptions, PackParts } from './create-pack.ts';
import { createPack } from './create-pack.ts';
import { minioMetrics, MINIO_SOURCE } from './data/minio-metrics.ts';
import type { ExporterPack } from './exporter-pack.ts';

const PARTS: PackParts<ReturnType<typeof minioMetrics>> = {
  pack: 'minio',
  job: 'minio',
  host: 'minio',
  port: 9000,
  path: '/minio/v2/metrics/cluster',
  // The server shows its metrics itself; it is no part of the generated stack.
  image: '',
  metrics: minioMetrics,
  source: MINIO_SOURCE,
  alerts: (m, { job, runbook }) => ({
    MinioDown: alert({
      when: m.up(job).below(1),
      for: '2m',
      onNoData: 'fire',
      severity: 'critical',
      runbook: runbook('MinioDown'),
      summary: ({ labels }) => `MinIO at ${labels.instance} does not answer`,
    }),
    MinioDriveOffline: alert({
      when: m.minio_cluster_drive_offline_total.now().max('instance').above(0),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('MinioDriveOffline'),
      summary: ({ value }) => `${value} drives of the object storage are offline`,
    }),
    MinioCapacityLow: alert({
      when: ratio(
        m.minio_cluster_capacity_usable_free_bytes.now().max('instance'),
        m.minio_cluster_capacity_usable_total_bytes.now().max('instance'),
      ).below({ percent: 10 }),
      for: '10m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('MinioCapacityLow'),
      summary: ({ value }) => `The object storage has ${value} of its space left`,
    }),
  }),
  dashboards: (m) => ({
    'Object storage': {
      Requests: {
        query: m.minio_s3_requests_total.rate('auto').sum('api'),
        legend: '{{api}}',
        description: 'Requests per second by operation',
      },
      Errors: {
        query: m.minio_s3_requests_errors_total.rate('auto').sum('api'),
        legend: '{{api}}',
        description: 'Requests per second that failed, by operation',
      },
      Capacity: {
        queries: {
          used: m.minio_cluster_usage_total_bytes.now().max(),
          usable: m.minio_cluster_capacity_usable_total_bytes.now().max(),
        },
        description: 'Size of all objects and the space that they can have',
      },
      Traffic: {
        queries: {
          received: m.minio_s3_traffic_received_bytes.rate('auto').sum(),
          sent: m.minio_s3_traffic_sent_bytes.rate('auto').sum(),
        },
        unit: 'bytes_per_second',
        description: 'Bytes per second from clients and to them',
      },
    },
  }),
};

/**
 * A MinIO cluster by its own endpoint, `/minio/v2/metrics/cluster`, which asks for a token unless the server
 * is told `MINIO_PROMETHEUS_AUTH_TYPE=public`. The names are from its documentation.
 *
 * @example
 * ```ts
 * import { defineMonitoring, minio, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [minio({ alerts: false, dashboards: false })],
 * });
 * console.log(resolveDefinition(definition).targets[0].path); // /minio/v2/metrics/cluster
 * ```
 */
export function minio<const Job extends string = 'minio'>(
  options?: ExporterOptions<Job>,
): ExporterPack<Job, ReturnType<typeof minioMetrics>> {
  return createPack(PARTS, options);
}

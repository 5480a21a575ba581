// Written from the documentation of MinIO (docs/metrics/prometheus/list.md): nobody has scraped it for this file. The pack says `documented: true`.
/* oxlint-disable max-lines, max-lines-per-function */
import type { MetricDeclarations } from '../../metrics/declaration.ts';

/** The version whose documentation was read. */
export const MINIO_SOURCE = { version: '2025' } as const;

/** Metrics of MinIO, those that alerts and dashboards are made of; made when they are asked for, so that a program that does not ask loads nothing. */
export const minioMetrics = () =>
  ({
    minio_bucket_usage_object_total: {
      kind: 'gauge',
      help: 'Objects of a bucket; on the path of the bucket metrics',
      unit: '',
      labels: { bucket: 'any', server: 'any' },
    },
    minio_bucket_usage_total_bytes: {
      kind: 'gauge',
      help: 'Size of a bucket; on the path of the bucket metrics',
      unit: 'bytes',
      labels: { bucket: 'any', server: 'any' },
    },
    minio_cluster_bucket_total: { kind: 'gauge', help: 'Buckets', unit: '', labels: {} },
    minio_cluster_capacity_raw_free_bytes: {
      kind: 'gauge',
      help: 'Free capacity of the drives',
      unit: 'bytes',
      labels: {},
    },
    minio_cluster_capacity_raw_total_bytes: {
      kind: 'gauge',
      help: 'Capacity of the drives',
      unit: 'bytes',
      labels: {},
    },
    minio_cluster_capacity_usable_free_bytes: {
      kind: 'gauge',
      help: 'Free capacity that objects can use',
      unit: 'bytes',
      labels: {},
    },
    minio_cluster_capacity_usable_total_bytes: {
      kind: 'gauge',
      help: 'Capacity that objects can use',
      unit: 'bytes',
      labels: {},
    },
    minio_cluster_drive_offline_total: {
      kind: 'gauge',
      help: 'Drives that are offline',
      unit: '',
      labels: {},
    },
    minio_cluster_drive_online_total: { kind: 'gauge', help: 'Drives that are online', unit: '', labels: {} },
    minio_cluster_drive_total: { kind: 'gauge', help: 'Drives', unit: '', labels: {} },
    minio_cluster_health_status: {
      kind: 'gauge',
      help: '1 where the cluster is healthy, else 0',
      unit: '',
      labels: {},
    },
    minio_cluster_nodes_offline_total: {
      kind: 'gauge',
      help: 'Nodes that are offline',
      unit: '',
      labels: {},
    },
    minio_cluster_nodes_online_total: { kind: 'gauge', help: 'Nodes that are online', unit: '', labels: {} },
    minio_cluster_usage_object_total: { kind: 'gauge', help: 'Objects', unit: '', labels: {} },
    minio_cluster_usage_total_bytes: {
      kind: 'gauge',
      help: 'Size of all objects',
      unit: 'bytes',
      labels: {},
    },
    minio_cluster_usage_version_total: {
      kind: 'gauge',
      help: 'Versions of objects, delete markers included',
      unit: '',
      labels: {},
    },
    minio_cluster_write_quorum: {
      kind: 'gauge',
      help: 'Largest write quorum of all pools and sets',
      unit: '',
      labels: {},
    },
    minio_heal_objects_errors_total: {
      kind: 'counter',
      help: 'Objects that could not be healed in this run',
      unit: '',
      labels: { type: 'any' },
    },
    minio_heal_objects_total: {
      kind: 'counter',
      help: 'Objects scanned in this run of self-healing',
      unit: '',
      labels: { type: 'any' },
    },
    minio_inter_node_traffic_dial_errors: {
      kind: 'counter',
      help: 'Time-outs and errors of connections between nodes',
      unit: '',
      labels: { server: 'any' },
    },
    minio_inter_node_traffic_received_bytes: {
      kind: 'counter',
      help: 'Bytes received from other nodes',
      unit: 'bytes',
      labels: { server: 'any' },
    },
    minio_inter_node_traffic_sent_bytes: {
      kind: 'counter',
      help: 'Bytes sent to other nodes',
      unit: 'bytes',
      labels: { server: 'any' },
    },
    minio_node_drive_errors_timeout: {
      kind: 'counter',
      help: 'Operations of a drive that timed out',
      unit: '',
      labels: { drive: 'any', server: 'any' },
    },
    minio_node_drive_free_bytes: {
      kind: 'gauge',
      help: 'Free bytes of a drive',
      unit: 'bytes',
      labels: { drive: 'any', server: 'any' },
    },
    minio_node_drive_total_bytes: {
      kind: 'gauge',
      help: 'Size of a drive',
      unit: 'bytes',
      labels: { drive: 'any', server: 'any' },
    },
    minio_node_drive_used_bytes: {
      kind: 'gauge',
      help: 'Used bytes of a drive',
      unit: 'bytes',
      labels: { drive: 'any', server: 'any' },
    },
    minio_node_file_descriptor_limit_total: {
      kind: 'gauge',
      help: 'File descriptors that may be open',
      unit: '',
      labels: { server: 'any' },
    },
    minio_node_file_descriptor_open_total: {
      kind: 'gauge',
      help: 'Open file descriptors',
      unit: '',
      labels: { server: 'any' },
    },
    minio_node_process_cpu_total_seconds: {
      kind: 'counter',
      help: 'CPU time of the process',
      unit: 'seconds',
      labels: { server: 'any' },
    },
    minio_node_process_resident_memory_bytes: {
      kind: 'gauge',
      help: 'Resident memory of the process',
      unit: 'bytes',
      labels: { server: 'any' },
    },
    minio_node_process_uptime_seconds: {
      kind: 'gauge',
      help: 'How long the process has been running',
      unit: 'seconds',
      labels: { server: 'any' },
    },
    minio_s3_requests_4xx_errors_total: {
      kind: 'counter',
      help: 'Requests that failed by 4xx',
      unit: '',
      labels: { api: 'any', server: 'any' },
    },
    minio_s3_requests_5xx_errors_total: {
      kind: 'counter',
      help: 'Requests that failed by 5xx',
      unit: '',
      labels: { api: 'any', server: 'any' },
    },
    minio_s3_requests_canceled_total: {
      kind: 'counter',
      help: 'Requests that the client cancelled',
      unit: '',
      labels: { api: 'any', server: 'any' },
    },
    minio_s3_requests_errors_total: {
      kind: 'counter',
      help: 'Requests that failed, by 4xx or 5xx',
      unit: '',
      labels: { api: 'any', server: 'any' },
    },
    minio_s3_requests_inflight_total: {
      kind: 'gauge',
      help: 'Requests being answered',
      unit: '',
      labels: { api: 'any', server: 'any' },
    },
    minio_s3_requests_rejected_auth_total: {
      kind: 'counter',
      help: 'Requests refused for want of authorisation',
      unit: '',
      labels: { server: 'any' },
    },
    minio_s3_requests_total: {
      kind: 'counter',
      help: 'Requests',
      unit: '',
      labels: { api: 'any', server: 'any' },
    },
    minio_s3_requests_waiting_total: {
      kind: 'gauge',
      help: 'Requests in the queue',
      unit: '',
      labels: { server: 'any' },
    },
    minio_s3_traffic_received_bytes: {
      kind: 'counter',
      help: 'Bytes received from clients',
      unit: 'bytes',
      labels: { server: 'any' },
    },
    minio_s3_traffic_sent_bytes: {
      kind: 'counter',
      help: 'Bytes sent to clients',
      unit: 'bytes',
      labels: { server: 'any' },
    },
    minio_software_version_info: {
      kind: 'gauge',
      help: 'Version of the server',
      unit: '',
      labels: { server: 'any', version: 'any' },
    },
  }) as const satisfies MetricDeclarations;

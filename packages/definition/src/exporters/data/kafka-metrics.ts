// Written from the documentation of kafka_exporter (README.md): nobody has scraped it for this file. The pack says `documented: true`.
/* oxlint-disable max-lines, max-lines-per-function */
import type { MetricDeclarations } from '../../metrics/declaration.ts';

/** The version whose documentation was read. */
export const KAFKA_SOURCE = { version: '1.9' } as const;

/** Metrics of kafka_exporter, those that alerts and dashboards are made of; made when they are asked for, so that a program that does not ask loads nothing. */
export const kafkaMetrics = () =>
  ({
    kafka_broker_info: {
      kind: 'gauge',
      help: 'Address of each broker',
      unit: '',
      labels: { address: 'any', id: 'any' },
    },
    kafka_brokers: { kind: 'gauge', help: 'Brokers of the cluster', unit: '', labels: {} },
    kafka_consumergroup_current_offset: {
      kind: 'gauge',
      help: 'Offset that the consumer group has committed',
      unit: '',
      labels: { consumergroup: 'any', partition: 'any', topic: 'any' },
    },
    kafka_consumergroup_current_offset_sum: {
      kind: 'gauge',
      help: 'Offsets that the consumer group has committed, of all partitions',
      unit: '',
      labels: { consumergroup: 'any', topic: 'any' },
    },
    kafka_consumergroup_lag: {
      kind: 'gauge',
      help: 'Messages of the partition that the consumer group has not processed',
      unit: '',
      labels: { consumergroup: 'any', partition: 'any', topic: 'any' },
    },
    kafka_consumergroup_lag_sum: {
      kind: 'gauge',
      help: 'Messages of the topic that the consumer group has not processed',
      unit: '',
      labels: { consumergroup: 'any', topic: 'any' },
    },
    kafka_consumergroup_members: {
      kind: 'gauge',
      help: 'Members of the consumer group',
      unit: '',
      labels: { consumergroup: 'any' },
    },
    kafka_exporter_build_info: {
      kind: 'gauge',
      help: 'Version of the exporter',
      unit: '',
      labels: { branch: 'any', goversion: 'any', revision: 'any', version: 'any' },
    },
    kafka_topic_partition_current_offset: {
      kind: 'gauge',
      help: 'Newest offset of the partition',
      unit: '',
      labels: { partition: 'any', topic: 'any' },
    },
    kafka_topic_partition_in_sync_replica: {
      kind: 'gauge',
      help: 'Replicas of the partition that are in sync',
      unit: '',
      labels: { partition: 'any', topic: 'any' },
    },
    kafka_topic_partition_leader: {
      kind: 'gauge',
      help: 'Broker that leads the partition',
      unit: '',
      labels: { partition: 'any', topic: 'any' },
    },
    kafka_topic_partition_leader_is_preferred: {
      kind: 'gauge',
      help: '1 where the preferred broker leads the partition',
      unit: '',
      labels: { partition: 'any', topic: 'any' },
    },
    kafka_topic_partition_oldest_offset: {
      kind: 'gauge',
      help: 'Oldest offset of the partition',
      unit: '',
      labels: { partition: 'any', topic: 'any' },
    },
    kafka_topic_partition_replicas: {
      kind: 'gauge',
      help: 'Replicas of the partition',
      unit: '',
      labels: { partition: 'any', topic: 'any' },
    },
    kafka_topic_partition_under_replicated_partition: {
      kind: 'gauge',
      help: '1 where the partition has too few replicas in sync',
      unit: '',
      labels: { partition: 'any', topic: 'any' },
    },
    kafka_topic_partitions: {
      kind: 'gauge',
      help: 'Partitions of the topic',
      unit: '',
      labels: { topic: 'any' },
    },
  }) as const satisfies MetricDeclarations;

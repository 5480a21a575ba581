import { alert } from '../rules/alert.ts';
import type { ExporterOptions, PackParts } from './create-pack.ts';
import { createPack } from './create-pack.ts';
import { kafkaMetrics, KAFKA_SOURCE } from './data/kafka-metrics.ts';
import type { ExporterPack } from './exporter-pack.ts';

const PARTS: PackParts<ReturnType<typeof kafkaMetrics>> = {
  pack: 'kafka',
  job: 'kafka',
  host: 'kafka-exporter',
  port: 9308,
  image: 'danielqsj/kafka-exporter',
  metrics: kafkaMetrics,
  source: KAFKA_SOURCE,
  alerts: (m, { job, runbook }) => ({
    KafkaExporterDown: alert({
      when: m.up(job).below(1),
      for: '2m',
      onNoData: 'fire',
      severity: 'warning',
      runbook: runbook('KafkaExporterDown'),
      summary: ({ labels }) => `The exporter of Kafka at ${labels.instance} does not answer`,
    }),
    KafkaConsumerLag: alert({
      when: m.kafka_consumergroup_lag_sum.now().max('consumergroup', 'topic').above(10_000),
      for: '10m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('KafkaConsumerLag'),
      summary: ({ labels, value }) =>
        `${labels.consumergroup} is ${value} messages behind in ${labels.topic}`,
    }),
    KafkaPartitionUnderReplicated: alert({
      when: m.kafka_topic_partition_under_replicated_partition.now().sum('topic').above(0),
      for: '10m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('KafkaPartitionUnderReplicated'),
      summary: ({ labels, value }) => `${value} partitions of ${labels.topic} have too few replicas in sync`,
    }),
  }),
  dashboards: (m) => ({
    Kafka: {
      'Consumer lag': {
        query: m.kafka_consumergroup_lag_sum.now().max('consumergroup', 'topic'),
        legend: '{{consumergroup}} {{topic}}',
        description: 'Messages of each topic that a consumer group has not processed',
      },
      'Consumer group members': {
        query: m.kafka_consumergroup_members.now().max('consumergroup'),
        legend: '{{consumergroup}}',
        description: 'Members of each consumer group; one without members processes nothing',
      },
      Brokers: {
        query: m.kafka_brokers.now().max(),
        legend: 'Brokers',
        kind: 'stat',
        description: 'Brokers that are part of the cluster',
      },
      'Partitions under-replicated': {
        query: m.kafka_topic_partition_under_replicated_partition.now().sum('topic'),
        legend: '{{topic}}',
        description: 'Partitions with fewer replicas in sync than they should have',
      },
    },
  }),
};

/**
 * A Kafka cluster as kafka_exporter shows it: topics, consumer groups and their lag. The names are from its
 * documentation.
 *
 * @example
 * ```ts
 * import { defineMonitoring, kafkaExporter } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [kafkaExporter()],
 *   dashboards: (m) => ({ Kafka: { Lag: m.kafka_consumergroup_lag_sum.now().max('consumergroup') } }),
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function kafkaExporter<const Job extends string = 'kafka'>(
  options?: ExporterOptions<Job>,
): ExporterPack<Job, ReturnType<typeof kafkaMetrics>> {
  return createPack(PARTS, options);
}

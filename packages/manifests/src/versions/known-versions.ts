import type {
  KnownExporter,
  KnownFeature,
  KnownFlag,
  KnownImage,
  KnownPort,
  RemovedApi,
} from './known-version.ts';

/*
 * What is known of other people's programs, as of August 2026. Generators pin from it, checks judge by
 * it, and nothing else in the repository names a version of theirs.
 */

/** What the image of a project with its station is made from. */
export const NODE_IMAGE = 'node:24.11.1-bookworm-slim';

/** Images that generated files use or that checks know. */
export const KNOWN_IMAGES: readonly KnownImage[] = [
  { component: 'prometheus', image: 'prom/prometheus', tag: 'v3.14.0', endOfLifeBelow: '3' },
  { component: 'alertmanager', image: 'prom/alertmanager', tag: 'v0.34.0', endOfLifeBelow: '0.27' },
  {
    component: 'grafana',
    image: 'grafana/grafana',
    tag: '13.2.0',
    formerNames: ['grafana/grafana-oss'],
    endOfLifeBelow: '12',
  },
  { component: 'loki', image: 'grafana/loki', tag: '3.7.6', endOfLifeBelow: '3' },
  { component: 'tempo', image: 'grafana/tempo', tag: '2.10.8' },
  { component: 'mimir', image: 'grafana/mimir', tag: '3.0.5', endOfLifeBelow: '2.17' },
  {
    component: 'jaeger',
    image: 'jaegertracing/jaeger',
    tag: '2.19.0',
    formerNames: [
      'jaegertracing/all-in-one',
      'jaegertracing/jaeger-agent',
      'jaegertracing/jaeger-collector',
      'jaegertracing/jaeger-query',
    ],
    endOfLifeBelow: '2',
  },
  {
    component: 'collector',
    image: 'otel/opentelemetry-collector-contrib',
    tag: '0.159.0',
    formerNames: ['otel/opentelemetry-collector-dev'],
  },
  {
    component: 'elasticsearch',
    image: 'docker.elastic.co/elasticsearch/elasticsearch',
    tag: '9.5.1',
    endOfLifeBelow: '8.19',
  },
  { component: 'kibana', image: 'docker.elastic.co/kibana/kibana', tag: '9.5.1', endOfLifeBelow: '8.19' },
  {
    component: 'logstash',
    image: 'docker.elastic.co/logstash/logstash',
    tag: '9.5.1',
    endOfLifeBelow: '8.19',
  },
  {
    component: 'filebeat',
    image: 'docker.elastic.co/beats/filebeat',
    tag: '9.5.1',
    endOfLifeBelow: '8.19',
  },
  { component: 'node-exporter', image: 'prom/node-exporter', tag: 'v1.12.1', endOfLifeBelow: '1' },
  {
    component: 'cadvisor',
    image: 'ghcr.io/google/cadvisor',
    tag: 'v0.60.5',
    formerNames: ['gcr.io/cadvisor/cadvisor', 'gcr.io/google-containers/cadvisor', 'google/cadvisor'],
  },
  {
    component: 'postgres-exporter',
    image: 'quay.io/prometheuscommunity/postgres-exporter',
    tag: 'v0.20.1',
    formerNames: ['wrouesnel/postgres_exporter'],
  },
  { component: 'redis-exporter', image: 'oliver006/redis_exporter', tag: 'v1.89.0' },
  { component: 'kafka-exporter', image: 'danielqsj/kafka-exporter', tag: 'v1.9.0' },
  { component: 'blackbox-exporter', image: 'prom/blackbox-exporter', tag: 'v0.28.0' },
  { component: 'mysqld-exporter', image: 'prom/mysqld-exporter', tag: 'v0.19.0' },
  { component: 'mongodb-exporter', image: 'percona/mongodb_exporter', tag: '0.53.0' },
  {
    component: 'elasticsearch-exporter',
    image: 'quay.io/prometheuscommunity/elasticsearch-exporter',
    tag: 'v1.11.0',
    formerNames: ['justwatch/elasticsearch_exporter'],
  },
  {
    component: 'kube-state-metrics',
    image: 'registry.k8s.io/kube-state-metrics/kube-state-metrics',
    tag: 'v2.20.0',
    formerNames: ['quay.io/coreos/kube-state-metrics', 'k8s.gcr.io/kube-state-metrics/kube-state-metrics'],
  },
  { component: 'nginx', image: 'nginx', tag: '1.29.1' },
  { component: 'pushgateway', image: 'prom/pushgateway', tag: 'v1.11.3' },
  { component: 'thanos', image: 'quay.io/thanos/thanos', tag: 'v0.42.4', formerNames: ['improbable/thanos'] },
];

/** Flags that came or went. */
export const KNOWN_FLAGS: readonly KnownFlag[] = [
  {
    component: 'prometheus',
    flag: 'storage.tsdb.retention',
    until: '3.0',
    instead: '--storage.tsdb.retention.time',
  },
  { component: 'prometheus', flag: 'storage.local.path', until: '2.0', instead: '--storage.tsdb.path' },
  {
    component: 'prometheus',
    flag: 'storage.local.retention',
    until: '2.0',
    instead: '--storage.tsdb.retention.time',
  },
  {
    component: 'prometheus',
    flag: 'alertmanager.url',
    until: '2.0',
    instead: 'the section `alerting` of prometheus.yml',
  },
  { component: 'prometheus', flag: 'alertmanager.timeout', until: '3.0', instead: 'nothing: remove it' },
  {
    component: 'prometheus',
    flag: 'storage.tsdb.allow-overlapping-blocks',
    until: '3.0',
    instead: 'nothing: overlapping blocks are always allowed',
  },
  {
    component: 'prometheus',
    flag: 'web.console.templates',
    noEffectSince: '3.0',
    instead: 'nothing: the image has no console templates any more',
  },
  {
    component: 'prometheus',
    flag: 'web.console.libraries',
    noEffectSince: '3.0',
    instead: 'nothing: the image has no console libraries any more',
  },
  {
    component: 'prometheus',
    flag: 'web.enable-remote-write-receiver',
    since: '2.33',
    instead: '--enable-feature=remote-write-receiver',
  },
  {
    component: 'prometheus',
    flag: 'web.enable-otlp-receiver',
    since: '3.0',
    instead: 'a collector in front',
  },
  { component: 'prometheus', flag: 'agent', since: '3.0', instead: '--enable-feature=agent' },
  {
    component: 'alertmanager',
    flag: 'mesh.listen-address',
    until: '0.15',
    instead: '--cluster.listen-address',
  },
  { component: 'alertmanager', flag: 'mesh.peer', until: '0.15', instead: '--cluster.peer' },
];

/** Values of `--enable-feature` that came, went or became the normal case. */
export const KNOWN_FEATURES: readonly KnownFeature[] = [
  {
    component: 'prometheus',
    feature: 'promql-at-modifier',
    noEffectSince: '3.0',
    instead: 'nothing: it is always on',
  },
  {
    component: 'prometheus',
    feature: 'promql-negative-offset',
    noEffectSince: '3.0',
    instead: 'nothing: it is always on',
  },
  {
    component: 'prometheus',
    feature: 'expand-external-labels',
    noEffectSince: '3.0',
    instead: 'nothing: it is always on',
  },
  {
    component: 'prometheus',
    feature: 'no-default-scrape-port',
    noEffectSince: '3.0',
    instead: 'nothing: ports are never added',
  },
  {
    component: 'prometheus',
    feature: 'remote-write-receiver',
    noEffectSince: '3.0',
    instead: '--web.enable-remote-write-receiver',
  },
  {
    component: 'prometheus',
    feature: 'new-service-discovery-manager',
    noEffectSince: '3.0',
    instead: 'nothing: it is the only one',
  },
  { component: 'prometheus', feature: 'agent', noEffectSince: '3.0', instead: '--agent' },
  {
    component: 'prometheus',
    feature: 'otlp-write-receiver',
    noEffectSince: '3.0',
    instead: '--web.enable-otlp-receiver',
  },
  {
    component: 'prometheus',
    feature: 'auto-gomaxprocs',
    noEffectSince: '3.0',
    instead: 'nothing: it is always on',
  },
  {
    component: 'prometheus',
    feature: 'auto-gomemlimit',
    noEffectSince: '3.0',
    instead: 'nothing: it is always on',
  },
  {
    component: 'prometheus',
    feature: 'utf8-names',
    noEffectSince: '3.0',
    instead: 'nothing: it is always on',
  },
  {
    component: 'prometheus',
    feature: 'promql-duration-expr',
    noEffectSince: '3.14',
    instead: 'nothing: it is always on',
  },
  {
    component: 'alertmanager',
    feature: 'utf8-strict-mode',
    since: '0.27',
    instead: 'nothing until then',
  },
  { component: 'alertmanager', feature: 'classic-mode', since: '0.27', instead: 'nothing until then' },
  {
    component: 'alertmanager',
    feature: 'receiver-name-in-metrics',
    since: '0.27',
    instead: 'nothing until then',
  },
  {
    component: 'alertmanager',
    feature: 'auto-gomaxprocs',
    until: '0.33',
    instead: 'nothing: it is always on',
  },
];

/** Addresses that are no longer answered. */
export const REMOVED_APIS: readonly RemovedApi[] = [
  { component: 'alertmanager', path: '/api/v1/alerts', until: '0.27', instead: '/api/v2/alerts' },
  { component: 'alertmanager', path: '/api/v1/silences', until: '0.27', instead: '/api/v2/silences' },
  { component: 'alertmanager', path: '/api/v1/silence', until: '0.27', instead: '/api/v2/silence' },
  { component: 'alertmanager', path: '/api/v1/status', until: '0.27', instead: '/api/v2/status' },
  { component: 'alertmanager', path: '/api/v1/receivers', until: '0.27', instead: '/api/v2/receivers' },
  {
    component: 'alertmanager',
    path: '/api/v1/alerts/groups',
    until: '0.27',
    instead: '/api/v2/alerts/groups',
  },
];

/** Exporters whose metrics are recognised by name. */
export const KNOWN_EXPORTERS: readonly KnownExporter[] = [
  {
    pack: 'node',
    component: 'node-exporter',
    port: 9100,
    path: '/metrics',
    prefixes: ['node_'],
    names: ['node-exporter', 'node_exporter', 'nodeexporter', 'node'],
  },
  {
    pack: 'cadvisor',
    component: 'cadvisor',
    port: 8080,
    path: '/metrics',
    prefixes: ['container_', 'machine_'],
    names: ['cadvisor', 'kubelet'],
  },
  {
    pack: 'postgres',
    component: 'postgres-exporter',
    port: 9187,
    path: '/metrics',
    prefixes: ['pg_'],
    names: ['postgres', 'postgresql', 'pg'],
  },
  {
    pack: 'redis',
    component: 'redis-exporter',
    port: 9121,
    path: '/metrics',
    prefixes: ['redis_'],
    names: ['redis'],
  },
  {
    pack: 'kafka',
    component: 'kafka-exporter',
    port: 9308,
    path: '/metrics',
    prefixes: ['kafka_'],
    names: ['kafka'],
  },
  {
    pack: 'mysql',
    component: 'mysqld-exporter',
    port: 9104,
    path: '/metrics',
    prefixes: ['mysql_'],
    names: ['mysql', 'mysqld', 'mariadb'],
  },
  {
    pack: 'mongodb',
    component: 'mongodb-exporter',
    port: 9216,
    path: '/metrics',
    prefixes: ['mongodb_'],
    names: ['mongo', 'mongodb'],
  },
  {
    pack: 'elasticsearch',
    component: 'elasticsearch-exporter',
    port: 9114,
    path: '/metrics',
    prefixes: ['elasticsearch_'],
    names: ['elasticsearch', 'elastic'],
  },
  {
    pack: 'blackbox',
    component: 'blackbox-exporter',
    port: 9115,
    path: '/probe',
    prefixes: ['probe_'],
    names: ['blackbox', 'probe'],
  },
  {
    pack: 'kube-state-metrics',
    component: 'kube-state-metrics',
    port: 8080,
    path: '/metrics',
    prefixes: ['kube_'],
    names: ['kube-state-metrics', 'kube_state_metrics', 'ksm', 'kubernetes'],
  },
];

/** Ports that tell what listens there. */
export const KNOWN_PORTS: readonly KnownPort[] = [
  {
    port: 5432,
    server: 'PostgreSQL',
    names: ['postgres', 'postgresql', 'pg', 'db', 'database'],
    exporter: 'postgres',
  },
  { port: 6379, server: 'Redis', names: ['redis', 'cache', 'valkey'], exporter: 'redis' },
  { port: 3306, server: 'MySQL', names: ['mysql', 'mariadb', 'db', 'database'], exporter: 'mysql' },
  { port: 27_017, server: 'MongoDB', names: ['mongo', 'mongodb', 'db', 'database'], exporter: 'mongodb' },
  { port: 9092, server: 'Kafka', names: ['kafka', 'broker', 'redpanda'], exporter: 'kafka' },
  {
    port: 9200,
    server: 'Elasticsearch',
    names: ['elasticsearch', 'es', 'elastic'],
    exporter: 'elasticsearch',
  },
  {
    port: 9300,
    server: 'Elasticsearch',
    names: ['elasticsearch', 'es', 'elastic'],
    exporter: 'elasticsearch',
  },
  { port: 8123, server: 'ClickHouse', names: ['clickhouse', 'ch'] },
  { port: 5672, server: 'RabbitMQ', names: ['rabbitmq', 'rabbit', 'mq'] },
  { port: 11_211, server: 'memcached', names: ['memcached', 'cache'] },
  { port: 2181, server: 'ZooKeeper', names: ['zookeeper', 'zk'] },
  { port: 9000, server: 'MinIO', names: ['minio'], metricsPath: '/minio/v2/metrics/cluster' },
  { port: 9363, server: 'ClickHouse', names: ['clickhouse', 'ch'], metricsPath: '/metrics' },
  { port: 15_692, server: 'RabbitMQ', names: ['rabbitmq', 'rabbit', 'mq'], metricsPath: '/metrics' },
];

/** The image of a component, as `name:tag`. */
export function pinnedImage(component: string): string {
  const known = KNOWN_IMAGES.find((image) => image.component === component);
  if (known === undefined) throw new RangeError(`no image is known for ${component}`);
  const digest = known.digest === undefined ? '' : `@${known.digest}`;
  return `${known.image}:${known.tag}${digest}`;
}

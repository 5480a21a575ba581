/**
 * First words of the metrics of widely used exporters and servers. A repository cannot say which
 * of these exist, so their names are never called unknown.
 */
const EXPORTER_WORDS: ReadonlySet<string> = new Set(
  `activemq alertmanager apache apiserver argocd authentication aws azure bind blackbox cadvisor calico
  cassandra celery ceph cert certmanager cilium clickhouse cloudflare cloudwatch cni cockroach collectd consul
  container coredns cortex couchbase couchdb dcgm disk docker dotnet elasticsearch engine envoy erlang etcd
  external filebeat fluentbit fluentd flux gitaly gitlab github gotk go grafana haproxy harbor hikaricp
  influxdb istio jaeger jenkins jmx jvm kafka keda kong kube kubelet kubernetes kubeproxy kyverno linkerd
  lnd logstash logback loki longhorn machine mcrouter memcached mimir minio modbus mongodb mongod mssql mysql
  mysqld namedprocess nats neo4j net netdata nexus nginx nginxexporter node nodejs nomad nvidia opensearch
  openvpn oracledb otel otelcol patroni pg pgbouncer php phpfpm ping postgres postgresql probe process
  processor prober prometheus promhttp promtail proxysql pushgateway pulsar python pve rabbitmq redis rest
  rocketmq ruby sentry smartctl snmp solr spark spring sidekiq squid ssl statsd storage strimzi swarm systemd
  systemdunit tempo thanos tikv tidb tomcat traefik traces unbound unifi varnish vault velero victoriametrics
  vector vm vmagent vmalert vmware volume wireguard windows wmi workqueue zfs zookeeper zk`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Names that Node.js runtime metrics keep behind a prefix of the service's own. */
const RUNTIME_PART = /_(?:nodejs|process|go|jvm|python)_/;

/** Whether a name may come from an exporter, a runtime or a recording rule kept elsewhere. */
export function belongsToExporter(name: string): boolean {
  // Recording rules are named `level:metric:operation`; they may live in another file.
  if (name.includes(':')) return true;
  return EXPORTER_WORDS.has(name.split('_', 1)[0]) || RUNTIME_PART.test(name);
}

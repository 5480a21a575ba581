import type { ResolvedDefinition } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { hasAlertmanager } from '../has-alertmanager.ts';
import { logIndexOf } from '../elastic/log-index.ts';
import { elasticAddress, logsWay } from '../elastic/shipped-logs.ts';
import { ELASTIC_PASSWORD } from '../secrets/elastic-password.ts';
import { mountedSecret } from '../secrets/stack-secret.ts';
import { ELASTICSEARCH_UID, PROMETHEUS_UID } from './dashboard-flavour.ts';
import { grafanaDuration } from './grafana-duration.ts';

/** The provisioning file of data sources: what the stack has, with identifiers that never change. */
export function grafanaDatasources(definition: ResolvedDefinition): YamlMapping {
  return {
    apiVersion: 1,
    // What is taken out of this file is taken out of Grafana (since 11.1; older ones ignore it).
    prune: true,
    datasources: [
      prometheus(definition),
      ...(hasAlertmanager(definition) ? [ALERTMANAGER] : []),
      ...(definition.traces?.enabled ? [JAEGER] : []),
      ...logSource(definition),
    ],
  };
}

function prometheus(definition: ResolvedDefinition): YamlMapping {
  const intervals = definition.targets.map(({ intervalMs }) => intervalMs);
  return {
    name: 'Prometheus',
    uid: PROMETHEUS_UID,
    type: 'prometheus',
    access: 'proxy',
    url: 'http://prometheus:9090',
    isDefault: true,
    editable: false,
    jsonData: {
      httpMethod: 'POST',
      // The longest interval: with a shorter one, rates over `$__rate_interval` of slow targets are empty.
      timeInterval: grafanaDuration(Math.max(definition.evaluationIntervalMs, ...intervals)),
      manageAlerts: false,
      ...(hasAlertmanager(definition) && { alertmanagerUid: 'alertmanager' }),
      ...(definition.traces?.enabled && {
        exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: 'jaeger' }],
      }),
    },
  };
}

const ALERTMANAGER: YamlMapping = {
  name: 'Alertmanager',
  uid: 'alertmanager',
  type: 'alertmanager',
  access: 'proxy',
  url: 'http://alertmanager:9093',
  editable: false,
  jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
};

const JAEGER: YamlMapping = {
  name: 'Jaeger',
  uid: 'jaeger',
  type: 'jaeger',
  access: 'proxy',
  url: 'http://jaeger:16686',
  editable: false,
};

function logSource(definition: ResolvedDefinition): readonly YamlMapping[] {
  if (logsWay(definition) === undefined) return [];
  return [
    {
      name: 'Elasticsearch',
      uid: ELASTICSEARCH_UID,
      type: 'elasticsearch',
      access: 'proxy',
      url: elasticAddress(definition),
      basicAuth: true,
      basicAuthUser: 'elastic',
      // Grafana reads the file itself: the password stands nowhere.
      secureJsonData: { basicAuthPassword: `$__file{${mountedSecret(ELASTIC_PASSWORD.name)}}` },
      editable: false,
      jsonData: {
        index: logIndexOf(definition).patterns.join(','),
        timeField: '@timestamp',
        logMessageField: 'message',
        logLevelField: 'log.level',
      },
    },
  ];
}

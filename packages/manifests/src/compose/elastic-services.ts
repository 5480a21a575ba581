import { posix } from 'node:path';
import { logsWay } from '../elastic/shipped-logs.ts';
import { ELASTIC_PASSWORD } from '../secrets/elastic-password.ts';
import type { StackSecret } from '../secrets/stack-secret.ts';
import { mountedSecret } from '../secrets/stack-secret.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import type { ComposeContext } from './compose-context.ts';
import { readOnlyMount } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { logMount } from './log-folder.ts';
import { COMMON, healthBy, limitsOf, loopbackPort, volumeAt } from './service-parts.ts';

const KIBANA_TOKEN: StackSecret = {
  name: 'kibana_token',
  purpose:
    "Kibana's token: `docker compose exec elasticsearch bin/elasticsearch-service-tokens create elastic/kibana compose`",
  command: "printf ''",
};
const PROFILES = ['logs', 'elk'];
const STARTS_SLOWLY = '90s';
const MIB = 1024 ** 2;

/** The secrets of Elasticsearch and Kibana. */
export const ELASTIC_SECRETS: readonly StackSecret[] = [ELASTIC_PASSWORD, KIBANA_TOKEN];

/** Elasticsearch and Kibana, and where Filebeat ships the logs it and Logstash; of one version, with passwords. */
export function elasticServices(context: ComposeContext): readonly (readonly [string, ComposeService])[] {
  const way = logsWay(context.definition);
  if (way === undefined) return [];
  const isShipped = way === 'shipper';
  return [
    ['elasticsearch', elasticsearch(context)],
    ...(isShipped ? [['logstash', logstash(context)] as const] : []),
    ['kibana', kibana(context)],
    ...(isShipped ? [['filebeat', filebeat(context)] as const] : []),
  ];
}

function elasticsearch(context: ComposeContext): ComposeService {
  const password = mountedSecret(ELASTIC_PASSWORD.name);
  const check = `curl -s -f -u "elastic:$$(cat ${password})" http://localhost:9200/_cluster/health`;
  return {
    image: pinnedImage('elasticsearch'),
    profiles: PROFILES,
    environment: {
      'discovery.type': 'single-node',
      'xpack.security.enabled': 'true',
      // Only the containers of the stack and the host itself reach the port.
      'xpack.security.http.ssl.enabled': 'false',
      'bootstrap.memory_lock': 'true',
      ES_JAVA_OPTS: heap(context, 'elasticsearch'),
      ELASTIC_PASSWORD_FILE: password,
    },
    ports: [loopbackPort(context.stack.ports.elasticsearch, 9200)],
    volumes: [volumeAt(context, 'elasticsearch', '/usr/share/elasticsearch/data')],
    secrets: [ELASTIC_PASSWORD.name],
    healthcheck: healthBy(['CMD-SHELL', check], STARTS_SLOWLY),
    ulimits: { memlock: -1, nofile: 65_535 },
    ...COMMON,
    cap_drop: ['ALL'],
    ...limitsOf(context, 'elasticsearch'),
  };
}

function logstash(context: ComposeContext): ComposeService {
  const { layout, stack } = context;
  return {
    image: pinnedImage('logstash'),
    profiles: PROFILES,
    entrypoint: [
      'sh',
      '-c',
      `ELASTIC_PASSWORD="$$(cat ${mountedSecret(ELASTIC_PASSWORD.name)})" exec /usr/local/bin/docker-entrypoint`,
    ],
    environment: {
      LS_JAVA_OPTS: heap(context, 'logstash'),
      XPACK_MONITORING_ENABLED: 'false',
    },
    ports: [loopbackPort(stack.ports.logstash, 5044)],
    volumes: [readOnlyMount(context, posix.dirname(layout.logstash), '/usr/share/logstash/pipeline')],
    secrets: [ELASTIC_PASSWORD.name],
    depends_on: { elasticsearch: { condition: 'service_healthy' } },
    healthcheck: healthBy(['CMD', 'curl', '-s', '-f', 'http://localhost:9600/'], STARTS_SLOWLY),
    ...COMMON,
    cap_drop: ['ALL'],
    ...limitsOf(context, 'logstash'),
  };
}

function kibana(context: ComposeContext): ComposeService {
  return {
    image: pinnedImage('kibana'),
    profiles: PROFILES,
    entrypoint: [
      'sh',
      '-c',
      `ELASTICSEARCH_SERVICEACCOUNTTOKEN="$$(cat ${mountedSecret(KIBANA_TOKEN.name)})" exec /usr/local/bin/kibana-docker`,
    ],
    environment: { ELASTICSEARCH_HOSTS: 'http://elasticsearch:9200' },
    ports: [loopbackPort(context.stack.ports.kibana, 5601)],
    secrets: [KIBANA_TOKEN.name],
    depends_on: { elasticsearch: { condition: 'service_healthy' } },
    healthcheck: healthBy(['CMD', 'curl', '-s', '-f', 'http://localhost:5601/api/status'], STARTS_SLOWLY),
    ...COMMON,
    cap_drop: ['ALL'],
    ...limitsOf(context, 'kibana'),
  };
}

/** It reads the logs of other containers, which may belong to any user. */
function filebeat(context: ComposeContext): ComposeService {
  return {
    image: pinnedImage('filebeat'),
    profiles: PROFILES,
    user: 'root',
    command: ['filebeat', '-e', '--strict.perms=false'],
    volumes: [
      readOnlyMount(context, context.layout.filebeat, '/usr/share/filebeat/filebeat.yml'),
      logMount(context),
      volumeAt(context, 'filebeat', '/usr/share/filebeat/data'),
    ],
    depends_on: { logstash: { condition: 'service_healthy' } },
    healthcheck: healthBy(['CMD', 'filebeat', 'test', 'config', '--strict.perms=false']),
    ...COMMON,
    ...limitsOf(context, 'filebeat'),
  };
}

/** Half of the memory is the heap's; the rest is for the system's cache and the machine itself. */
function heap({ stack }: ComposeContext, component: 'elasticsearch' | 'logstash'): string {
  const memory = Object.hasOwn(stack.limits, component) ? stack.limits[component].memoryBytes : 1024 * MIB;
  const half = Math.floor(memory / 2 / MIB);
  return `-Xms${half}m -Xmx${half}m`;
}

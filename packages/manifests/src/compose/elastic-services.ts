import { posix } from 'node:path';
import { shipsLogs } from '../elastic/shipped-logs.ts';
import type { StackSecret } from '../secrets/stack-secret.ts';
import { mountedSecret } from '../secrets/stack-secret.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import type { ComposeContext } from './compose-context.ts';
import { readOnlyMount } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { COMMON, healthBy, limitsOf, loopbackPort, volumeAt } from './service-parts.ts';

const ELASTIC_PASSWORD: StackSecret = {
  name: 'elastic_password',
  purpose: 'the password of the user elastic of Elasticsearch, which Logstash writes with',
};
const KIBANA_TOKEN: StackSecret = {
  name: 'kibana_token',
  purpose:
    "Kibana's token: `docker compose exec elasticsearch bin/elasticsearch-service-tokens create elastic/kibana compose`",
  command: "printf ''",
};
const PROFILES = ['logs', 'elk'];
const STARTS_SLOWLY = '90s';
const MIB = 1024 ** 2;
/** Where Filebeat's configuration looks for the files of a program. */
const APP_FOLDER = '/app';

/** The secrets of Elasticsearch and Kibana. */
export const ELASTIC_SECRETS: readonly StackSecret[] = [ELASTIC_PASSWORD, KIBANA_TOKEN];

/** Elasticsearch, Logstash, Kibana and Filebeat, of one version, with passwords. */
export function elasticServices(context: ComposeContext): readonly (readonly [string, ComposeService])[] {
  if (!shipsLogs(context.definition)) return [];
  return [
    ['elasticsearch', elasticsearch(context)],
    ['logstash', logstash(context)],
    ['kibana', kibana(context)],
    ['filebeat', filebeat(context)],
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

/** It reads the logs of the other containers, which belong to root. */
function filebeat(context: ComposeContext): ComposeService {
  return {
    image: pinnedImage('filebeat'),
    profiles: PROFILES,
    user: 'root',
    command: ['filebeat', '-e', '--strict.perms=false'],
    volumes: [
      readOnlyMount(context, context.layout.filebeat, '/usr/share/filebeat/filebeat.yml'),
      '/var/lib/docker/containers:/var/lib/docker/containers:ro',
      ...logFolders(context),
      volumeAt(context, 'filebeat', '/usr/share/filebeat/data'),
    ],
    depends_on: { logstash: { condition: 'service_healthy' } },
    healthcheck: healthBy(['CMD', 'filebeat', 'test', 'config', '--strict.perms=false']),
    ...COMMON,
    ...limitsOf(context, 'filebeat'),
  };
}

/** The folders of the files that the definition logs to; relative ones are where its program is. */
function logFolders(context: ComposeContext): readonly string[] {
  const folders = (context.definition.logs?.sinks ?? []).flatMap(({ kind, path }) =>
    kind === 'file' && path !== undefined ? [posix.dirname(path)] : [],
  );
  return [...new Set(folders)].map((folder) =>
    readOnlyMount(context, folder, posix.isAbsolute(folder) ? folder : posix.join(APP_FOLDER, folder)),
  );
}

/** Half of the memory is the heap's; the rest is for the system's cache and the machine itself. */
function heap({ stack }: ComposeContext, component: 'elasticsearch' | 'logstash'): string {
  const memory = Object.hasOwn(stack.limits, component) ? stack.limits[component].memoryBytes : 1024 * MIB;
  const half = Math.floor(memory / 2 / MIB);
  return `-Xms${half}m -Xmx${half}m`;
}

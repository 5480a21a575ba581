import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hasProgram } from '../../../../test/support/counterpart.ts';
import { freePort } from '../../../../test/support/free-port.ts';
import { startProgram, stopProgram } from '../../../../test/support/program.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { PRESETS } from '../../test/preset-definitions.ts';
import { stackDefinition } from '../../test/stack-definition.ts';
import { generateAll } from '../generators.ts';
import type { ComposeFile } from './compose-file.ts';
import { generateCompose } from './generate-compose.ts';

function composeOf(definition: ResolvedDefinition): ComposeFile {
  return parse(generateCompose(definition)[0].text) as ComposeFile;
}

describe('the stacks of the presets', () => {
  it('migration: Prometheus, Grafana and Alertmanager on 9090, 3000 and 9093, with named volumes', () => {
    const { services, volumes } = composeOf(PRESETS.migration);
    const { prometheus, grafana, alertmanager } = services;
    expect([prometheus.ports, grafana.ports, alertmanager.ports]).toEqual([
      ['127.0.0.1:9090:9090'],
      ['127.0.0.1:3000:3000'],
      ['127.0.0.1:9093:9093'],
    ]);
    expect(prometheus.volumes).toContain('./monitoring/prometheus.yml:/etc/prometheus/prometheus.yml:ro');
    expect(alertmanager.volumes).toContain(
      './monitoring/alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro',
    );
    expect(grafana.depends_on).toHaveProperty('prometheus');
    expect(Object.keys(volumes ?? {})).toEqual(expect.arrayContaining(['prometheus_data', 'grafana_data']));
    expect(services).toHaveProperty('pushgateway');
  });

  it('pipeline: 200 hours of samples, exporters, and the memory that the guide gives each server', () => {
    const { services } = composeOf(PRESETS.pipeline);
    expect(services.prometheus.command).toContain('--storage.tsdb.retention.time=200h');
    const memoryOf = (name: string) => services[name].deploy?.resources.limits.memory;
    expect(['prometheus', 'grafana', 'node-exporter', 'cadvisor'].map(memoryOf)).toEqual([
      '2048M',
      '512M',
      '64M',
      '128M',
    ]);
    expect(services.cadvisor.ports).toEqual(['127.0.0.1:8081:8080']);
  });

  it('webapp: configuration, alerts and dashboards are mounted read-only, data are in named volumes', () => {
    const { services } = composeOf(PRESETS.webapp);
    expect(services.prometheus.volumes).toEqual(
      expect.arrayContaining([
        './monitoring/prometheus.yml:/etc/prometheus/prometheus.yml:ro',
        './monitoring/alerts:/etc/prometheus/alerts:ro',
        'prometheus-data:/prometheus',
      ]),
    );
    expect(services.grafana.volumes).toEqual(
      expect.arrayContaining([
        './monitoring/grafana-dashboards:/var/lib/grafana/dashboards:ro',
        'grafana-data:/var/lib/grafana',
      ]),
    );
    expect(services.prometheus.command).toContain('--storage.tsdb.retention.time=15d');
  });

  it('ai-app: Grafana on 3001 without sign-up, Prometheus with lifecycle, Alertmanager there', () => {
    const { services } = composeOf(PRESETS.aiApp);
    expect(services.prometheus).toMatchObject({
      ports: ['127.0.0.1:9090:9090'],
      volumes: expect.arrayContaining([
        './docker/prometheus.yml:/etc/prometheus/prometheus.yml:ro',
        'prometheus_data:/prometheus',
      ]),
      command: expect.arrayContaining([
        '--config.file=/etc/prometheus/prometheus.yml',
        '--storage.tsdb.path=/prometheus',
        '--storage.tsdb.retention.time=200h',
        '--web.enable-lifecycle',
      ]),
    });
    expect(services.grafana.ports).toEqual(['127.0.0.1:3001:3000']);
    expect(services.grafana.environment).toMatchObject({
      GF_SECURITY_ADMIN_PASSWORD__FILE: '/run/secrets/grafana_admin_password',
      GF_USERS_ALLOW_SIGN_UP: 'false',
    });
    expect(services.alertmanager.ports).toEqual(['127.0.0.1:9093:9093']);
  });

  it('logs in Elasticsearch: a single node with a volume, Logstash with its pipeline, Kibana on 5601', () => {
    const { services, volumes } = composeOf(stackDefinition());
    expect(services.elasticsearch.environment).toMatchObject({ 'discovery.type': 'single-node' });
    expect(services.elasticsearch.volumes).toEqual(['elasticsearch_data:/usr/share/elasticsearch/data']);
    expect(volumes).toHaveProperty('elasticsearch_data');
    expect(services.logstash.volumes).toEqual(['./logstash/pipeline:/usr/share/logstash/pipeline:ro']);
    expect(services.kibana.ports).toEqual(['127.0.0.1:5601:5601']);
    expect(services.kibana.environment).toEqual({ ELASTICSEARCH_HOSTS: 'http://elasticsearch:9200' });
  });

  it('ai-app: its log files go through Filebeat and Logstash to Elasticsearch, which Kibana shows on 5601', () => {
    const { services, volumes } = composeOf(PRESETS.aiApp);
    expect(services.elasticsearch.environment).toMatchObject({ 'discovery.type': 'single-node' });
    expect(services.logstash.ports).toEqual(['127.0.0.1:5044:5044']);
    expect(services.logstash.volumes).toEqual(['./docker/logstash/pipeline:/usr/share/logstash/pipeline:ro']);
    expect(services.kibana.ports).toEqual(['127.0.0.1:5601:5601']);
    expect(services.grafana.secrets).toEqual(['grafana_admin_password', 'elastic_password']);
    expect(Object.keys(volumes ?? {})).toEqual(expect.arrayContaining(['elasticsearch_data', 'app_logs']));
    const files = new Map(generateAll(PRESETS.aiApp).map(({ path, text }) => [path, text]));
    expect(files.get('docker/logstash/pipeline/logstash.conf')).toContain(
      'if [fields][service] == "dev-pynode" {',
    );
    expect(files.get('docker/filebeat/filebeat.yml')).toContain('"${APP_FOLDER:/app}/logs/combined.log*"');
    expect(files.get('docker/grafana/provisioning/datasources/datasources.yml')).toContain(
      'index: dev-pynode-logs-*',
    );
  });
});

describe.skipIf(!hasProgram('prometheus'))('a real Prometheus', () => {
  it(
    'starts with the flags of the Compose file and reloads when it is told to',
    { timeout: 30_000 },
    async () => {
      const folder = temporaryFolder();
      const options = { target: { prometheus: '2.42' } } as const;
      const files = generateAll(PRESETS.aiApp, options);
      for (const { path, text } of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const compose = files.find(({ path }) => path === PRESETS.aiApp.layout?.compose);
      const { command = [], volumes = [] } = (parse(compose?.text ?? '') as ComposeFile).services.prometheus;
      // Each path of the container is the one that is mounted there.
      const onHost = (flag: string): string =>
        volumes.reduce((text, mount) => {
          const [source, target] = mount.split(':');
          return text.replace(`=${target}`, `=${join(folder, source)}`);
        }, flag);
      const port = await freePort();
      const program = startProgram('prometheus', [
        ...command.map(onHost),
        `--web.listen-address=127.0.0.1:${port}`,
      ]);
      try {
        const url = `http://127.0.0.1:${port}`;
        await waitFor('the server is ready', async () => (await fetch(`${url}/-/ready`)).ok);
        expect((await fetch(`${url}/-/reload`, { method: 'POST' })).status).toBe(200);
        const { data } = (await (await fetch(`${url}/api/v1/status/flags`)).json()) as {
          data: Record<string, string>;
        };
        expect(data).toMatchObject({ 'storage.tsdb.retention.time': '8d8h', 'web.enable-lifecycle': 'true' });
        const rules = await (await fetch(`${url}/api/v1/rules`)).text();
        expect(rules).toContain('"name":"HighErrorRate"');
      } finally {
        await stopProgram(program);
      }
    },
  );
});

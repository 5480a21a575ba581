import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { defineMonitoring, probes, resolveDefinition } from '@telltale/definition';
import type { ProbesOptions, ResolvedDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { generateCompose } from '../compose/generate-compose.ts';
import { generateKubernetes } from '../kubernetes/generate-kubernetes.ts';
import { generatePrometheus } from '../prometheus/generate-prometheus.ts';
import { generateBlackbox } from './generate-blackbox.ts';

function defined(options: ProbesOptions): ResolvedDefinition {
  const pack = probes({ ...options, alerts: false, dashboards: false });
  return resolveDefinition(defineMonitoring({ service: 'shop', exporters: [pack] }), { parse: parseExpr });
}

const SHOP = defined({
  every: '30s',
  http: {
    shop: 'https://shop.example/health',
    api: {
      url: 'http://localhost:3000/api',
      every: '10s',
      timeout: '5s',
      status: [200, 204],
      body: '"ok"',
      bodyNot: 'error',
      authorization: { env: 'API_TOKEN' },
      headers: { 'x-zone': 'a', 'x-key': { env: 'API_KEY' } },
      labels: { zone: 'north' },
    },
  },
  tcp: { db: 'db:5432' },
  tls: { mail: { address: 'mail.example:465', tls: { caFile: 'ca.pem', minVersion: 'TLSv1.3' } } },
});

interface PrintedJob {
  readonly static_configs: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

/** The scrape jobs that are generated, as they read back. */
function jobsOf(definition: ResolvedDefinition): readonly PrintedJob[] {
  const file: { readonly scrape_configs: readonly PrintedJob[] } = parse(
    generatePrometheus(definition)[0].text,
  );
  return file.scrape_configs;
}

const textOf = (files: readonly { readonly path: string; readonly text: string }[], path: string) =>
  files.find((file) => file.path === path)?.text ?? '';

describe('modules of blackbox_exporter', () => {
  it('each probe is a module with its conditions', () => {
    const [{ path, text }] = generateBlackbox(SHOP);
    expect(path).toBe('blackbox/blackbox.yml');
    expect(parse(text)).toEqual({
      modules: {
        shop: {
          prober: 'http',
          timeout: '10s',
          http: { method: 'GET', preferred_ip_protocol: 'ip4', body_size_limit: '1048576B' },
        },
        api: {
          prober: 'http',
          timeout: '5s',
          http: {
            method: 'GET',
            preferred_ip_protocol: 'ip4',
            valid_status_codes: [200, 204],
            headers: { 'x-zone': 'a' },
            body_size_limit: '1048576B',
            fail_if_body_not_matches_regexp: ['"ok"'],
            fail_if_body_matches_regexp: ['error'],
            authorization: { credentials_file: '/run/secrets/api_token' },
          },
        },
        db: { prober: 'tcp', timeout: '10s', tcp: { preferred_ip_protocol: 'ip4' } },
        mail: {
          prober: 'tcp',
          timeout: '10s',
          tcp: {
            preferred_ip_protocol: 'ip4',
            tls: true,
            tls_config: { ca_file: 'ca.pem', min_version: 'TLS13' },
          },
        },
      },
    });
  });

  it('says what cannot stand in the file, and what must stand beside it', () => {
    const [{ text }] = generateBlackbox(SHOP);
    expect(text).toContain('Left out of the module api: x-key');
    expect(text).toContain('The module mail reads ca.pem');
  });

  it('there is no file without probes', () => {
    expect(generateBlackbox(resolveDefinition(defineMonitoring({ service: 'shop' })))).toEqual([]);
  });

  it('modules of another job have its name before theirs', () => {
    const other = defined({ job: 'outside', tcp: { db: 'db:5432' } });
    expect(generateBlackbox(other)[0].text).toContain('\n  outside.db:\n');
    expect(generatePrometheus(other)[0].text).toContain('__param_module: outside.db');
  });
});

describe('the job of probes', () => {
  it('asks the exporter for what is probed, and calls that the instance', () => {
    const [job] = jobsOf(defined({ http: { shop: 'https://shop.example/' } }));
    expect(job).toMatchObject({
      job_name: 'probes',
      metrics_path: '/probe',
      static_configs: [
        { targets: ['https://shop.example/'], labels: { probe: 'shop', __param_module: 'shop' } },
      ],
      relabel_configs: [
        { source_labels: ['__address__'], target_label: 'instance' },
        { source_labels: ['__address__'], target_label: '__param_target' },
        { target_label: '__address__', replacement: 'blackbox-exporter:9115' },
      ],
    });
  });

  it('a container asks for the machine around it by the name that it knows; the instance stays as it was written', () => {
    const [inContainer] = jobsOf(SHOP);
    expect(inContainer).toMatchObject({
      static_configs: [
        {},
        {
          targets: ['http://localhost:3000/api'],
          labels: { __param_target: 'http://host.docker.internal:3000/api' },
        },
        {},
        {},
      ],
      relabel_configs: [
        {},
        { source_labels: ['__param_target', '__address__'], regex: ';(.+)', target_label: '__param_target' },
        {},
      ],
    });
    expect(generatePrometheus(SHOP, { network: 'host' })[0].text).not.toContain('host.docker.internal');
  });

  it('a probe with times of its own has them as labels of the target', () => {
    const [{ static_configs: groups }] = jobsOf(SHOP);
    expect(groups[1].labels).toMatchObject({ __scrape_interval__: '10s', __scrape_timeout__: '5s' });
    expect(Object.keys(groups[0].labels)).not.toContain('__scrape_interval__');
  });
});

describe('the exporter of a stack', () => {
  it('is a service of Compose with its modules and secrets', () => {
    const compose = textOf(generateCompose(SHOP), 'compose.yaml');
    expect(compose).toContain('  blackbox-exporter:\n    image: prom/blackbox-exporter:');
    expect(compose).toContain('./blackbox/blackbox.yml:/etc/blackbox_exporter/config.yml:ro');
    expect(compose).toContain('--config.file=/etc/blackbox_exporter/config.yml');
    expect(compose).toMatch(/ {4}secrets:\n {6}- api_token\n/);
    expect(compose).toContain('host.docker.internal:host-gateway');
    // What is probed by a name of the project's network is a service of the project.
    expect(compose).toMatch(/x-external-services:\n {2}- db\n/);
  });

  it('is a Deployment, and each probe a Probe of the Prometheus Operator', () => {
    const files = generateKubernetes(SHOP);
    const exporter = textOf(files, 'kubernetes/blackbox-exporter.yaml');
    for (const kind of ['ConfigMap', 'Deployment', 'Service']) expect(exporter).toContain(`kind: ${kind}\n`);
    expect(exporter).toContain('secretName: shop-alerting');
    const monitors = textOf(files, 'kubernetes/monitors.yaml');
    expect(monitors.match(/kind: Probe\n/g)).toHaveLength(4);
    expect(monitors).toContain('module: mail');
    expect(monitors).toContain('url: blackbox-exporter:9115');
    expect(textOf(files, 'kubernetes/kustomization.yaml')).toContain('blackbox-exporter.yaml');
  });

  it('is none of the stack where its address is one of a machine', () => {
    const outside = defined({ address: '10.0.0.1:9115', tcp: { db: 'db:5432' } });
    expect(textOf(generateCompose(outside), 'compose.yaml')).not.toContain('blackbox');
    expect(textOf(generateKubernetes(outside), 'kubernetes/blackbox-exporter.yaml')).toBe('');
  });
});

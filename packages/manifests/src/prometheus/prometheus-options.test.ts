import type { ResolvedDefinition } from '@telltale/definition';
import { parsePrometheusConfig } from '@telltale/formats';
import type { Rule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { stackDefinition } from '../../test/stack-definition.ts';
import { generateCompose } from '../compose/generate-compose.ts';
import { generateKubernetes } from '../kubernetes/generate-kubernetes.ts';
import type { GenerateOptions } from '../generate-options.ts';
import { generatePrometheus } from './generate-prometheus.ts';
import { prometheusFlags } from './prometheus-flags.ts';

const TARGET: ResolvedDefinition['targets'][number] = {
  job: 'shop',
  addresses: ['localhost:3000'],
  path: '/metrics',
  scheme: 'http',
  intervalMs: 15_000,
  timeoutMs: 10_000,
  labels: {},
};

function recording(name: string, query: string): Rule {
  return { kind: 'recording', name, query, expr: parseExpr(query), labels: {} };
}

const SHOP: ResolvedDefinition = {
  service: 'shop',
  owner: 'team-shop',
  metrics: [],
  targets: [TARGET],
  evaluationIntervalMs: 15_000,
  receivers: [{ kind: 'webhook', name: 'ops', url: 'http://127.0.0.1:9/', sendResolved: true }],
  route: {
    receiver: 'ops',
    matchers: [],
    continue: false,
    groupBy: [],
    groupWaitMs: 30_000,
    groupIntervalMs: 300_000,
    repeatIntervalMs: 14_400_000,
    routes: [],
  },
  rules: [],
  dashboards: [],
  queries: [],
  station: {},
};

function configOf(definition: Partial<ResolvedDefinition>, options?: GenerateOptions) {
  const [{ text, path }] = generatePrometheus({ ...SHOP, ...definition }, options);
  return { ...parsePrometheusConfig(text, path), text };
}

const targetsOf = (definition: Partial<ResolvedDefinition>, options?: GenerateOptions) =>
  configOf(definition, options).scrapeConfigs.map(
    ({ jobName, staticConfigs }) => `${jobName} ${staticConfigs[0].targets.join(' ')}`,
  );

describe('addresses', () => {
  it('Prometheus asks itself in its own container', () => {
    const prometheus = { ...TARGET, job: 'self', addresses: ['localhost:9090'], exporter: 'prometheus' };
    expect(targetsOf({ targets: [prometheus] })).toContain('self localhost:9090');
  });

  it('a program that ends by itself pushes to a Pushgateway, whose labels are kept', () => {
    const { scrapeConfigs } = configOf({ targets: [{ ...TARGET, isBatch: true }] });
    expect(scrapeConfigs).toContainEqual(
      expect.objectContaining({
        jobName: 'pushgateway',
        honorLabels: true,
        staticConfigs: [{ targets: ['pushgateway:9091'], labels: {} }],
      }),
    );
    expect(targetsOf({}).join()).not.toContain('pushgateway');
  });

  it('localhost is the machine around the container, or the container that is named', () => {
    expect(targetsOf({})).toContain('shop host.docker.internal:3000');
    expect(targetsOf({ targets: [{ ...TARGET, container: 'backend' }] })).toContain('shop backend:3000');
    expect(targetsOf({}, { network: 'host' })).toContain('shop localhost:3000');
  });

  it('other hosts stay as they are', () => {
    const addresses = ['db-exporter:9187', '10.0.0.7:80', 'localhost.example.org:1'];
    expect(targetsOf({ targets: [{ ...TARGET, addresses }] })[0]).toBe(`shop ${addresses.join(' ')}`);
  });

  it('two Alertmanagers get the alerts, and Mimir the samples, where nothing may be lost', () => {
    const { alertmanagers, alertRelabelConfigs, remoteWrite, global } = configOf({}, { ha: true });
    expect(alertmanagers[0].staticConfigs[0].targets).toEqual(['alertmanager:9093', 'alertmanager-2:9093']);
    expect(remoteWrite).toEqual([{ url: 'http://mimir:9009/api/v1/push' }]);
    expect(global.externalLabels).toEqual({ replica: '${PROMETHEUS_REPLICA}' });
    expect(alertRelabelConfigs).toMatchObject([{ regex: 'replica', action: 'labeldrop' }]);
  });

  it('nobody gets alerts where the definition has no receiver', () => {
    expect(configOf({ receivers: [] }).alertmanagers).toEqual([]);
  });
});

describe('a target that asks for a token', () => {
  const asks: ResolvedDefinition = {
    ...SHOP,
    targets: [{ ...TARGET, authorization: { env: 'MINIO_TOKEN' } }],
  };

  it('gets it from the file that Compose mounts, and the token stands nowhere', () => {
    const [{ text }] = generatePrometheus(asks);
    expect(text).toContain('    authorization:\n      credentials_file: "/run/secrets/minio_token"\n');
    const { services, secrets } = parseYaml(
      generateCompose(stackDefinition({ targets: asks.targets, receivers: [] }))[0].text,
    );
    expect(services.prometheus.secrets).toEqual(['minio_token']);
    expect(secrets.minio_token).toEqual({ file: './secrets/minio_token' });
  });

  it('gets it from the Secret in a cluster', () => {
    const monitor = generateKubernetes(asks).find(({ path }) => path.endsWith('monitors.yaml'));
    expect(monitor?.text).toContain('The Secret shop-alerting holds:');
    const { spec } = parseYaml(monitor?.text ?? '');
    const credentials = { name: 'shop-alerting', key: 'minio_token' };
    expect(spec.endpoints[0].authorization).toEqual({ credentials });
  });
});

describe('the servers of the stack', () => {
  it('are watched, unless the definition does so itself', () => {
    expect(targetsOf({}).slice(1)).toEqual(['prometheus localhost:9090', 'alertmanager alertmanager:9093']);
    const targets = [
      { ...TARGET, job: 'prom', exporter: 'prometheus' },
      { ...TARGET, job: 'alertmanager' },
    ];
    expect(targetsOf({ targets })).toHaveLength(2);
  });
});

describe('an older Prometheus', () => {
  const old: GenerateOptions = { target: { prometheus: '2.42' } };
  const native = [{ ...TARGET, nativeHistograms: 'with-classic' as const }];

  it('gets no fields that it refuses, and a flag instead', () => {
    expect(configOf({ targets: native }).text).toContain(
      'scrape_native_histograms: true\n    always_scrape_classic_histograms: true',
    );
    const { text } = configOf({ targets: native }, old);
    expect(text).not.toContain('classic_histograms');
    expect(text).toContain('--enable-feature=native-histograms');
    expect(prometheusFlags({ ...SHOP, targets: native }, old).at(-1)).toBe(
      '--enable-feature=exemplar-storage,native-histograms',
    );
  });

  it('gets no rule that it cannot parse, nor one that reads such a rule, and the file says so', () => {
    const rules = [
      recording('a:b', 'mad_over_time(x[5m])'),
      recording('c:d', 'sum(a:b)'),
      recording('e:f', 'sum(x)'),
    ];
    const [, file] = generatePrometheus({ ...SHOP, rules }, old);
    expect(file.text.match(/record: .*/g)).toEqual(['record: e:f']);
    expect(file.text).toContain('# Left out: a:b, because mad_over_time() needs Prometheus 2.49.');
    expect(file.text).toContain('# Left out: c:d, because it reads a:b.');
    const [, newer] = generatePrometheus({ ...SHOP, rules });
    expect(newer.text.match(/record: /g)).toHaveLength(3);
  });

  it('a version that is none is refused', () => {
    expect(() => generatePrometheus(SHOP, { target: { prometheus: 'latest' } })).toThrow(
      '"latest" is no version of Prometheus',
    );
  });
});

describe('flags and web configuration', () => {
  it('how long and how much is kept stands in the flags and at the top of the file', () => {
    const stack = {
      ports: { prometheus: 9090 } as NonNullable<ResolvedDefinition['stack']>['ports'],
      volumes: {},
      limits: {},
      externalLabels: { region: 'eu' },
      retentionMs: 200 * 3_600_000,
      retentionBytes: 10_000_000_000,
    };
    const flags = '--storage.tsdb.retention.time=200h --storage.tsdb.retention.size=10000000000B';
    expect(prometheusFlags({ ...SHOP, stack }).join(' ')).toContain(flags);
    const { text, global } = configOf({ stack });
    expect(text).toContain(`# Start Prometheus with ${flags}\n`);
    expect(global.externalLabels).toEqual({ region: 'eu' });
  });

  it('users and certificates are those that are given', () => {
    const web = { users: { admin: '$2y$10$abc' }, tls: { certFile: '/c.pem', keyFile: '/k.pem' } };
    const files = generatePrometheus(SHOP, { web });
    const text = files.at(-1)?.text;
    expect(text).toContain('basic_auth_users:\n  admin: "$2y$10$abc"');
    expect(text).toContain('cert_file: "/c.pem"');
    expect(generatePrometheus(SHOP).at(-1)?.text).not.toContain('basic_auth_users');
  });
});

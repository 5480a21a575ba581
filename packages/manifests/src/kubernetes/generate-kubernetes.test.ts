import { PrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import { AlertmanagerConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/AlertmanagerConfig';
import { ScrapeConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/ScrapeConfig';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import type { ResolvedDefinition } from '@telltale/definition';
import { defineMonitoring, pagerduty, resolveDefinition, webhook } from '@telltale/definition';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { PRESETS } from '../../test/preset-definitions.ts';
import { SMALL_DEFINITION, stackDefinition } from '../../test/stack-definition.ts';
import type { GenerateOptions } from '../generate-options.ts';
import { generateKubernetes } from './generate-kubernetes.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';

type Model = new (manifest: never) => { validate(): void };

/** What judges each kind: the schemas of Kubernetes and of the Prometheus Operator. */
const MODELS: Readonly<Record<string, Model>> = {
  Deployment,
  Service,
  NetworkPolicy,
  ConfigMap,
  ServiceMonitor,
  ScrapeConfig,
  PrometheusRule,
  AlertmanagerConfig,
};

function manifestsOf(
  definition: ResolvedDefinition,
  options?: GenerateOptions,
): readonly (KubernetesManifest & { readonly file: string })[] {
  return generateKubernetes(definition, options).flatMap(({ path, text }) =>
    parseAllDocuments(text).map((document) => ({ file: path, ...(document.toJS() as KubernetesManifest) })),
  );
}

function find(definition: ResolvedDefinition, kind: string, name?: string): KubernetesManifest {
  const found = manifestsOf(definition).find(
    (manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name),
  );
  if (!found) throw new Error(`no ${kind} ${name ?? ''}`);
  return found;
}

const RULES = {
  params: { format: ['text'] },
  honorLabels: true,
  limits: { samples: 500 },
  relabel: [{ sourceLabels: ['__address__'], targetLabel: 'place' }],
  metricRelabel: [
    { action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' },
    { action: 'hashmod', sourceLabels: ['id'], modulus: 4, targetLabel: 'share' },
  ],
} as const;

const OUTSIDE = resolveDefinition(
  defineMonitoring({
    service: 'dev-pynode',
    targets: {
      api: {
        address: '10.0.3.7:8443',
        scheme: 'https',
        labels: { zone: 'b' },
        nativeHistograms: 'with-classic',
      },
      worker: { address: 'worker:9190', nativeHistograms: true, ...RULES },
    },
    receivers: {
      chat: webhook({ url: 'https://chat.example.org/' }),
      duty: pagerduty({ routingKey: { env: 'PD_KEY' } }),
    },
    routes: { to: 'chat', children: [{ match: { severity: 'page' }, to: 'duty', continue: true }] },
  }),
);

const variants: readonly (readonly [string, ResolvedDefinition])[] = [
  ...Object.entries(PRESETS).map(([name, definition]) => [`the preset ${name}`, definition] as const),
  ['everything', stackDefinition()],
  ['a program whose image is not known', stackDefinition({ stack: SMALL_DEFINITION.stack })],
  ['targets outside, native histograms, other receivers', OUTSIDE],
  ['nothing but a target', SMALL_DEFINITION],
];

describe.each(variants)('manifests of %s', (_name, definition) => {
  const manifests = manifestsOf(definition).filter(({ file }) => !/kustomization|-patch/.test(file));

  it('are what Kubernetes and the Prometheus Operator take', () => {
    for (const { file, ...manifest } of manifests) {
      const model = MODELS[manifest.kind];
      expect([file, manifest.kind, typeof model]).toEqual([file, manifest.kind, 'function']);
      expect(
        () => new model(manifest as never).validate(),
        `${file} ${manifest.metadata.name}`,
      ).not.toThrow();
    }
  });

  it('have names that Kubernetes takes, each once in its kind', () => {
    const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { metadata } of manifests)
      expect(metadata.name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
  });

  it('are all in the kustomization', () => {
    const files = generateKubernetes(definition).map(({ path }) => basename(path));
    const [kustomization] = manifestsOf(definition).filter(({ kind }) => kind === 'Kustomization');
    expect(kustomization.resources).toEqual(files.filter((file) => !/kustomization|-patch/.test(file)));
  });

  it('are the same bytes each time', () => {
    expect(generateKubernetes(definition)).toEqual(generateKubernetes(definition));
  });
});

describe('generateKubernetes', () => {
  it('liveness asks a path without dependencies, readiness another, startup gives five minutes', () => {
    const { spec } = find(stackDefinition(), 'Deployment') as unknown as { spec: Deployment['spec'] };
    const [container] = spec?.template.spec?.containers ?? [];
    expect(container).toMatchObject({
      livenessProbe: { httpGet: { path: '/live', port: 'http' } },
      readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
      startupProbe: { httpGet: { path: '/startup' }, periodSeconds: 10, failureThreshold: 30 },
      resources: { limits: { cpu: '1000m', memory: '512Mi' } },
    });
    expect(container.livenessProbe).not.toHaveProperty('initialDelaySeconds');
    expect(spec?.template.spec?.terminationGracePeriodSeconds).toBe(30);
  });

  it('the probes of the preset for AI applications ask on port 3000 as often as its guide says', () => {
    const { spec } = find(PRESETS.aiApp, 'Deployment') as unknown as { spec: Deployment['spec'] };
    const [container] = spec?.template.spec?.containers ?? [];
    expect(container.ports).toEqual([{ name: 'http', containerPort: 3000 }]);
    expect(container).toMatchObject({
      livenessProbe: {
        httpGet: { path: '/live', port: 'http' },
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 3,
      },
      readinessProbe: {
        httpGet: { path: '/ready', port: 'http' },
        initialDelaySeconds: 5,
        periodSeconds: 5,
        timeoutSeconds: 3,
        failureThreshold: 3,
      },
      startupProbe: {
        httpGet: { path: '/startup', port: 'http' },
        initialDelaySeconds: 10,
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 30,
      },
    });
  });

  it('a delay of a probe is what the definition says', () => {
    const { health } = stackDefinition();
    const live = { delayMs: 30_000, everyMs: 10_000, timeoutMs: 5000, failures: 3 };
    const definition = stackDefinition({
      ...(health && { health: { ...health, probes: { ...health.probes, live } } }),
    });
    const { spec } = find(definition, 'Deployment') as unknown as { spec: Deployment['spec'] };
    expect(spec?.template.spec?.containers[0].livenessProbe?.initialDelaySeconds).toBe(30);
  });

  it('a program gets more time for its end than it takes itself', () => {
    const { health } = stackDefinition();
    const definition = stackDefinition({ ...(health && { health: { ...health, graceMs: 60_500 } }) });
    const { spec } = find(definition, 'Deployment') as unknown as { spec: Deployment['spec'] };
    expect(spec?.template.spec?.terminationGracePeriodSeconds).toBe(66);
  });

  it('a program without an image gets a patch with its probes instead of a Deployment', () => {
    const { stack } = stackDefinition();
    const definition = stackDefinition({
      ...(stack && { stack: { ...stack, app: { port: 3000, probes: true } } }),
    });
    const [{ path, text }] = generateKubernetes(definition);
    expect(path).toBe('kubernetes/deployment-patch.yaml');
    expect(text).toContain('# kubectl patch deployment backend --patch-file deployment-patch.yaml');
    expect(text).toContain('path: "/live"');
    expect(text).not.toContain('image:');
  });

  it('a monitor selects the Service by its label, names a port of it and keeps the job', () => {
    const service = find(stackDefinition(), 'Service', 'backend');
    const monitor = find(stackDefinition(), 'ServiceMonitor', 'backend');
    expect(service).toMatchObject({
      metadata: { labels: { 'app.kubernetes.io/name': 'backend' } },
      spec: { ports: [{ name: 'http', port: 3000 }] },
    });
    expect(monitor.spec).toMatchObject({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'backend' } },
      endpoints: [
        {
          port: 'http',
          path: '/metrics',
          interval: '30s',
          relabelings: [{ targetLabel: 'job', replacement: 'backend' }],
        },
      ],
    });
  });

  it('a monitor has rules of relabelling, parameters and limits of its target', () => {
    const { spec } = find(OUTSIDE, 'ServiceMonitor', 'worker');
    expect(spec).toMatchObject({
      sampleLimit: 500,
      endpoints: [
        {
          params: { format: ['text'] },
          honorLabels: true,
          relabelings: [
            { targetLabel: 'job', replacement: 'worker' },
            { action: 'replace', sourceLabels: ['__address__'], targetLabel: 'place' },
          ],
          metricRelabelings: [
            { action: 'drop', regex: 'go_.*' },
            { action: 'hashmod', modulus: 4 },
          ],
        },
      ],
    });
  });

  it('an address outside of the cluster is scraped by its address', () => {
    const config = find(OUTSIDE, 'ScrapeConfig', 'api');
    expect(config.spec).toMatchObject({
      jobName: 'api',
      scheme: 'HTTPS',
      scrapeClassicHistograms: true,
      staticConfigs: [{ targets: ['10.0.3.7:8443'], labels: { zone: 'b' } }],
    });
  });

  it('receivers take their secrets from one Secret, whose keys the file names', () => {
    const { spec } = find(stackDefinition(), 'AlertmanagerConfig');
    expect(spec).toMatchObject({
      route: {
        receiver: 'chat',
        routes: [{ receiver: 'mail', matchers: [{ name: 'severity', value: 'page', matchType: '=' }] }],
      },
      receivers: [
        {
          name: 'chat',
          slackConfigs: [{ apiURL: { name: 'dev-pynode-alerting', key: 'slack_webhook_url' } }],
        },
        {
          name: 'mail',
          emailConfigs: [{ authPassword: { name: 'dev-pynode-alerting', key: 'smtp_password' } }],
        },
      ],
    });
    const file = generateKubernetes(stackDefinition()).find(({ path }) =>
      path.endsWith('alertmanager-config.yaml'),
    );
    expect(file?.text).toContain('#   slack_webhook_url: the webhook URL of the receiver chat');
  });

  it('only the namespace itself and Prometheus reach the pods', () => {
    expect(find(stackDefinition(), 'NetworkPolicy').spec).toMatchObject({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'backend' } },
      policyTypes: ['Ingress'],
      ingress: [
        { from: [{ podSelector: {} }] },
        {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
          ports: [{ port: 'http' }],
        },
      ],
    });
  });

  it('dashboards are ConfigMaps that hold the same JSON as the files', () => {
    const map = find(stackDefinition(), 'ConfigMap') as KubernetesManifest & { data: Record<string, string> };
    expect(map.metadata.labels).toMatchObject({ grafana_dashboard: '1' });
    const [text] = Object.values(map.data);
    expect(JSON.parse(text)).toHaveProperty('panels');
  });

  it('two of everything are two pods', () => {
    const replicasOf = (options: GenerateOptions) =>
      manifestsOf(stackDefinition(), options).find(({ kind }) => kind === 'Deployment')?.spec;
    expect([replicasOf({}), replicasOf({ ha: true })]).toMatchObject([{ replicas: 1 }, { replicas: 2 }]);
  });
});

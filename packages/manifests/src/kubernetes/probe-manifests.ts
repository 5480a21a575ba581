import type { ResolvedDefinition, ResolvedTarget } from '@telltale/definition';
import { formatDuration } from '@telltale/model';
import { generateBlackbox } from '../blackbox/generate-blackbox.ts';
import { moduleName } from '../blackbox/module-name.ts';
import { probeSecrets } from '../secrets/stack-secret.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import { monitoringSecret } from './alertmanager-config.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';
import { objectName, partOf, selectorOf } from './kubernetes-manifest.ts';
import { scrapeLimits } from './scrape-settings.ts';

const PORT = 9115;
const CONFIG_FOLDER = '/etc/blackbox_exporter';
const SECRETS_FOLDER = '/run/secrets';

/** What the Prometheus Operator has probed: a Probe for each probe of a target, all of one job. */
export function probeManifests(
  definition: ResolvedDefinition,
  target: ResolvedTarget,
): readonly KubernetesManifest[] {
  const { probes = [], job, addresses, path } = target;
  return probes.map((probe) => ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Probe',
    metadata: { name: objectName(job, probe.name), labels: partOf(definition) },
    spec: {
      jobName: job,
      interval: formatDuration(probe.intervalMs),
      scrapeTimeout: formatDuration(probe.timeoutMs),
      module: moduleName(job, probe.name),
      prober: { url: addresses[0], path },
      targets: {
        staticConfig: {
          static: [probe.address],
          labels: { ...target.labels, ...probe.labels, probe: probe.name },
        },
      },
      ...scrapeLimits(target),
    },
  }));
}

/** The blackbox_exporter of a cluster with its modules; none where another one is asked. */
export function blackboxExporter(definition: ResolvedDefinition): readonly KubernetesManifest[] {
  const target = definition.targets.find(({ probes }) => probes !== undefined);
  const [, name] = /^([a-z][a-z0-9-]*):\d+$/.exec(target?.addresses[0] ?? '') ?? [];
  const [file] = generateBlackbox(definition);
  if (name === undefined || name === 'localhost' || !file) return [];
  const labels = { ...selectorOf(name), ...partOf(definition) };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data: { 'config.yml': file.text } },
    deployment(definition, name),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels },
      spec: {
        selector: selectorOf(name),
        ports: [{ name: 'metrics', port: PORT, targetPort: 'metrics', protocol: 'TCP' }],
      },
    },
  ];
}

function deployment(definition: ResolvedDefinition, name: string): KubernetesManifest {
  const labels = { ...selectorOf(name), ...partOf(definition) };
  const hasSecrets = probeSecrets(definition).length > 0;
  const volumes = [
    { name: 'config', configMap: { name } },
    ...(hasSecrets ? [{ name: 'secrets', secret: { secretName: monitoringSecret(definition) } }] : []),
  ];
  const volumeMounts = [
    { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
    ...(hasSecrets ? [{ name: 'secrets', mountPath: SECRETS_FOLDER, readOnly: true }] : []),
  ];
  const container = {
    name,
    image: pinnedImage('blackbox-exporter'),
    args: [`--config.file=${CONFIG_FOLDER}/config.yml`],
    ports: [{ name: 'metrics', containerPort: PORT }],
    readinessProbe: { httpGet: { path: '/-/healthy', port: 'metrics' } },
    resources: { requests: { cpu: '25m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: selectorOf(name) },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65_534,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [container],
          volumes,
        },
      },
    },
  };
}

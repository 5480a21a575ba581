import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { printYamlDocument, printYamlDocuments } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import type { StackSecret } from '../secrets/stack-secret.ts';
import { probeSecrets, receiverSecrets, targetSecrets } from '../secrets/stack-secret.ts';
import { monitoringSecret, alertmanagerConfig } from './alertmanager-config.ts';
import { clusterApp, portName, portOf } from './app-ports.ts';
import { appService } from './app-service.ts';
import { dashboardConfigMaps } from './dashboard-config-maps.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';
import { monitors } from './monitors.ts';
import { MONITORING_NAMESPACE, networkPolicy } from './network-policy.ts';
import { blackboxExporter } from './probe-manifests.ts';
import { prometheusRule } from './prometheus-rule.ts';
import { workload } from './workload.ts';

/** A file before it is printed. */
interface ManifestFile {
  readonly name: string;
  readonly manifests: readonly KubernetesManifest[];
  /** What a person has to know before he applies it. */
  readonly notes?: readonly string[];
  /** Whether it is no object of its own, but changes one that exists. */
  readonly isPatch?: boolean;
}

/**
 * Generates the manifests of a service in a cluster with the Prometheus Operator: the Deployment with its
 * probes (or a patch with them where the image is not known), its Service, what Prometheus scrapes, rules,
 * routes, dashboards, and who may reach the pods; and a kustomization of them.
 */
export function generateKubernetes(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  const folder = layoutOf(definition).kubernetes;
  const header = fileHeader(definition);
  const files = manifestFiles(definition, options).filter(({ manifests }) => manifests.length > 0);
  const resources = files.filter(({ isPatch }) => !isPatch).map(({ name }) => name);
  const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources };
  return [
    ...files.map(({ name, manifests, notes = [] }) => ({
      path: posix.join(folder, name),
      text: printYamlDocuments(manifests, [...header, ...notes]),
    })),
    { path: posix.join(folder, 'kustomization.yaml'), text: printYamlDocument(kustomization, header) },
  ];
}

function manifestFiles(definition: ResolvedDefinition, options: GenerateOptions): readonly ManifestFile[] {
  return [
    ...appFiles(definition, options),
    {
      name: 'monitors.yaml',
      manifests: monitors(definition, clusterApp(definition)),
      notes: [
        "The Services of exporters need the label app.kubernetes.io/name and a port named 'metrics'.",
        ...secretNotes(definition, targetSecrets(definition)),
      ],
    },
    {
      name: 'blackbox-exporter.yaml',
      manifests: blackboxExporter(definition),
      notes: secretNotes(definition, probeSecrets(definition)),
    },
    { name: 'prometheus-rule.yaml', manifests: listOf(prometheusRule(definition)) },
    {
      name: 'alertmanager-config.yaml',
      manifests: listOf(alertmanagerConfig(definition)),
      notes: alertingNotes(definition),
    },
    {
      name: 'dashboards.yaml',
      manifests: dashboardConfigMaps(definition),
      notes: ["Grafana's sidecar reads ConfigMaps with the label grafana_dashboard."],
    },
  ];
}

function appFiles(definition: ResolvedDefinition, { ha }: GenerateOptions): readonly ManifestFile[] {
  const app = clusterApp(definition);
  if (!app) return [];
  const target = definition.targets.find(({ exporter, isBatch }) => exporter === undefined && !isBatch);
  const metricsPort = portName(app, target && portOf(target));
  const isWhole = definition.stack?.app?.image !== undefined;
  const name = isWhole ? 'deployment.yaml' : 'deployment-patch.yaml';
  const patchNote = `kubectl patch deployment ${app.name} --patch-file ${name}`;
  return [
    {
      name,
      manifests: [workload(definition, app, ha ? 2 : 1)],
      isPatch: !isWhole,
      notes: isWhole ? [] : [patchNote],
    },
    { name: 'service.yaml', manifests: [appService(definition, app)] },
    {
      name: 'network-policy.yaml',
      manifests: [networkPolicy(definition, app, metricsPort)],
      notes: [`Prometheus runs in the namespace ${MONITORING_NAMESPACE}.`],
    },
  ];
}

function alertingNotes(definition: ResolvedDefinition): readonly string[] {
  return [
    'Alerts that are sums have no label namespace: the Alertmanager object needs',
    'alertmanagerConfigMatcherStrategy: { type: None } for them to arrive here.',
    ...secretNotes(definition, receiverSecrets(definition)),
  ];
}

function secretNotes(definition: ResolvedDefinition, secrets: readonly StackSecret[]): readonly string[] {
  if (secrets.length === 0) return [];
  const keys = secrets.map(({ name, purpose }) => `  ${name}: ${purpose}`);
  return [`The Secret ${monitoringSecret(definition)} holds:`, ...keys];
}

function listOf(manifest: KubernetesManifest | undefined): readonly KubernetesManifest[] {
  return manifest ? [manifest] : [];
}

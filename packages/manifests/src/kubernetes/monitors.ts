import type { ResolvedDefinition, ResolvedTarget } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { formatDuration } from '@telltale/model';
import { keyOf, monitoringSecret } from './alertmanager-config.ts';
import type { ClusterApp } from './app-ports.ts';
import { portName, portOf, serviceOf } from './app-ports.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';
import { objectName, partOf, selectorOf } from './kubernetes-manifest.ts';
import { probeManifests } from './probe-manifests.ts';
import { relabelingsOf, scrapeLimits, scrapeSettings } from './scrape-settings.ts';

/**
 * What the Prometheus Operator scrapes: a ServiceMonitor for each target behind a Service, a ScrapeConfig
 * for each target with an address outside of the cluster, a Probe for each of its probes. All keep the job's name: alerts and dashboards
 * ask for it.
 */
export function monitors(
  definition: ResolvedDefinition,
  app: ClusterApp | undefined,
): readonly KubernetesManifest[] {
  return definition.targets.flatMap((target) => {
    if (target.probes) return probeManifests(definition, target);
    return isOutside(target) ? scrapeConfig(definition, target) : serviceMonitor(definition, target, app);
  });
}

/** An address with dots is an IP address or a name outside of the namespace. */
function isOutside({ container, addresses }: ResolvedTarget): boolean {
  const [host] = (addresses[0] ?? '').split(/:\d+$/);
  return container === undefined && /[.[]/.test(host) && !host.startsWith('127.');
}

function serviceMonitor(
  definition: ResolvedDefinition,
  target: ResolvedTarget,
  app: ClusterApp | undefined,
): KubernetesManifest {
  const service = serviceOf(target);
  // The Service of another program is not generated here: its port is the usual one of exporters.
  const port = app?.name === service ? portName(app, portOf(target)) : 'metrics';
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: metadataOf(definition, target),
    spec: {
      selector: { matchLabels: selectorOf(service) },
      ...histograms(target),
      ...scrapeLimits(target),
      endpoints: [
        {
          port,
          path: target.path,
          scheme: target.scheme,
          interval: formatDuration(target.intervalMs),
          scrapeTimeout: formatDuration(Math.min(target.timeoutMs, target.intervalMs)),
          ...authorization(definition, target),
          ...scrapeSettings(target),
          relabelings: [...relabelings(target), ...relabelingsOf(target.relabel ?? [])],
        },
      ],
    },
  };
}

function scrapeConfig(definition: ResolvedDefinition, target: ResolvedTarget): KubernetesManifest {
  return {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'ScrapeConfig',
    metadata: metadataOf(definition, target),
    spec: {
      jobName: target.job,
      metricsPath: target.path,
      scheme: target.scheme.toUpperCase(),
      scrapeInterval: formatDuration(target.intervalMs),
      scrapeTimeout: formatDuration(Math.min(target.timeoutMs, target.intervalMs)),
      ...authorization(definition, target),
      ...histograms(target),
      staticConfigs: [{ targets: target.addresses, labels: target.labels }],
      ...scrapeSettings(target),
      ...scrapeLimits(target),
      relabelings: [{ targetLabel: 'job', replacement: target.job }, ...relabelingsOf(target.relabel ?? [])],
    },
  };
}

function authorization(definition: ResolvedDefinition, target: ResolvedTarget): YamlMapping {
  if (target.authorization === undefined) return {};
  return { authorization: { credentials: keyOf(monitoringSecret(definition), target.authorization) } };
}

function metadataOf(
  definition: ResolvedDefinition,
  { job }: ResolvedTarget,
): { readonly name: string; readonly labels: Readonly<Record<string, string>> } {
  return { name: objectName(job), labels: partOf(definition) };
}

function relabelings({ job, labels }: ResolvedTarget): readonly YamlMapping[] {
  return Object.entries({ job, ...labels }).map(([targetLabel, replacement]) => ({
    targetLabel,
    replacement,
  }));
}

function histograms({ nativeHistograms = false }: ResolvedTarget): YamlMapping {
  if (nativeHistograms === false) return {};
  return {
    scrapeNativeHistograms: true,
    ...(nativeHistograms === 'with-classic' && { scrapeClassicHistograms: true }),
  };
}

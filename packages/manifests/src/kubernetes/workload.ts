import type { HealthProbe, ResolvedDefinition, ResolvedHealth } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import type { ClusterApp } from './app-ports.ts';
import { portName } from './app-ports.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';
import { partOf, selectorOf } from './kubernetes-manifest.ts';

const MIB = 1024 ** 2;
/** That of Kubernetes. */
const DEFAULT_GRACE_SECONDS = 30;
const GRACE_MARGIN_SECONDS = 5;

/**
 * The Deployment of the service's program where its image is known. Else the part of one that the
 * definition knows, for `kubectl patch`: probes, ports and limits.
 */
export function workload(
  definition: ResolvedDefinition,
  app: ClusterApp,
  replicas: number,
): KubernetesManifest {
  const image = definition.stack?.app?.image;
  const labels = { ...selectorOf(app.name), ...partOf(definition) };
  const container = {
    name: app.name,
    ...(image !== undefined && { image }),
    ...containerParts(definition, app),
  };
  const head = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: app.name, labels } };
  if (image === undefined) return { ...head, spec: { template: { spec: { containers: [container] } } } };
  return {
    ...head,
    spec: {
      replicas,
      selector: { matchLabels: selectorOf(app.name) },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: gracePeriodSeconds(definition.health),
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [container],
        },
      },
    },
  };
}

function containerParts(definition: ResolvedDefinition, app: ClusterApp): YamlMapping {
  const limits = definition.stack?.limits.app;
  return {
    ports: app.ports.map(({ name, port }) => ({ name, containerPort: port })),
    ...(definition.stack?.app?.probes && definition.health && probes(definition.health, app)),
    ...(limits && {
      resources: {
        requests: { cpu: `${Math.ceil(limits.cpus * 250)}m`, memory: memory(limits.memoryBytes / 2) },
        limits: { cpu: `${Math.ceil(limits.cpus * 1000)}m`, memory: memory(limits.memoryBytes) },
      },
    }),
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

/**
 * Liveness asks only whether the process answers, so that a database that is away restarts nobody. Until the
 * startup probe has passed once the others are not asked.
 */
function probes({ paths, port, probes: asked }: ResolvedHealth, app: ClusterApp): YamlMapping {
  const probe = (kind: HealthProbe): YamlMapping => {
    const { delayMs, everyMs, timeoutMs, failures } = asked[kind];
    return {
      httpGet: { path: paths[kind], port: portName(app, port) },
      ...(delayMs > 0 && { initialDelaySeconds: Math.ceil(delayMs / 1000) }),
      periodSeconds: everyMs / 1000,
      timeoutSeconds: timeoutMs / 1000,
      failureThreshold: failures,
    };
  };
  return { startupProbe: probe('startup'), livenessProbe: probe('live'), readinessProbe: probe('ready') };
}

/** Longer than the program itself takes at most, so that it tells what was left undone before it is killed. */
function gracePeriodSeconds(health: ResolvedHealth | undefined): number {
  return health === undefined
    ? DEFAULT_GRACE_SECONDS
    : Math.ceil(health.graceMs / 1000) + GRACE_MARGIN_SECONDS;
}

function memory(bytes: number): string {
  return `${Math.ceil(bytes / MIB)}Mi`;
}

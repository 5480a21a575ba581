import type { ResolvedDefinition, ResolvedHealth } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import type { ClusterApp } from './app-ports.ts';
import { portName } from './app-ports.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';
import { partOf, selectorOf } from './kubernetes-manifest.ts';

const MIB = 1024 ** 2;

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
          terminationGracePeriodSeconds: 30,
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
 * Liveness asks only whether the process answers, so that a database that is away restarts nobody. The
 * startup probe gives five minutes; until it has passed once the others are not asked.
 */
function probes({ paths, port }: ResolvedHealth, app: ClusterApp): YamlMapping {
  const get = (path: string): YamlMapping => ({ httpGet: { path, port: portName(app, port) } });
  return {
    startupProbe: { ...get(paths.startup), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 30 },
    livenessProbe: { ...get(paths.live), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    readinessProbe: { ...get(paths.ready), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
  };
}

function memory(bytes: number): string {
  return `${Math.ceil(bytes / MIB)}Mi`;
}

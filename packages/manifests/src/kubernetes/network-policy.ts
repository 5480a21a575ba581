import type { ResolvedDefinition } from '@telltale/definition';
import type { ClusterApp } from './app-ports.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';
import { partOf, selectorOf } from './kubernetes-manifest.ts';

/** The namespace that Prometheus runs in, as its own charts and kube-prometheus have it. */
export const MONITORING_NAMESPACE = 'monitoring';

/**
 * Who reaches the service: its own namespace, and Prometheus for the metrics. Nothing is said of what
 * the service reaches itself.
 */
export function networkPolicy(
  definition: ResolvedDefinition,
  app: ClusterApp,
  metricsPort: string,
): KubernetesManifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: app.name, labels: partOf(definition) },
    spec: {
      podSelector: { matchLabels: selectorOf(app.name) },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ podSelector: {} }],
          ports: app.ports.map(({ name }) => ({ port: name, protocol: 'TCP' })),
        },
        {
          from: [
            { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': MONITORING_NAMESPACE } } },
          ],
          ports: [{ port: metricsPort, protocol: 'TCP' }],
        },
      ],
    },
  };
}

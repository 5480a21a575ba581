import type { ResolvedDefinition } from '@telltale/definition';
import type { ClusterApp } from './app-ports.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';
import { partOf, selectorOf } from './kubernetes-manifest.ts';

/** The Service in front of the service's pods. */
export function appService(definition: ResolvedDefinition, app: ClusterApp): KubernetesManifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: app.name, labels: { ...selectorOf(app.name), ...partOf(definition) } },
    spec: {
      selector: selectorOf(app.name),
      ports: app.ports.map(({ name, port }) => ({ name, port, targetPort: name, protocol: 'TCP' })),
    },
  };
}

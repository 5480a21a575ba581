import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { generateGrafana } from '../grafana/generate-grafana.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';
import { objectName, partOf } from './kubernetes-manifest.ts';

/** A ConfigMap per dashboard, with the label that Grafana's sidecar looks for. */
export function dashboardConfigMaps(definition: ResolvedDefinition): readonly KubernetesManifest[] {
  return generateGrafana(definition)
    .filter(({ path }) => path.endsWith('.json'))
    .map(({ path, text }) => {
      const file = posix.basename(path);
      return {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: objectName(definition.service, posix.basename(path, '.json')),
          labels: { grafana_dashboard: '1', ...partOf(definition) },
        },
        data: { [file]: text },
      };
    });
}

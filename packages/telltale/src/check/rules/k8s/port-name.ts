import { closestName } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { KubernetesObject } from '../../stack/kubernetes-object.ts';
import { monitorsOfServices } from './selected-services.ts';

function manifest(port: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n  labels: { app: shop }\nspec:\n  ports: [{ name: http-metrics, port: 8080 }]\n---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: { name: shop }\nspec:\n  selector: { matchLabels: { app: shop } }\n  endpoints: [{ port: ${port} }]\n`;
}

/** Monitors of a port that the Service does not have. */
export const k8sPortName: CheckRule = {
  id: 'k8s/port-name',
  severity: 'error',
  why: 'Nothing is scraped, and nothing says so: the endpoint without such a port is left out.',
  doc: 'An endpoint of a ServiceMonitor names a port that none of the Services it selects has. Monitors of Services that are not in sight are left alone.',
  examples: [
    {
      wrong: { files: { 'shop.yaml': manifest('metrics') } },
      right: { files: { 'shop.yaml': manifest('http-metrics') } },
    },
  ],
  *run(workspace) {
    for (const { monitor, selected } of monitorsOfServices(workspace)) {
      const names = selected.flatMap(portNames);
      if (names.length === 0) continue;
      for (const endpoint of monitor.node.at('spec', 'endpoints')?.items() ?? []) {
        const port = endpoint.get('port');
        const name = port?.text();
        if (!port || name === undefined || port.number() !== undefined || names.includes(name)) continue;
        const close = closestName(name, names);
        yield {
          place: monitor.placeOf(port),
          message: `the Service ${selected[0].name} has no port named '${name}'`,
          fix: close === undefined ? `use ${[...new Set(names)].join(' or ')}` : `did you mean ${close}?`,
        };
      }
    }
  },
};

function portNames({ node }: KubernetesObject): readonly string[] {
  return (node.at('spec', 'ports')?.items() ?? []).flatMap((port) => port.get('name')?.text() ?? []);
}

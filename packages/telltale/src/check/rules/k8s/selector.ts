import type { CheckRule } from '../../check-rule.ts';
import type { KubernetesObject } from '../../stack/kubernetes-object.ts';
import { monitorsOfServices } from './selected-services.ts';

function manifest(label: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n  labels: { app: shop }\nspec:\n  ports: [{ name: metrics, port: 8080 }]\n---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: { name: shop }\nspec:\n  selector: { matchLabels: { app: ${label} } }\n  endpoints: [{ port: metrics }]\n`;
}

/** Monitors that select nothing. */
export const k8sSelector: CheckRule = {
  id: 'k8s/selector',
  severity: 'error',
  why: 'Nothing is scraped, and nothing says so: the target is not down, it does not exist.',
  doc: 'A ServiceMonitor selects no Service of the workspace by its labels, though one has the same name and so is meant. Monitors of Services that are not in sight are left alone.',
  examples: [
    {
      wrong: { files: { 'shop.yaml': manifest('shopp') } },
      right: { files: { 'shop.yaml': manifest('shop') } },
    },
  ],
  *run(workspace) {
    for (const { monitor, selector, labels, selected, namesakes } of monitorsOfServices(workspace)) {
      const [namesake] = namesakes;
      if (selected.length > 0 || !namesake) continue;
      yield {
        place: monitor.placeOf(selector),
        message: `the Service ${namesake.name} has ${differenceOf(namesake, labels)}`,
        fix: 'select labels that the Service has, or give it these',
      };
    }
  },
};

function differenceOf(service: KubernetesObject, wanted: ReadonlyMap<string, string>): string {
  const [[name, value] = ['', '']] = [...wanted].filter(
    ([label, text]) => service.labels.get(label) !== text,
  );
  const own = service.labels.get(name);
  return own === undefined ? `no label ${name}` : `${name}=${own}, not ${value}`;
}

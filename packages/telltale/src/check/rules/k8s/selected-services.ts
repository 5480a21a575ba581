import type { SourceNode } from '@telltale/formats';
import type { KubernetesObject } from '../../stack/kubernetes-object.ts';
import { kubernetesObjects, textEntries } from '../../stack/kubernetes-object.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** A ServiceMonitor with the Services of the workspace that it could mean. */
export interface MonitorOfServices {
  readonly monitor: KubernetesObject;
  readonly selector: SourceNode;
  readonly labels: ReadonlyMap<string, string>;
  /** The Services that it selects. */
  readonly selected: readonly KubernetesObject[];
  /** Services in the same folder with the monitor's own name, whether it selects them or not. */
  readonly namesakes: readonly KubernetesObject[];
}

/** The ServiceMonitors that select by plain labels. */
export function monitorsOfServices(workspace: Workspace): readonly MonitorOfServices[] {
  const objects = kubernetesObjects(workspace);
  const services = objects.filter(({ kind }) => kind === 'Service');
  return objects
    .filter(({ kind }) => kind === 'ServiceMonitor')
    .flatMap((monitor) => {
      const selector = monitor.node.at('spec', 'selector', 'matchLabels');
      if (!selector || monitor.node.at('spec', 'selector', 'matchExpressions')) return [];
      const labels = textEntries(selector);
      const selected = services.filter((service) => isSelected(service, labels));
      const namesakes = services.filter(({ name }) => name !== '' && name === monitor.name);
      return [{ monitor, selector, labels, selected, namesakes }];
    });
}

function isSelected(service: KubernetesObject, labels: ReadonlyMap<string, string>): boolean {
  return [...labels].every(([name, value]) => service.labels.get(name) === value);
}

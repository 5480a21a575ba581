import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import type { KubernetesObject } from '../../stack/kubernetes-object.ts';
import { containersOf, kubernetesObjects } from '../../stack/kubernetes-object.ts';

interface Fault {
  readonly at: SourceNode;
  readonly message: string;
  readonly fix: string;
}

const MONITORS: ReadonlyMap<string, string> = new Map([
  ['ServiceMonitor', 'endpoints'],
  ['PodMonitor', 'podMetricsEndpoints'],
]);
const DURATION = /^(?:0|(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)$/;

/** Monitors that the Prometheus Operator refuses or ignores. */
export const k8sSchema: CheckRule = {
  id: 'k8s/schema',
  severity: 'error',
  why: 'The cluster refuses the object, or takes it and scrapes nothing.',
  doc: 'A ServiceMonitor or PodMonitor lacks its selector or endpoints, gives a port as a number where a name is meant, or has a duration that is none; a probe over HTTP has no port.',
  examples: [
    {
      wrong: {
        files: {
          'monitor.yaml':
            'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: { name: shop }\nspec:\n  selector: { matchLabels: { app: shop } }\n  endpoints:\n    - port: 8080\n',
        },
      },
      right: {
        files: {
          'monitor.yaml':
            'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: { name: shop }\nspec:\n  selector: { matchLabels: { app: shop } }\n  endpoints:\n    - port: metrics\n',
        },
      },
    },
  ],
  *run(workspace) {
    for (const object of kubernetesObjects(workspace)) {
      for (const { at, message, fix } of monitorFaults(object))
        yield { place: object.placeOf(at), message, fix };
    }
    for (const { node, placeOf } of containersOf(workspace)) {
      for (const kind of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
        const get = node.at(kind, 'httpGet');
        if (get?.kind !== 'mapping' || get.get('port')) continue;
        yield {
          place: placeOf(get),
          message: 'the probe has no port',
          fix: "add 'port:', a number or the name of a container's port",
        };
      }
    }
  },
};

function monitorFaults({ kind, node }: KubernetesObject): readonly Fault[] {
  const key = MONITORS.get(kind);
  const spec = node.get('spec');
  if (key === undefined || !spec) return [];
  const endpoints = spec.get(key);
  const faults: Fault[] = [];
  if (!spec.get('selector')) {
    faults.push({
      at: spec,
      message: `the ${kind} has no selector`,
      fix: "add 'selector: { matchLabels: … }'",
    });
  }
  if (endpoints?.kind !== 'list' || endpoints.items().length === 0) {
    faults.push({
      at: endpoints ?? spec,
      message: `the ${kind} has no ${key}`,
      fix: `add '${key}:' with a port`,
    });
  }
  return [...faults, ...(endpoints?.items() ?? []).flatMap(endpointFaults)];
}

function endpointFaults(endpoint: SourceNode): readonly Fault[] {
  const port = endpoint.get('port');
  const durations = ['interval', 'scrapeTimeout'].flatMap((key) => endpoint.get(key) ?? []);
  return [
    ...(port?.number() === undefined
      ? []
      : [
          {
            at: port,
            message: `the port is a number: ${port.text()}`,
            fix: 'give the name of the port in the Service',
          },
        ]),
    ...durations.flatMap((at) => {
      const text = at.text() ?? '';
      const isDuration = DURATION.test(text) && text !== '';
      return isDuration
        ? []
        : [{ at, message: `'${text}' is no duration`, fix: 'write a number and a unit, such as 30s' }];
    }),
  ];
}

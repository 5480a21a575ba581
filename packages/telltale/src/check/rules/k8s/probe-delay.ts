import type { CheckRule } from '../../check-rule.ts';
import { containersOf } from '../../stack/kubernetes-object.ts';

/** Delays that do nothing but delay. */
export const k8sProbeDelay: CheckRule = {
  id: 'k8s/probe-delay',
  severity: 'info',
  preset: 'strict',
  why: 'The startup probe holds the others back already: the delay only makes a dead process live longer.',
  doc: 'A container has a startup probe, and its liveness or readiness probe has `initialDelaySeconds` above zero.',
  examples: [
    {
      wrong: {
        files: {
          'probes.yaml':
            'livenessProbe:\n  httpGet: { path: /live, port: 80 }\n  initialDelaySeconds: 30\nstartupProbe:\n  httpGet: { path: /live, port: 80 }\n  failureThreshold: 30\n',
        },
      },
      right: {
        files: {
          'probes.yaml':
            'livenessProbe:\n  httpGet: { path: /live, port: 80 }\nstartupProbe:\n  httpGet: { path: /live, port: 80 }\n  failureThreshold: 30\n',
        },
      },
    },
  ],
  *run(workspace) {
    for (const { node, placeOf } of containersOf(workspace)) {
      if (!node.get('startupProbe')) continue;
      const delay = node.at('livenessProbe', 'initialDelaySeconds');
      if (!delay || (delay.number() ?? 0) <= 0) continue;
      yield {
        place: placeOf(delay),
        message: 'the delay comes on top of the startup probe',
        fix: 'remove the line',
      };
    }
  },
};

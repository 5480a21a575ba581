import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { ComposeService } from '../../stack/compose-service.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { containersOf } from '../../stack/kubernetes-object.ts';
import { mountsOf } from '../../stack/mount.ts';

/** Containers that may do whatever the machine may. */
export const secPrivileged: CheckRule = {
  id: 'sec/privileged',
  severity: 'warning',
  preset: 'strict',
  why: 'Whoever gets into the container owns the machine.',
  doc: 'A container runs with `privileged: true`, or has the socket of Docker mounted so that it can be written to. Files for development are left alone.',
  examples: [
    {
      wrong: {
        files: {
          'compose.yaml':
            'services:\n  cadvisor:\n    image: ghcr.io/google/cadvisor:v0.60.5\n    privileged: true\n',
        },
      },
      right: {
        files: {
          'compose.yaml':
            'services:\n  cadvisor:\n    image: ghcr.io/google/cadvisor:v0.60.5\n    devices: [/dev/kmsg]\n',
        },
      },
    },
  ],
  *run(workspace) {
    for (const service of composeServices(workspace)) {
      if (!service.isDevelopment) yield* inService(service);
    }
    for (const { node, placeOf } of containersOf(workspace)) {
      const flag = node.at('securityContext', 'privileged');
      if (flag?.boolean() === true)
        yield {
          place: placeOf(flag),
          message: 'the container is privileged',
          fix: 'give it the one capability or device that it needs',
        };
    }
  },
};

function* inService({ node, name, placeOf }: ComposeService): Iterable<RuleFinding> {
  const flag = node.get('privileged');
  if (flag?.boolean() === true) {
    yield {
      place: placeOf(flag),
      message: `the container of ${name} is privileged`,
      fix: 'give it the one capability or device that it needs',
    };
  }
  for (const { source, isReadOnly, node: mount } of mountsOf(node)) {
    if (isReadOnly || !source?.endsWith('/docker.sock')) continue;
    yield {
      place: placeOf(mount),
      message: `${name} may start any container on the machine through Docker's socket`,
      fix: 'put a proxy in front of the socket that only lets reading through',
    };
  }
}

import type { CheckRule } from '../../check-rule.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { componentOf } from '../../stack/component.ts';

/** Servers of the monitoring stack that stay down once they fell. */
export const composeRestart: CheckRule = {
  id: 'compose/restart',
  severity: 'info',
  preset: 'strict',
  why: 'After a crash or a reboot of the machine the service stays down, and monitoring with it.',
  doc: 'A well-known server of the monitoring stack has no restart policy in a Compose file. Other services may be meant to end; files for development and pieces of files in guides are left alone.',
  examples: [
    {
      wrong: { files: { 'compose.yaml': 'services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n' } },
      right: {
        files: {
          'compose.yaml':
            'services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    restart: unless-stopped\n',
        },
      },
    },
  ],
  *run(workspace) {
    for (const service of composeServices(workspace)) {
      const { name, node, nameRange, placeOf, isDevelopment, isFragment } = service;
      if (isDevelopment || isFragment || componentOf(service) === undefined) continue;
      if (node.get('restart') || node.at('deploy', 'restart_policy') || node.get('extends')) continue;
      yield {
        place: placeOf(nameRange),
        message: `the service ${name} is not restarted after a crash`,
        fix: "add 'restart: unless-stopped'",
      };
    }
  },
};

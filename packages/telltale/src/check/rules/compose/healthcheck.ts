import type { CheckRule } from '../../check-rule.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { componentOf } from '../../stack/component.ts';

/** Images that hold nothing but their program: there is nothing to ask it with. */
const WITHOUT_SHELL: ReadonlySet<string> = new Set(['redis-exporter', 'collector', 'mimir', 'tempo']);

/** Services that others wait for or that run for ever, of which nobody asks whether they work. */
export const composeHealthcheck: CheckRule = {
  id: 'compose/healthcheck',
  severity: 'info',
  preset: 'strict',
  why: 'A program that hangs counts as running: nothing restarts it, and what depends on it starts too early.',
  doc: 'A service of a Compose file has no `healthcheck`. Services built from source may have one in their image, services that only run once need none, and some images hold nothing to check with: these are left alone, as are files for development and pieces of files in guides.',
  examples: [
    {
      wrong: { files: { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.29.1\n' } },
      right: {
        files: {
          'compose.yaml':
            'services:\n  web:\n    image: nginx:1.29.1\n    healthcheck:\n      test: [CMD, curl, -f, http://localhost/]\n',
        },
      },
    },
  ],
  *run(workspace) {
    for (const service of composeServices(workspace)) {
      const { name, node, nameRange, placeOf, isDevelopment, isFragment } = service;
      if (isDevelopment || isFragment || node.get('healthcheck') || node.get('build') || node.get('extends'))
        continue;
      if (node.get('restart')?.text() === 'no' || WITHOUT_SHELL.has(componentOf(service) ?? '')) continue;
      yield {
        place: placeOf(nameRange),
        message: `the service ${name} has no health check`,
        fix: "add 'healthcheck:' with a command that fails when the service does",
      };
    }
  },
};

import type { CheckRule } from '../../check-rule.ts';
import { composeServices } from '../../stack/compose-service.ts';

/** Services that may take all memory of the machine. */
export const composeLimits: CheckRule = {
  id: 'compose/limits',
  severity: 'info',
  preset: 'strict',
  why: 'One service that leaks takes the memory of all others: the kernel ends whichever it likes.',
  doc: 'A service of a Compose file has neither `deploy.resources.limits.memory` nor `mem_limit`. Files for development and pieces of files in guides are left alone.',
  examples: [
    {
      wrong: { files: { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.29.1\n' } },
      right: {
        files: { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.29.1\n    mem_limit: 256m\n' },
      },
    },
  ],
  *run(workspace) {
    for (const { name, node, nameRange, placeOf, isDevelopment, isFragment } of composeServices(workspace)) {
      const limit = node.get('mem_limit') ?? node.at('deploy', 'resources', 'limits', 'memory');
      if (isDevelopment || isFragment || limit || node.get('extends')) continue;
      yield {
        place: placeOf(nameRange),
        message: `the memory of the service ${name} has no limit`,
        fix: "add 'deploy: { resources: { limits: { memory: 512M } } }'",
      };
    }
  },
};

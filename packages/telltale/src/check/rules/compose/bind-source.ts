import { dirname, join, normalize } from 'node:path/posix';
import type { CheckRule } from '../../check-rule.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { mountsOf } from '../../stack/mount.ts';

/** Only files: a folder that is missing is often meant to be made, for data. */
const FILE = /\.(?:ya?ml|json|conf|cfg|ini|toml|xml|tmpl|rules|properties|sql|lua|vcl)$/;
const GUIDE = /\.(?:md|markdown|txt)$/;

/** Files of the host that are mounted and do not exist. */
export const composeBindSource: CheckRule = {
  id: 'compose/bind-source',
  severity: 'error',
  why: 'Docker makes an empty folder of that name and mounts it: the program finds no configuration and exits.',
  doc: 'A Compose file mounts a configuration file that the repository does not have. Folders, files that a definition of the workspace generates, secrets and whatever has no ending of a configuration file are left alone, as are the examples in guides.',
  examples: [
    {
      wrong: {
        files: {
          'compose.yaml':
            'services:\n  alertmanager:\n    image: prom/alertmanager:v0.34.0\n    volumes: [./monitoring/alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro]\n',
        },
      },
      right: {
        files: {
          'compose.yaml':
            'services:\n  web:\n    image: nginx:1.29.1\n    volumes: [./web/nginx.conf:/etc/nginx/nginx.conf:ro]\n',
          'web/nginx.conf': 'events {}\n',
        },
      },
    },
  ],
  *run(workspace) {
    const isGenerated = workspace.definitions.length > 0;
    for (const { node: service, document, placeOf } of composeServices(workspace)) {
      const { file } = document.source;
      if (GUIDE.test(file)) continue;
      for (const { kind, source, hasVariables, node } of mountsOf(service)) {
        if (kind !== 'bind' || source === undefined || hasVariables || !/^\.\.?\//.test(source)) continue;
        if (!FILE.test(source)) continue;
        const path = normalize(join(dirname(file), source));
        if (path.startsWith('..') || workspace.hasFile(path) !== false) continue;
        const fix = isGenerated ? `run 'telltale gen all', or write ${path}` : `write ${path}`;
        yield { place: placeOf(node), message: `${path} does not exist`, fix };
      }
    }
  },
};

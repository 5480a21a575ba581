import type { CheckRule } from '../../check-rule.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { componentOf } from '../../stack/component.ts';
import { mountsOf } from '../../stack/mount.ts';

/** Where servers keep what must outlive their container. */
const DATA: ReadonlyMap<string, { readonly path: string; readonly what: string }> = new Map([
  ['prometheus', { path: '/prometheus', what: 'all samples' }],
  ['alertmanager', { path: '/alertmanager', what: 'silences and what was already sent' }],
  ['grafana', { path: '/var/lib/grafana', what: 'users, preferences and what was changed in the browser' }],
  ['elasticsearch', { path: '/usr/share/elasticsearch/data', what: 'all logs' }],
  ['loki', { path: '/loki', what: 'all logs' }],
]);

/** Servers whose data are lost with their container. */
export const composeVolume: CheckRule = {
  id: 'compose/volume',
  severity: 'warning',
  preset: 'strict',
  why: 'The data are gone as soon as the container is made anew, which each update does.',
  doc: 'Prometheus, Alertmanager, Grafana, Elasticsearch or Loki runs in a Compose file without a volume or folder for its data. A storage path given by a flag counts. Files for development and pieces of files in guides are left alone.',
  examples: [
    {
      wrong: {
        files: {
          'compose.yaml':
            'services:\n  alertmanager:\n    image: prom/alertmanager:v0.34.0\n    volumes: []\n',
        },
      },
      right: {
        files: {
          'compose.yaml':
            'services:\n  alertmanager:\n    image: prom/alertmanager:v0.34.0\n    volumes: [alertmanager_data:/alertmanager]\nvolumes:\n  alertmanager_data:\n',
        },
      },
    },
  ],
  *run(workspace) {
    for (const service of composeServices(workspace)) {
      const { name, node, nameRange, placeOf, isDevelopment, isFragment } = service;
      const data = DATA.get(componentOf(service) ?? '');
      if (!data || isDevelopment || isFragment || node.get('extends') || node.get('volumes_from')) continue;
      if (mountsOf(node).some(({ isReadOnly, target }) => !isReadOnly && keepsData(target, data.path)))
        continue;
      yield {
        place: placeOf(nameRange),
        message: `the service ${name} keeps ${data.what} in its container`,
        fix: `mount a named volume at ${data.path}`,
      };
    }
  },
};

/** A mount elsewhere may be where a flag sends the data; configuration is never there. */
function keepsData(target: string, path: string): boolean {
  return target === path || target.startsWith(`${path}/`) || /(?:data|tsdb|storage)/i.test(target);
}

import { KNOWN_EXPORTERS } from '@telltale/manifests';
import type { CheckRule } from '../../check-rule.ts';
import { commandFlags } from '../../stack/command-flag.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { knownImageOf, parseImageReference } from '../../stack/image-reference.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { composeFile, scrapeFile } from './example-scrape.ts';
import { staticTargets } from './scrape-targets.ts';

const REDIS = '  redis-exporter:\n    image: oliver006/redis_exporter:v1.89.0\n';

/** Ports of the servers of the stack besides the exporters. */
const SERVERS: readonly (readonly [component: string, port: number])[] = [
  ['prometheus', 9090],
  ['alertmanager', 9093],
  ['grafana', 3000],
  ['pushgateway', 9091],
];

/** Targets at a port where their program does not listen. */
export const scrapePortMismatch: CheckRule = {
  id: 'scrape/port-mismatch',
  severity: 'error',
  why: 'Nobody listens there: the target is always down.',
  doc: `A target is a Compose service of a well-known exporter or server, and its port is not the one that
this program listens at. Not where the command line or the environment says another address, and a port
that is published on the host is none of the container.`,
  examples: [
    {
      wrong: {
        files: { 'prometheus.yml': scrapeFile('redis-exporter:9122'), 'compose.yaml': composeFile(REDIS) },
      },
      right: {
        files: { 'prometheus.yml': scrapeFile('redis-exporter:9121'), 'compose.yaml': composeFile(REDIS) },
      },
    },
  ],
  *run(workspace) {
    const ports = portsByHost(workspace);
    for (const { host, port, place } of staticTargets(workspace)) {
      const known = ports.get(host);
      if (known === undefined || port === undefined || port === known) continue;
      yield { place, message: `${host} listens at ${known}, not at ${port}`, fix: `write ${host}:${known}` };
    }
  },
};

function portsByHost(workspace: Workspace): ReadonlyMap<string, number> {
  const ports = new Map<string, number>([
    ...KNOWN_EXPORTERS.map(({ component, port }) => [component, port] as const),
    ...SERVERS,
  ]);
  const hosts = new Map<string, number>();
  for (const { name, node } of composeServices(workspace)) {
    const reference = parseImageReference(node.get('image')?.text() ?? '');
    const component = reference && knownImageOf(reference.repository)?.component;
    const port = component === undefined ? undefined : ports.get(component);
    const isMoved =
      node.get('environment') !== undefined ||
      commandFlags(node).some((flag) => /listen|port|addr/i.test(flag.name));
    // Two services of one name in two files: whichever is meant.
    if (port === undefined || isMoved || hosts.has(name)) hosts.delete(name);
    else hosts.set(name, port);
  }
  return hosts;
}

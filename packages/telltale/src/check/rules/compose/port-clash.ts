import type { CheckRule } from '../../check-rule.ts';
import type { ComposeService } from '../../stack/compose-service.ts';
import { servicesOf } from '../../stack/compose-service.ts';
import type { PublishedPort } from '../../stack/published-port.ts';
import { publishedPorts } from '../../stack/published-port.ts';
import type { RuleFinding } from '../../finding.ts';
import { definitionPortClashes } from './definition-port-clashes.ts';

interface Claim extends PublishedPort {
  readonly service: ComposeService;
  readonly hostPorts: readonly [number, number];
}

/** Two programs on one port of the machine. */
export const composePortClash: CheckRule = {
  id: 'compose/port-clash',
  severity: 'error',
  why: 'Only one program can listen on a port of the machine: the second one does not start.',
  doc: 'Two services of one Compose file publish the same port of the host on the same address; or a definition scrapes a program on a port of this machine that its own stack takes. Services that never run together, because their profiles differ, are left alone.',
  examples: [
    {
      wrong: {
        files: {
          'compose.yaml':
            "services:\n  worker:\n    image: worker:1.0\n    ports: ['9090:9090']\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    ports: ['127.0.0.1:9090:9090']\n",
        },
      },
      right: {
        files: {
          'compose.yaml':
            "services:\n  worker:\n    image: worker:1.0\n    ports: ['9190:9090']\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    ports: ['127.0.0.1:9090:9090']\n",
        },
      },
    },
  ],
  *run({ documents, definitions }) {
    for (const document of documents.filter(({ kind }) => kind === 'compose'))
      yield* clashesIn(servicesOf(document));
    yield* definitionPortClashes(definitions);
  },
};

function* clashesIn(services: readonly ComposeService[]): Iterable<RuleFinding> {
  const earlier = new Map<number, Claim[]>();
  for (const claim of services.flatMap(claimsOf)) {
    const [first, last] = claim.hostPorts;
    // A range is looked at by its ends: nobody publishes thousands of ports in two overlapping ones.
    const taken = [...new Set([first, last])].flatMap((port) => earlier.get(port) ?? []);
    const other = taken.find((candidate) => isClash(candidate, claim));
    if (other) {
      yield {
        place: claim.service.placeOf(claim.node),
        message: `port ${first} of the host is taken by the service ${other.service.name}`,
        fix: `publish it on another port, such as '${freePort(first, earlier)}:${claim.containerPort ?? first}'`,
      };
    }
    for (const port of new Set([first, last])) earlier.set(port, [...(earlier.get(port) ?? []), claim]);
  }
}

function claimsOf(service: ComposeService): readonly Claim[] {
  return publishedPorts(service.node).flatMap((port) =>
    port.hostPorts ? [{ ...port, hostPorts: port.hostPorts, service }] : [],
  );
}

function isClash(a: Claim, b: Claim): boolean {
  if (a.service.name === b.service.name || a.protocol !== b.protocol) return false;
  if (!isEverywhere(a.hostAddress) && !isEverywhere(b.hostAddress) && a.hostAddress !== b.hostAddress)
    return false;
  const [first, second] = [profilesOf(a.service), profilesOf(b.service)];
  return first.length === 0 || second.length === 0 || first.some((profile) => second.includes(profile));
}

function isEverywhere(address: string): boolean {
  return ['', '0.0.0.0', '::', '[::]'].includes(address);
}

function profilesOf({ node }: ComposeService): readonly string[] {
  return node.get('profiles')?.texts() ?? [];
}

function freePort(from: number, taken: ReadonlyMap<number, unknown>): number {
  let port = from + 1;
  while (taken.has(port)) port++;
  return port;
}

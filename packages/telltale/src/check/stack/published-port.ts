import type { SourceNode } from '@telltale/formats';
import { fillDefaults } from './variables.ts';

/** A port of a container that the host listens on for it. */
export interface PublishedPort {
  /** Address of the host; empty where it is all of them. */
  readonly hostAddress: string;
  /** First and last port of the host; absent where Docker picks one or a variable says it. */
  readonly hostPorts?: readonly [number, number];
  readonly containerPort?: number;
  readonly protocol: string;
  readonly node: SourceNode;
}

const SHORT =
  /^(?:(?:(\[[0-9a-f:.]*\]|[0-9a-z.:-]+?):)?(?:(\d{1,5})(?:-(\d{1,5}))?)?:)?(\d{1,5})(?:-\d{1,5})?(?:\/(tcp|udp|sctp))?$/i;

/** The ports that a service publishes on the host. Ports whose text cannot be read are left out. */
export function publishedPorts(service: SourceNode): readonly PublishedPort[] {
  return (service.get('ports')?.items() ?? []).flatMap((node) =>
    node.kind === 'mapping' ? longForm(node) : shortForm(node),
  );
}

/** Whether only programs of the same machine reach an address. */
export function isLoopback(address: string): boolean {
  return /^(?:127\.|localhost$|\[?::1\]?$)/i.test(address);
}

function shortForm(node: SourceNode): readonly PublishedPort[] {
  const { text } = fillDefaults(node.text() ?? '');
  const match = SHORT.exec(text);
  if (!match) return [];
  const [, address = '', first, last, container, protocol = 'tcp'] = match as readonly (string | undefined)[];
  return [
    {
      hostAddress: address,
      ...(first !== undefined && { hostPorts: [Number(first), Number(last ?? first)] as const }),
      containerPort: Number(container),
      protocol: protocol.toLowerCase(),
      node,
    },
  ];
}

function longForm(node: SourceNode): readonly PublishedPort[] {
  const published = node.get('published');
  if (!published) return [];
  const { text } = fillDefaults(published.text() ?? '');
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) as readonly (string | undefined)[] | null;
  const target = Number(fillDefaults(node.get('target')?.text() ?? '').text);
  return [
    {
      hostAddress: fillDefaults(node.get('host_ip')?.text() ?? '').text,
      ...(match && { hostPorts: [Number(match[1]), Number(match[2] ?? match[1])] as const }),
      ...(Number.isInteger(target) && { containerPort: target }),
      protocol: node.get('protocol')?.text() ?? 'tcp',
      node: published,
    },
  ];
}

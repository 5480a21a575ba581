import type { Receiver } from '@telltale/model';
import type { ComposeContext } from './compose-context.ts';
import { appLogMount } from './log-folder.ts';

/**
 * The hosts that servers of the stack ask by a name which no service of the file has: they are services of
 * the project itself.
 *
 * @param services Names of the services of the file.
 */
export function externalServices(
  { definition: { targets, receivers } }: ComposeContext,
  services: readonly string[],
): readonly string[] {
  const asked = [
    ...targets.flatMap(({ addresses, probes = [] }) => [
      ...addresses,
      ...probes.map(({ address }) => address),
    ]),
    ...receivers.flatMap(addressOf),
  ];
  const hosts = asked.flatMap((address) => hostOf(address) ?? []);
  return [...new Set(hosts)].filter((host) => host !== 'localhost' && !services.includes(host));
}

/** How a person starts both files as one project. */
export function externalNote(context: ComposeContext, services: readonly string[]): readonly string[] {
  if (services.length === 0) return [];
  const logs = appLogMount(context);
  return [
    `Not here, but in your own Compose file: ${services.join(', ')}. Both are one project, with one network:`,
    `docker compose -f YOUR-FILE -f ${context.layout.compose} up -d`,
    ...(logs === undefined ? [] : [`The service that writes the log files mounts the volume ${logs}`]),
  ];
}

function addressOf(receiver: Receiver): readonly string[] {
  if (receiver.kind === 'webhook') return typeof receiver.url === 'string' ? [receiver.url] : [];
  return receiver.kind === 'email' ? [receiver.smarthost] : [];
}

/** A name without a dot, which only the network of the stack can resolve. */
function hostOf(address: string): string | undefined {
  const authority = address.replace(/^[a-z]+:\/\//i, '').replace(/[/?#].*$/s, '');
  const [, host] = /^(?:.*@)?([A-Za-z][\w-]*)(?::\d+)?$/.exec(authority) ?? [];
  return host;
}

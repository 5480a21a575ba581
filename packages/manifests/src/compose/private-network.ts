import type { ComposeContext } from './compose-context.ts';
import type { ComposeFile, ComposeService } from './compose-file.ts';
import { exporterServices } from './exporter-services.ts';

/** Network of the stack that has no way out, and that nobody outside of it reaches. */
const INSIDE = 'inside';
/** The project's own network, which other Compose files of it share. */
const SHARED = 'default';

/** What people look at: the pages, and the proxy in front of all. */
const PUBLISHED: ReadonlySet<string> = new Set(['grafana', 'proxy']);
/** Servers that speak to nobody but each other. */
const INNER: ReadonlySet<string> = new Set(['mimir', 'elasticsearch', 'kibana', 'filebeat']);
/** Exporters that look at the machine, and ask nobody. */
const OF_MACHINE: ReadonlySet<string> = new Set(['node', 'cadvisor']);

type NamedService = readonly [name: string, service: ComposeService];

/** The networks of a file whose services are in {@link privateServices}. */
export const PRIVATE_NETWORKS: NonNullable<ComposeFile['networks']> = { [INSIDE]: { internal: true } };

/**
 * The same services behind a network of their own: no port is published but those of Grafana, of the proxy and of the
 * service itself, and who has nobody to speak to outside of the stack has no way there.
 *
 * @param appName Name of the definition's own service.
 */
export function privateServices(
  services: readonly NamedService[],
  context: ComposeContext,
  appName: string | undefined,
): readonly NamedService[] {
  const ofMachine = new Set(
    exporterServices(context)
      .filter(({ pack }) => OF_MACHINE.has(pack))
      .map(({ name }) => name),
  );
  return services.map(([name, { ports, ...service }]) => {
    const isPublished = PUBLISHED.has(name) || name === appName;
    const isInner = INNER.has(name) || ofMachine.has(name);
    const networks = isInner ? [INSIDE] : [INSIDE, SHARED];
    return [name, { ...service, ...(ports && isPublished && { ports }), networks }];
  });
}

import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedDocument, Workspace } from '../../workspace/workspace.ts';
import { composeFile, scrapeFile } from './example-scrape.ts';
import { isOnHostNetwork, serviceReading } from './scraping-container.ts';
import { splitAddress } from './scrape-targets.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Ports at which a component's container finds itself. */
const OWN_PORTS: ReadonlyMap<string, number> = new Map([
  ['prometheus', 9090],
  ['alertmanager', 9093],
  ['grafana', 3000],
]);

/** Addresses that mean the container itself. */
export const scrapeLocalhostInContainer: CheckRule = {
  id: 'scrape/localhost-in-container',
  severity: 'error',
  why: 'In a container, localhost is the container itself: nobody listens there.',
  doc: `A configuration that a Compose service reads (Prometheus, Alertmanager, Grafana's data sources) has an
address on localhost that is not the service's own. Not where the service is on the network of the host.`,
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('localhost:8080'), 'compose.yaml': composeFile() } },
      right: { files: { 'prometheus.yml': scrapeFile('shop:8080'), 'compose.yaml': composeFile() } },
    },
  ],
  *run(workspace) {
    for (const document of workspace.documents) {
      const { kind, root } = document;
      if (kind === 'prometheus-config')
        yield* faultsOf(workspace, document, 'prometheus', prometheusAddresses(root));
      else if (kind === 'alertmanager-config') {
        yield* faultsOf(workspace, document, 'alertmanager', alertmanagerAddresses(root));
      } else if (kind === 'grafana-datasources') {
        yield* faultsOf(workspace, document, 'grafana', datasourceAddresses(root));
      }
    }
  },
};

function* faultsOf(
  workspace: Workspace,
  document: CheckedDocument,
  component: string,
  addresses: readonly SourceNode[],
): Iterable<RuleFinding> {
  const suspects = addresses.filter((node) => LOOPBACK.test(hostAndPort(node).host));
  if (suspects.length === 0) return;
  const service = serviceReading(workspace, document, component);
  if (!service || isOnHostNetwork(service)) return;
  for (const node of suspects) {
    const { host, port } = hostAndPort(node);
    if (port === OWN_PORTS.get(component)) continue;
    yield {
      place: document.placeOf(node),
      message: `${host} is the container of ${service.name} itself`,
      fix: 'write the name of the Compose service, or host.docker.internal for a program on the host',
    };
  }
}

function hostAndPort(node: SourceNode): ReturnType<typeof splitAddress> {
  const address = (node.text() ?? '').replace(/^[a-z]+:\/\/(?:[^/@]*@)?/i, '').replace(/\/.*$/, '');
  return splitAddress(address);
}

function prometheusAddresses(root: SourceNode): readonly SourceNode[] {
  const configs = [
    ...(root.get('scrape_configs')?.items() ?? []),
    ...(root.at('alerting', 'alertmanagers')?.items() ?? []),
  ];
  const targets = configs
    .flatMap((config) => config.get('static_configs')?.items() ?? [])
    .flatMap((config) => config.get('targets')?.items() ?? []);
  const remotes = ['remote_write', 'remote_read'].flatMap((name) => root.get(name)?.items() ?? []);
  return [...targets, ...remotes.flatMap((remote) => remote.get('url') ?? [])];
}

function alertmanagerAddresses(root: SourceNode): readonly SourceNode[] {
  const integrations = (root.get('receivers')?.items() ?? [])
    .flatMap((receiver) => receiver.entries())
    .flatMap(({ value }) => value.items());
  return [
    ...nodesAt(root.get('global'), 'smtp_smarthost'),
    ...integrations.flatMap((item) => [...nodesAt(item, 'url'), ...nodesAt(item, 'smarthost')]),
  ];
}

function datasourceAddresses(root: SourceNode): readonly SourceNode[] {
  return (root.get('datasources')?.items() ?? []).flatMap((item) =>
    // In the browser, localhost is the computer of whoever looks.
    item.get('access')?.text() === 'direct' ? [] : nodesAt(item, 'url'),
  );
}

function nodesAt(node: SourceNode | undefined, key: string): readonly SourceNode[] {
  const value = node?.get(key);
  return value ? [value] : [];
}

import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { ComposeService } from '../../stack/compose-service.ts';
import { composeServices, isFragment } from '../../stack/compose-service.ts';
import type { CheckedDocument, Workspace } from '../../workspace/workspace.ts';
import { closestName } from '@telltale/model';
import { composeFile, scrapeFile } from './example-scrape.ts';
import { isOnHostNetwork, serviceReading } from './scraping-container.ts';
import { splitAddress } from './scrape-targets.ts';

/** Hosts that no service of the Compose file answers to. */
export const scrapeUnknownHost: CheckRule = {
  id: 'scrape/unknown-host',
  severity: 'error',
  why: 'The name does not resolve in the network of the stack: nothing is scraped, or nothing delivered.',
  doc: `A configuration that a Compose service reads names a host without a dot that is no service, alias,
container or host name of any Compose file in sight. Not with external networks, extra hosts or included
files, nor with host networking. Services that are in a file elsewhere are named by x-external-services.`,
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('shopp:8080'), 'compose.yaml': composeFile() } },
      right: { files: { 'prometheus.yml': scrapeFile('shop:8080'), 'compose.yaml': composeFile() } },
    },
  ],
  *run(workspace) {
    const names = knownNames(workspace);
    if (!names) return;
    for (const document of workspace.documents) {
      const { kind, root } = document;
      if (kind === 'prometheus-config')
        yield* faultsOf(workspace, document, 'prometheus', targetsOf(root), names);
      else if (kind === 'alertmanager-config') {
        yield* faultsOf(workspace, document, 'alertmanager', webhooksOf(root), names);
      }
    }
  },
};

function* faultsOf(
  workspace: Workspace,
  document: CheckedDocument,
  component: string,
  nodes: readonly SourceNode[],
  names: ReadonlySet<string>,
): Iterable<RuleFinding> {
  const suspects = nodes.filter((node) => {
    const host = hostOf(node);
    return /^[a-z][\w-]*$/i.test(host) && host !== 'localhost' && !names.has(host.toLowerCase());
  });
  if (suspects.length === 0) return;
  const service = serviceReading(workspace, document, component);
  if (!service || isOnHostNetwork(service)) return;
  for (const node of suspects) {
    const host = hostOf(node);
    const meant = closestName(host, names);
    yield {
      place: document.placeOf(node),
      message: `no service of the Compose file is named '${host}'`,
      fix:
        meant === undefined
          ? 'add the service, or write the address of one that is there'
          : `did you mean ${meant}?`,
    };
  }
}

function hostOf(node: SourceNode): string {
  const address = (node.text() ?? '').replace(/^[a-z]+:\/\/(?:[^/@]*@)?/i, '').replace(/\/.*$/, '');
  return splitAddress(address).host;
}

/** `undefined` where names may come from elsewhere. */
function knownNames(workspace: Workspace): ReadonlySet<string> | undefined {
  const documents = workspace.documents.filter(({ kind }) => kind === 'compose');
  if (documents.length === 0 || documents.some(isOpen)) return undefined;
  const elsewhere = documents.flatMap(({ root }) => root.get('x-external-services')?.texts() ?? []);
  const names = [...elsewhere, ...composeServices(workspace).flatMap(namesOf)];
  return new Set(names.map((name) => name.toLowerCase()));
}

/** A part of a file, or one that others are joined to. */
function isOpen(document: CheckedDocument): boolean {
  const { root } = document;
  const networks = root.get('networks')?.entries() ?? [];
  return (
    isFragment(document) ||
    root.get('include') !== undefined ||
    networks.some(({ value }) => value.get('external') !== undefined)
  );
}

function namesOf({ name, node }: ComposeService): readonly string[] {
  const networks = node.get('networks')?.entries() ?? [];
  const hosts = node.get('extra_hosts');
  return [
    name,
    ...(node.get('container_name')?.texts() ?? []),
    ...(node.get('hostname')?.texts() ?? []),
    ...networks.flatMap(({ value }) => value.get('aliases')?.texts() ?? []),
    ...(node.get('links')?.texts() ?? []).map((link) => link.replace(/^.*:/, '')),
    ...(hosts?.kind === 'mapping'
      ? hosts.entries().map(({ key }) => key)
      : (hosts?.texts() ?? []).map((host) => host.replace(/[:=].*$/, ''))),
  ];
}

function targetsOf(root: SourceNode): readonly SourceNode[] {
  const jobs = (root.get('scrape_configs')?.items() ?? []).filter(
    (job) => (job.get('relabel_configs')?.items() ?? []).length === 0,
  );
  return [...jobs, ...(root.at('alerting', 'alertmanagers')?.items() ?? [])]
    .flatMap((config) => config.get('static_configs')?.items() ?? [])
    .flatMap((config) => config.get('targets')?.items() ?? []);
}

function webhooksOf(root: SourceNode): readonly SourceNode[] {
  return (root.get('receivers')?.items() ?? [])
    .flatMap((receiver) => receiver.get('webhook_configs')?.items() ?? [])
    .flatMap((webhook) => webhook.get('url') ?? []);
}

import { posix } from 'node:path';
import { composeServices } from '../../stack/compose-service.ts';
import type { ComposeService } from '../../stack/compose-service.ts';
import { knownImageOf, parseImageReference } from '../../stack/image-reference.ts';
import { mountsOf } from '../../stack/mount.ts';
import { fillDefaults } from '../../stack/variables.ts';
import type { CheckedDocument, Workspace } from '../../workspace/workspace.ts';

/** The services of Compose that run a component, such as `prometheus`. */
export function servicesRunning(workspace: Workspace, component: string): readonly ComposeService[] {
  return composeServices(workspace).filter(({ node }) => {
    const { text } = fillDefaults(node.get('image')?.text() ?? '');
    const reference = parseImageReference(text);
    return reference !== undefined && knownImageOf(reference.repository)?.component === component;
  });
}

/**
 * The Compose service that reads a configuration: the one that mounts the file; where none does, the
 * only one that runs the component, if this is the only such configuration.
 */
export function serviceReading(
  workspace: Workspace,
  document: CheckedDocument,
  component: string,
): ComposeService | undefined {
  const services = servicesRunning(workspace, component);
  const mounted = services.find((service) => mountPathOf(service, document) !== undefined);
  if (mounted) return mounted;
  const same = workspace.documents.filter(({ kind }) => kind === document.kind);
  const isOnly = services.length === 1 && same.length === 1 && !mountsElsewhere(services[0], document);
  return isOnly ? services[0] : undefined;
}

/** The path in the container of a configuration that a service mounts; `undefined` where it does not. */
export function mountPathOf(service: ComposeService, document: CheckedDocument): string | undefined {
  const file = pathOf(document);
  const folder = posix.dirname(pathOf(service.document));
  for (const { kind, source, target } of mountsOf(service.node)) {
    if (kind !== 'bind' || source === undefined || file === '') continue;
    const path = posix.normalize(posix.join(folder, source));
    if (path === file) return target;
    if (file.startsWith(`${path}/`)) return posix.join(target, file.slice(path.length + 1));
  }
  return undefined;
}

/** Whether the service mounts another file of the same kind that is in sight under its own name. */
function mountsElsewhere(service: ComposeService, document: CheckedDocument): boolean {
  if (document.isExample) return false;
  const name = posix.basename(pathOf(document));
  return mountsOf(service.node).some(
    ({ kind, source = '' }) => kind === 'bind' && /\.ya?ml$/.test(source) && posix.basename(source) !== name,
  );
}

function pathOf({ path, source }: CheckedDocument): string {
  return path === '' ? '' : posix.normalize(path || source.file);
}

/** Whether a service shares the network of its host, where `localhost` is the host. */
export function isOnHostNetwork({ node }: ComposeService): boolean {
  return (
    node.get('network_mode')?.text() === 'host' ||
    /^(?:service|container):/.test(node.get('network_mode')?.text() ?? '')
  );
}

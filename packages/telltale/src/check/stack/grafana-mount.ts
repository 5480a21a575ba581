import { dirname, join } from 'node:path/posix';
import type { Workspace } from '../workspace/workspace.ts';
import type { ComposeService } from './compose-service.ts';
import { composeServices } from './compose-service.ts';
import type { Mount } from './mount.ts';
import { mountsOf } from './mount.ts';

/** Something that a Compose file mounts into Grafana. */
export interface GrafanaMount extends Mount {
  /** Path of the source from where the check runs; absent for volumes and what only the host knows. */
  readonly path: string | undefined;
  readonly service: ComposeService;
}

/** The Compose services that run Grafana. */
export function grafanaServices(workspace: Workspace): readonly ComposeService[] {
  return composeServices(workspace).filter(({ node }) =>
    /(?:^|\/)grafana(?:-oss|-enterprise)?(?:[:@]|$)/.test(node.get('image')?.text() ?? ''),
  );
}

/** What Compose files mount into Grafana. */
export function grafanaMounts(workspace: Workspace): readonly GrafanaMount[] {
  return grafanaServices(workspace).flatMap((service) =>
    mountsOf(service.node).map((mount) => ({ ...mount, service, path: pathOf(mount, service) })),
  );
}

function pathOf({ kind, source, hasVariables }: Mount, { document }: ComposeService): string | undefined {
  if (kind !== 'bind' || source === undefined || hasVariables || !source.startsWith('.')) return undefined;
  const file = document.path === '' ? document.source.file : document.path;
  return join(dirname(file), source).replace(/\/+$/, '');
}

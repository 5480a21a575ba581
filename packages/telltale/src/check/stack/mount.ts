import type { SourceNode } from '@telltale/formats';
import { fillDefaults } from './variables.ts';

/** Something of the host, or a volume, inside a container. */
export interface Mount {
  readonly kind: 'bind' | 'volume';
  /** Path on the host or name of the volume; absent for a volume without a name. */
  readonly source?: string;
  /** Path in the container. */
  readonly target: string;
  readonly isReadOnly: boolean;
  /** Whether the source is known only where it runs. */
  readonly hasVariables: boolean;
  readonly node: SourceNode;
}

/** The mounts of a Compose service; `tmpfs` and the like are left out. */
export function mountsOf(service: SourceNode): readonly Mount[] {
  return (service.get('volumes')?.items() ?? []).flatMap((node) =>
    node.kind === 'mapping' ? longForm(node) : shortForm(node),
  );
}

function shortForm(node: SourceNode): readonly Mount[] {
  const { text, hasVariables } = fillDefaults(node.text() ?? '');
  // A path of Windows has a colon of its own.
  const [, first, target, mode = ''] =
    (/^((?:[A-Za-z]:[\\/])?[^:]+)(?::([^:]+))?(?::([^:]+))?$/.exec(text) as
      | readonly (string | undefined)[]
      | null) ?? [];
  if (first === undefined) return [];
  const common = { isReadOnly: mode.split(',').includes('ro'), hasVariables, node };
  if (target === undefined) return [{ kind: 'volume', target: first, ...common }];
  const isPath = /^[./~\\$]|^[A-Za-z]:[\\/]/.test(first);
  return [{ kind: isPath ? 'bind' : 'volume', source: first, target, ...common }];
}

function longForm(node: SourceNode): readonly Mount[] {
  const type = node.get('type')?.text();
  const target = node.get('target')?.text();
  if ((type !== 'bind' && type !== 'volume') || target === undefined) return [];
  const filled = fillDefaults(node.get('source')?.text() ?? '');
  return [
    {
      kind: type,
      ...(filled.text !== '' && { source: filled.text }),
      target,
      isReadOnly: node.get('read_only')?.boolean() === true,
      hasVariables: filled.hasVariables,
      node: node.get('source') ?? node,
    },
  ];
}

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { containerIdOf } from './container-group.ts';
import type { ControlGroup } from './container-group.ts';

/** Groups that are visited; a machine with more has its containers found by a kubelet. */
const MAX_VISITED = 5000;
/** Groups that are read, containers first. */
const MAX_GROUPS = 200;
/** `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod….slice/cri-containerd-….scope` is the fourth. */
const MAX_DEPTH = 6;
/** Where control groups of version 2 are: alone, or beside those of version 1. */
const ROOTS = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'];

/** The folder of control groups of version 2; `undefined` where this machine has none. */
export function cgroupRoot(): string | undefined {
  return ROOTS.find((folder) => existsSync(join(folder, 'cgroup.controllers')));
}

/** All groups from the root on; what is inside of a container is the container's. */
export async function findGroups(root: string): Promise<readonly ControlGroup[]> {
  const groups: ControlGroup[] = [];
  let level: readonly ControlGroup[] = [{ id: '/', containerId: undefined }];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0 && groups.length < MAX_VISITED; depth++) {
    groups.push(...level);
    const open = level.filter(({ containerId }) => containerId === undefined);
    level = (await Promise.all(open.map(({ id }) => childrenOf(root, id)))).flat();
  }
  const containers = groups.filter(({ containerId }) => containerId !== undefined);
  const others = groups.filter(({ containerId }) => containerId === undefined);
  return [...containers, ...others].slice(0, MAX_GROUPS);
}

/** Groups that end meanwhile have no children. */
export async function childrenOf(root: string, id: string): Promise<readonly ControlGroup[]> {
  try {
    const entries = await readdir(join(root, id), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({ id: join(id, name), containerId: containerIdOf(name) }));
  } catch {
    return [];
  }
}

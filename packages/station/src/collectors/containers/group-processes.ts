import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { networkDevices } from '../host/network.ts';
import type { ControlGroup } from './container-group.ts';
import { childrenOf } from './find-groups.ts';
import { groupFiles } from './group-files.ts';
import type { GroupSample } from './group-sample.ts';

/** Processes whose start is looked at: a container's first ones are among the first that are listed. */
const MAX_LOOKED_AT = 64;
/** Programs inside of a container that have groups of their own, such as systemd. */
const MAX_INNER_DEPTH = 3;
/** The kernel counts in hundredths of a second on every Linux platform Node runs on. */
const TICKS_PER_SECOND = 100;

/** Columns of `/proc/PID/net/dev`. */
const NETWORK = [
  [0, 'receive_bytes'],
  [1, 'receive_packets'],
  [2, 'receive_errors'],
  [3, 'receive_packets_dropped'],
  [8, 'transmit_bytes'],
  [9, 'transmit_packets'],
  [10, 'transmit_errors'],
  [11, 'transmit_packets_dropped'],
] as const;

/** Where processes are looked for. */
export interface ProcessPlaces {
  readonly cgroups: string;
  readonly proc: string;
  readonly bootTimeSeconds: number;
}

/** The processes of a container: how many, since when, and the traffic of their network. */
export async function readProcesses(
  { id, containerId }: ControlGroup,
  places: ProcessPlaces,
): Promise<readonly GroupSample[]> {
  const pids = await pidsOf(places.cgroups, id);
  const started = await startOf(pids, places);
  return [
    ['container_processes', pids.length],
    ['container_start_time_seconds', started],
    ...(containerId !== undefined && pids.length > 0 ? await readNetwork(pids[0], places.proc) : []),
  ];
}

async function pidsOf(root: string, id: string, depth = 0): Promise<readonly string[]> {
  const text = (await groupFiles(join(root, id)).text('cgroup.procs')) ?? '';
  // 0 is a process that this one may not see.
  const own = text.split('\n').filter((pid) => /^[1-9]\d*$/.test(pid));
  if (depth === MAX_INNER_DEPTH || id === '/') return own;
  const children = await childrenOf(root, id);
  const inner = await Promise.all(children.map((child) => pidsOf(root, child.id, depth + 1)));
  return [...own, ...inner.flat()];
}

/** When the oldest of the processes was started: another time than before tells that the container was. */
async function startOf(pids: readonly string[], places: ProcessPlaces): Promise<number | undefined> {
  const starts = await Promise.all(
    pids.slice(0, MAX_LOOKED_AT).map(async (pid) => {
      const stat = await textOf(join(places.proc, pid, 'stat'));
      // The name of the program, in brackets, may have blanks and brackets itself.
      const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields ? places.bootTimeSeconds + Number(fields[19]) / TICKS_PER_SECOND : undefined;
    }),
  );
  const known = starts.filter((start) => start !== undefined && !Number.isNaN(start));
  return known.length === 0 ? undefined : Math.min(...known.map(Number));
}

/** A container without a network of its own has no traffic of its own. */
async function readNetwork(pid: string, proc: string): Promise<readonly GroupSample[]> {
  const [own, host] = await Promise.all([namespaceOf(proc, pid), namespaceOf(proc, 'self')]);
  if (own === undefined || own === host) return [];
  const text = (await textOf(join(proc, pid, 'net/dev'))) ?? '';
  return networkDevices(text)
    .filter(({ device }) => device !== 'lo')
    .flatMap(({ device, fields }) =>
      NETWORK.map(([index, what]): GroupSample => [
        `container_network_${what}_total`,
        fields[index],
        { interface: device },
      ]),
    );
}

async function namespaceOf(proc: string, pid: string): Promise<string | undefined> {
  try {
    return await readlink(join(proc, pid, 'ns/net'));
  } catch {
    return undefined;
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

import { readFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { MetricFamily } from '@telltale/model';
import type { TargetReader } from '../../scrape/target-reader.ts';
import { giveFamilies } from '../give-families.ts';
import { family, single } from '../plain-family.ts';
import type { ControlGroup } from './container-group.ts';
import type { ContainerName } from './docker-names.ts';
import { dockerNames } from './docker-names.ts';
import { findGroups } from './find-groups.ts';
import { groupFiles } from './group-files.ts';
import { readProcesses } from './group-processes.ts';
import { parsePartitions } from './read-disks.ts';
import type { GroupSample } from './group-sample.ts';
import { readGroup } from './read-group.ts';

/** Groups that are read at one time: each needs a dozen small files. */
const GROUPS_AT_ONCE = 16;

/** Where containers are looked for. */
export interface ContainerPlaces {
  /** Folder of control groups of version 2. */
  readonly cgroups: string;
  /** Folder of processes. */
  readonly proc: string;
  /** Unix socket of Docker's API, which knows names. */
  readonly dockerSocket: string;
}

/** The containers of a machine as a target that is read in this process. */
export function containersReader(places: ContainerPlaces): TargetReader {
  return async (sink) => giveFamilies(await readContainers(places, Date.now()), sink);
}

/**
 * Figures of containers, and of the groups around them, under the names of cAdvisor. A container that no engine names
 * is named by its id.
 */
export async function readContainers(places: ContainerPlaces, nowMs: number): Promise<MetricFamily[]> {
  const { names, failed } = await namesFrom(places.dockerSocket);
  const [groups, devices, bootTimeSeconds] = await Promise.all([
    findGroups(places.cgroups),
    textOf(join(places.proc, 'partitions')).then(parsePartitions),
    textOf(join(places.proc, 'stat')).then(bootTime),
  ]);
  const columns = new Map<string, (readonly [Readonly<Record<string, string>>, number])[]>();
  for (let i = 0; i < groups.length; i += GROUPS_AT_ONCE) {
    const slice = groups.slice(i, i + GROUPS_AT_ONCE);
    const read = await Promise.all(
      slice.map(async (group): Promise<readonly GroupSample[]> => [
        ...(await readGroup(groupFiles(join(places.cgroups, group.id)), devices)),
        ...(await readProcesses(group, { ...places, bootTimeSeconds })),
        ['container_last_seen', Math.floor(nowMs / 1000)],
      ]),
    );
    read.forEach((samples, k) => addTo(columns, labelsOf(slice[k], names), samples));
  }
  const families = [...columns].map(([name, samples]) => family(typeOf(name), name, helpOf(name), samples));
  return [...families, ...machineFamilies(failed)];
}

async function namesFrom(
  socket: string,
): Promise<{ readonly names: ReadonlyMap<string, ContainerName>; readonly failed: boolean }> {
  try {
    return { names: await dockerNames(socket), failed: false };
  } catch {
    return { names: new Map(), failed: true };
  }
}

function addTo(
  columns: Map<string, (readonly [Readonly<Record<string, string>>, number])[]>,
  identity: Readonly<Record<string, string>>,
  samples: readonly GroupSample[],
): void {
  for (const [metric, value, labels] of samples) {
    if (value === undefined) continue;
    const column = columns.get(metric) ?? [];
    columns.set(metric, column);
    column.push([{ ...identity, ...labels }, value]);
  }
}

function labelsOf(
  { id, containerId }: ControlGroup,
  names: ReadonlyMap<string, ContainerName>,
): Readonly<Record<string, string>> {
  if (containerId === undefined) return { id };
  const known = names.get(containerId);
  return known ? { id, name: known.name, image: known.image, ...known.labels } : { id, name: containerId };
}

function typeOf(name: string): 'counter' | 'gauge' {
  return name.endsWith('_total') || name === 'container_memory_failcnt' ? 'counter' : 'gauge';
}

/** What the name says. */
function helpOf(name: string): string {
  return `${name
    .replace(/^container_/, '')
    .replace(/_total$/, '')
    .replaceAll('_', ' ')} of the container`;
}

function machineFamilies(failed: boolean): MetricFamily[] {
  const error = '1 if the names of containers could not be read, 0 otherwise';
  return [
    single('gauge', 'container_scrape_error', error, failed ? 1 : 0),
    single('gauge', 'machine_cpu_cores', 'Number of logical CPU cores.', availableParallelism()),
    single('gauge', 'machine_memory_bytes', 'Amount of memory installed on the machine.', totalmem()),
  ];
}

function bootTime(stat: string): number {
  return Number(/^btime (\d+)$/m.exec(stat)?.[1] ?? 0);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

import { join } from 'node:path';

const PROCESS_FILE = /^telltale-([\w-]+)\.pages$/;
const DEAD_FILE = /^telltale-dead\.(\d{1,15})\.pages$/;
const OWN_PREFIX = 'telltale-';

/** What the names in the folder tell. */
export interface FolderListing {
  /** Members that have a file. */
  readonly members: readonly string[];
  /** Files of the dead by number; only the highest counts. */
  readonly generations: readonly number[];
  /** Names that nothing here has written. */
  readonly foreign: readonly string[];
}

/** Sorts the names in the folder. */
export function listingOf(names: readonly string[]): FolderListing {
  const members: string[] = [];
  const generations: number[] = [];
  const foreign: string[] = [];
  for (const name of [...names].sort()) {
    const member = PROCESS_FILE.exec(name)?.[1];
    const generation = DEAD_FILE.exec(name)?.[1];
    if (member !== undefined) members.push(member);
    else if (generation !== undefined) generations.push(Number(generation));
    else if (!name.startsWith(OWN_PREFIX)) foreign.push(name);
  }
  return { members, generations: generations.sort((a, b) => b - a), foreign };
}

/** The file of a process. */
export function processFile(folder: string, member: string): string {
  return join(folder, `telltale-${member}.pages`);
}

/** The file of the dead. */
export function deadFile(folder: string, generation: number): string {
  return join(folder, `telltale-dead.${generation}.pages`);
}

/** A file that is being written. */
export function unfinishedFile(folder: string, member: string, number: number): string {
  return join(folder, `telltale-${member}.${number}.unfinished`);
}

import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { LIMITS } from './limits.ts';
import { unreadableReason } from './read-file.ts';

/** Folders that hold what others wrote, and caches. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'venv',
  'site-packages',
  '__pycache__',
  '__snapshots__',
  'coverage',
  '.git',
  '.telltale',
  '.cache',
  '.next',
  '.venv',
  '.yarn',
]);
/** Folders that tools write: programs in them are made from others, but some projects publish rules there. */
const BUILD_FOLDERS: ReadonlySet<string> = new Set(['vendor', 'dist', 'build', 'out', 'target']);
const CONFIGURATION = /\.(?:ya?ml|json)$/;

/** The files below a folder, in name order, and what the search did not see. */
export interface FoundFiles {
  readonly files: readonly string[];
  /** Whether the limit cut the search short. */
  readonly isCut: boolean;
  /** Whether there are more build results than were looked at. */
  readonly isBuiltCut: boolean;
  readonly unseen: readonly UnseenFolder[];
  /** Folders of build results, of which only YAML and JSON is among `files`. */
  readonly built: readonly string[];
}

/** A folder that could not be listed, or lies too deep. */
export interface UnseenFolder {
  readonly path: string;
  readonly reason: string;
}

/** A folder that is still to be listed. */
interface PendingFolder {
  readonly path: string;
  readonly depth: number;
  /** Whether it is a folder of build results, or stands in one. */
  readonly isBuilt: boolean;
}

interface Search {
  readonly files: string[];
  readonly unseen: UnseenFolder[];
  readonly built: string[];
  readonly pending: PendingFolder[];
  /** Listed after all others: what people wrote is found before a limit is reached. */
  readonly pendingBuilt: PendingFolder[];
  /** Files and folders seen among build results. */
  builtEntries: number;
}

/**
 * Lists files. Links are not followed, caches and dependencies are skipped, and of build results only
 * YAML and JSON is listed.
 *
 * @throws TelltaleError TT_FILE_READ where the folder itself cannot be listed.
 */
export async function findFiles(folder: string): Promise<FoundFiles> {
  const start: PendingFolder = { path: folder, depth: 0, isBuilt: false };
  const search: Search = {
    files: [],
    unseen: [],
    built: [],
    pending: [start],
    pendingBuilt: [],
    builtEntries: 0,
  };
  const { files, unseen, built, pending, pendingBuilt } = search;
  const next = () => pending.pop() ?? pendingBuilt.pop();
  for (let parent = next(); parent; parent = next()) {
    if (parent.isBuilt && search.builtEntries > LIMITS.builtEntries) {
      return { files: files.toSorted(), isCut: false, isBuiltCut: true, unseen, built: built.toSorted() };
    }
    for (const entry of await entriesOf(parent.path, folder, unseen)) addEntry(entry, parent, search);
    if (files.length >= LIMITS.files) {
      return { files: files.slice(0, LIMITS.files), isCut: true, isBuiltCut: false, unseen, built };
    }
  }
  return { files: files.toSorted(), isCut: false, isBuiltCut: false, unseen, built: built.toSorted() };
}

function addEntry(entry: Dirent, parent: PendingFolder, search: Search): void {
  const path = join(parent.path, entry.name);
  if (parent.isBuilt) search.builtEntries++;
  if (entry.isFile()) {
    if (!parent.isBuilt || CONFIGURATION.test(entry.name)) search.files.push(path);
    return;
  }
  if (!entry.isDirectory() || SKIPPED_FOLDERS.has(entry.name)) return;
  const isBuilt = parent.isBuilt || BUILD_FOLDERS.has(entry.name);
  if (isBuilt && !parent.isBuilt) search.built.push(path);
  const depth = parent.depth + 1;
  if (depth <= LIMITS.depth) (isBuilt ? search.pendingBuilt : search.pending).push({ path, depth, isBuilt });
  else search.unseen.push({ path, reason: `deeper than ${LIMITS.depth} folders` });
}

async function entriesOf(folder: string, root: string, unseen: UnseenFolder[]): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const reason = unreadableReason(cause);
    if (folder === root) {
      throw new TelltaleError('TT_FILE_READ', `${folder} cannot be read: ${reason}`, { cause });
    }
    unseen.push({ path: folder, reason });
    return [];
  }
}

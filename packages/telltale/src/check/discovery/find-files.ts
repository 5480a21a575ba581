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
/** Folders that tools write: most hold copies of what stands elsewhere. */
const BUILD_FOLDERS: ReadonlySet<string> = new Set(['vendor', 'dist', 'build', 'out', 'target']);

/** The files below a folder, in name order, and what the search did not see. */
export interface FoundFiles {
  readonly files: readonly string[];
  /** Whether the limit cut the search short. */
  readonly isCut: boolean;
  readonly unseen: readonly UnseenFolder[];
  /** Folders of build results, which were not searched. */
  readonly leftOut: readonly string[];
}

/** A folder that could not be listed, or lies too deep. */
export interface UnseenFolder {
  readonly path: string;
  readonly reason: string;
}

/**
 * Lists files. Links are not followed; caches, dependencies and build results are skipped.
 *
 * @throws TelltaleError TT_FILE_READ where the folder itself cannot be listed.
 */
export async function findFiles(folder: string): Promise<FoundFiles> {
  const files: string[] = [];
  const unseen: UnseenFolder[] = [];
  const leftOut: string[] = [];
  const pending: { readonly path: string; readonly depth: number }[] = [{ path: folder, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const entry of await entriesOf(next.path, folder, unseen)) {
      const path = join(next.path, entry.name);
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && BUILD_FOLDERS.has(entry.name)) leftOut.push(path);
      else if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) {
        if (next.depth < LIMITS.depth) pending.push({ path, depth: next.depth + 1 });
        else unseen.push({ path, reason: `deeper than ${LIMITS.depth} folders` });
      }
      if (files.length >= LIMITS.files) return { files, isCut: true, unseen, leftOut };
    }
  }
  return { files: files.toSorted(), isCut: false, unseen, leftOut: leftOut.toSorted() };
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

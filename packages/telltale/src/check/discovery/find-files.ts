import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from './limits.ts';

/** Folders that hold what others wrote or what tools made. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  'venv',
  'site-packages',
  '__pycache__',
  '__snapshots__',
]);

/** The files below a folder, in name order, and whether the limit cut the search short. */
export interface FoundFiles {
  readonly files: readonly string[];
  readonly isCut: boolean;
}

/** Lists files. Links are not followed; hidden folders, dependencies and build results are skipped. */
export async function findFiles(folder: string): Promise<FoundFiles> {
  const files: string[] = [];
  const pending: { readonly path: string; readonly depth: number }[] = [{ path: folder, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const entry of await entriesOf(next.path)) {
      const path = join(next.path, entry.name);
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && isSearched(entry.name) && next.depth < LIMITS.depth) {
        pending.push({ path, depth: next.depth + 1 });
      }
      if (files.length >= LIMITS.files) return { files, isCut: true };
    }
  }
  return { files: files.toSorted(), isCut: false };
}

function isSearched(name: string): boolean {
  // `.github` holds no rules; `.docker`, `.monitoring` and the like may.
  return (
    !SKIPPED_FOLDERS.has(name) && !['.git', '.telltale', '.cache', '.next', '.venv', '.yarn'].includes(name)
  );
}

/** A folder that may not be read is passed over: the check is of what can be seen. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
